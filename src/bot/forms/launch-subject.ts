import { z } from 'zod'
import { readButton } from './button-value.ts'

/** What a Launch button starts: a campaign, and the revision of the plan that it describes (null: it describes none). */
export type LaunchSubject = { campaignId: string; revision: number | null }

const launch = z.tuple([z.uuid(), z.coerce.number().int().optional()])

/** Writes it as a value for a button. */
export const launchValue = ({ campaignId, revision }: LaunchSubject): string =>
  revision === null ? campaignId : `${campaignId}:${revision}`

/** Reads it back. @throws Refusal for a button that carries something else */
export function launchOf(value: unknown): LaunchSubject {
  const [campaignId, revision] = readButton(launch, typeof value === 'string' ? value.split(':') : value)
  return { campaignId, revision: revision ?? null }
}
