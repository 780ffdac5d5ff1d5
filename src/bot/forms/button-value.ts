import { z } from 'zod'
import { Refusal } from '../../domain/refusal.ts'
import { staleButtonSentence } from '../views/notice.ts'

const subject = z.uuid()

/**
 * The id of what a button is about.
 * @throws Refusal for a button that carries something else, such as one from an earlier version
 */
export const subjectOf = (value: unknown): string => readButton(subject, value)

/** What a button carries, in its shape. @throws Refusal when it has another */
export function readButton<Value>(shape: z.ZodType<Value>, value: unknown): Value {
  const result = shape.safeParse(value)
  if (!result.success) throw new Refusal('stale-button', staleButtonSentence)
  return result.data
}
