import { z } from 'zod'
import { readButton } from './button-value.ts'

const step = z.tuple([z.uuid(), z.uuid()])

/** A step of a campaign, as its buttons and its form carry it. */
export type StepRef = { campaignId: string; stepKey: string }

/** Writes it as a value for a button, or as a view's metadata. */
export const stepValue = ({ campaignId, stepKey }: StepRef): string => `${campaignId}:${stepKey}`

/** Reads it back. @throws Refusal for a button of an earlier version */
export function stepRefOf(value: unknown): StepRef {
  const [campaignId, stepKey] = readButton(step, typeof value === 'string' ? value.split(':') : value)
  return { campaignId, stepKey }
}
