import { z } from 'zod'
import { readButton } from './button-value.ts'

/** Everything of a kind: mails of which campaign (null: of all), or webhooks; and how many there were when it was shown. */
export type AllSubject = { kind: 'message' | 'webhook'; campaignId: string | null; expected: number }

const subject = z.tuple([
  z.enum(['message', 'webhook']),
  z.union([z.uuid(), z.literal('all')]),
  z.coerce.number().int().nonnegative(),
])

/** Writes it as a value for a button. */
export const allValue = ({ kind, campaignId, expected }: AllSubject): string =>
  `${kind}:${campaignId ?? 'all'}:${expected}`

/** Reads it back. @throws Refusal for a button of an earlier version */
export function allOf(value: unknown): AllSubject {
  const [kind, campaign, expected] = readButton(subject, typeof value === 'string' ? value.split(':') : value)
  return { kind, campaignId: campaign === 'all' ? null : campaign, expected }
}
