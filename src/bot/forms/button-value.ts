import { z } from 'zod'
import { Refusal } from '../../domain/refusal.ts'
import { staleButtonSentence } from '../views/notice.ts'

const subject = z.uuid()
const test = z.tuple([z.uuid(), z.union([z.uuid(), z.literal('').transform(() => null)])])

/**
 * The id of what a button is about.
 * @throws Refusal for a button that carries something else, such as one from an earlier version
 */
export const subjectOf = (value: unknown): string => read(subject, value)

/** What a test button stands for: a campaign, and the contact it is to be written for (null: any). */
export function testOf(value: unknown): { campaignId: string; contactId: string | null } {
  const [campaignId, contactId] = read(test, typeof value === 'string' ? value.split(':') : value)
  return { campaignId, contactId }
}

function read<Value>(shape: z.ZodType<Value>, value: unknown): Value {
  const result = shape.safeParse(value)
  if (!result.success) throw new Refusal('stale-button', staleButtonSentence)
  return result.data
}
