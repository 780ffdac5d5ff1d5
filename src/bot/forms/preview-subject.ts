import { z } from 'zod'
import type { MailRef } from '../../domain/plan-mail.ts'
import { readButton } from './button-value.ts'

/** Which mail of a campaign is looked at (null: the first), as which contact would get it (null: any of them). */
export type PreviewSubject = { campaignId: string; contactId: string | null; mail: MailRef | null }

const optional = z
  .union([z.uuid(), z.literal('')])
  .optional()
  .transform((id) => (id === undefined || id === '' ? null : id))
const parts = z.tuple([
  z.uuid(),
  optional,
  optional,
  z
    .string()
    .regex(/^\d{0,2}$/)
    .optional(),
])

/** Writes it as a value for a button, or as a view's metadata. */
export const previewValue = ({ campaignId, contactId, mail }: PreviewSubject): string =>
  [campaignId, contactId ?? '', mail?.stepKey ?? '', mail?.variant ?? ''].join(':')

/** Reads it back. @throws Refusal for a button of an earlier version */
export function previewSubjectOf(value: unknown): PreviewSubject {
  const [campaignId, contactId, stepKey, variant] = readButton(
    parts,
    typeof value === 'string' ? value.split(':') : value,
  )
  return { campaignId, contactId, mail: stepKey === null ? null : { stepKey, variant: Number(variant) } }
}

const chosen = z.tuple([z.uuid(), z.string().regex(/^\d{1,2}$/)])

/** A mail as an option of a menu carries it. */
export const mailValue = ({ stepKey, variant }: MailRef): string => `${stepKey}:${variant}`

/** Reads it back. @throws Refusal for an option of an earlier version */
export function mailRefOf(value: unknown): MailRef {
  const [stepKey, variant] = readButton(chosen, typeof value === 'string' ? value.split(':') : value)
  return { stepKey, variant: Number(variant) }
}
