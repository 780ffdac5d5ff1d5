import { z } from 'zod'
import { readButton } from './button-value.ts'

/** A page of a list: of which campaign (null: of all), and after which entry it begins (null: the first page). */
export type PageSubject = { campaignId: string | null; after: string | null }

const page = z.tuple([z.union([z.uuid(), z.literal('all')]), z.union([z.uuid(), z.literal('')]).default('')])

/** Writes it as a value for a button, or as a view's metadata. */
export const pageValue = ({ campaignId, after }: PageSubject): string =>
  `${campaignId ?? 'all'}:${after ?? ''}`

/** Reads it back. @throws Refusal for a button of an earlier version */
export function pageOf(value: unknown): PageSubject {
  const [campaign, after] = readButton(page, typeof value === 'string' ? value.split(':') : value)
  return { campaignId: campaign === 'all' ? null : campaign, after: after === '' ? null : after }
}
