import { refuse } from './answer.ts'
import type { Answer } from './answer.ts'
import type { Call } from './call.ts'

/** Which part of a list was asked for. */
export type Page = { readonly count: number; readonly offset: number }

const whole = (value: string | null): number => (value !== null && /^\d+$/.test(value) ? Number(value) : -1)

/** `count` (1 to 500) and `offset` are required and may not reach beyond 10,000 together. */
export const pageOf = ({ query }: Call, errorCode: number): Page | Answer => {
  const count = whole(query.get('count'))
  const offset = whole(query.get('offset'))
  if (count < 1 || count > 500) return refuse(errorCode, `The parameter 'count' must be between 1 and 500.`)
  if (offset < 0) return refuse(errorCode, `The parameter 'offset' must be a number from 0.`)
  return count + offset > 10_000
    ? refuse(errorCode, `The sum of 'count' and 'offset' must not exceed 10000.`)
    : { count, offset }
}

/** The part of a list, newest first, of what was added in order of time. */
export const newestPage = <T>(found: readonly T[], { count, offset }: Page): T[] =>
  found.slice(Math.max(0, found.length - offset - count), Math.max(0, found.length - offset)).reverse()
