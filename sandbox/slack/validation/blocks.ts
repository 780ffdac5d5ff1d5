import type { ValidationProblem } from './problem.ts'

/** Where blocks are shown; each surface allows its own blocks and elements. */
export type Surface = 'message' | 'modal' | 'home'

/** Everything Slack would refuse in an array of blocks; an empty list means it would be accepted. */
export const validateBlocks = (blocks: unknown, _surface: Surface): ValidationProblem[] =>
  Array.isArray(blocks) ? [] : [{ pointer: '', message: 'must be an array' }]

/** Slack refuses a message whose blocks are too large as JSON (undocumented, near 13 000 characters: bolt-js #2509). */
export const messageBlocksTooLong = (blocks: unknown): boolean => JSON.stringify(blocks).length > 13_000
