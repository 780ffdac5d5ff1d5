import { z } from 'zod'
import type { CampaignPlan } from '../domain/plan.ts'
import { Refusal } from '../domain/refusal.ts'
import { usableZone } from '../domain/zone-of.ts'

const weekday = z.literal([1, 2, 3, 4, 5, 6, 7])
const sendWindow = z.strictObject({ days: z.array(weekday), from: z.string(), to: z.string() })
const wait = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('for'),
    amount: z.number(),
    unit: z.enum(['minutes', 'hours', 'days', 'business-days']),
  }),
  z.strictObject({ kind: z.literal('until-time'), time: z.string() }),
  z.strictObject({ kind: z.literal('until-date'), date: z.string(), time: z.string() }),
])
const reaction = z.enum(['stop', 'pause', 'continue'])
const count = z.number().nullable()

const plan: z.ZodType<CampaignPlan> = z.strictObject({
  steps: z.array(
    z.strictObject({
      key: z.uuid(),
      wait,
      window: sendWindow.nullable(),
      variants: z.array(
        z.strictObject({ name: z.string(), weight: z.number(), subject: z.string(), body: z.string() }),
      ),
    }),
  ),
  window: sendWindow.nullable(),
  // What was a zone when it was written need not be one to whoever calculates with it now.
  zone: z.string().transform((zone) => usableZone(zone)),
  holidays: z.strictObject({ calendar: z.string().nullable(), dates: z.array(z.string()) }),
  maxLatenessMinutes: z.number(),
  rules: z.strictObject({
    reply: reaction,
    'out-of-office': reaction,
    click: reaction,
    bounce: reaction,
    complaint: reaction,
    unsubscribe: reaction,
  }),
  company: z.enum(['none', 'pause', 'stop']),
  reentry: z.enum(['never', 'after-end']),
  besideOthers: z.boolean(),
  priority: z.number(),
  limits: z.strictObject({
    perContact: z.strictObject({ mails: z.number(), days: z.number() }).nullable(),
    perDomainHour: count,
    perSenderDay: count,
    perCampaignDay: count,
    gap: z.strictObject({ seconds: z.number(), jitterSeconds: z.number() }).nullable(),
    warmUp: z.boolean(),
  }),
  holdoutPercent: z.number(),
})

/** Reads a plan out of the database. Throws a ZodError on anything that we did not write there. */
export function readPlan(stored: unknown): CampaignPlan {
  return plan.parse(stored)
}

/** The same for somebody who wants something of the campaign: throws a Refusal on what cannot be read. */
export function requirePlan(stored: unknown): CampaignPlan {
  const read = readablePlan(stored)
  if (read === null) throw planUnreadable()
  return read
}

/** The Refusal for whoever wants something of a campaign that has a plan of which nothing can be made. */
export const planUnreadable = (): Refusal =>
  new Refusal(
    'plan-unreadable',
    'Baton cannot read a plan that is stored of this campaign, so it cannot be launched, edited or run again. Ask whoever runs Baton to have that mended, or cancel the campaign.',
  )

/** Reads a plan; null for what cannot be read, as where another release has written it. */
export function readablePlan(stored: unknown): CampaignPlan | null {
  return plan.safeParse(stored).data ?? null
}
