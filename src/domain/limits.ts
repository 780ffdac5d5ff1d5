import type { SendLimits } from './plan.ts'

/** At most `most` mails under `key` in every stretch of `periodMs`. */
export type Limit = { key: string; most: number; periodMs: number }

/** How many mails went out under a limit in a slice of its period that begins then. */
export type SliceCount = { slice: Date; taken: number }

/** What a limit leaves at a moment: how many mails, and when the next is free if there are none. */
export type Allowance = { left: number; freeAt: Date }

const hourMs = 3_600_000
const dayMs = 24 * hourMs
// A period is counted in this many slices: a mail is forgotten up to one slice late, never early.
const slicesPerPeriod = 60

/** The slice that a moment belongs to. */
export function sliceOf({ periodMs }: Pick<Limit, 'periodMs'>, now: Date): Date {
  const length = sliceMs(periodMs)
  return new Date(Math.floor(now.getTime() / length) * length)
}

/** Slices that begin before this are over for the limit. */
export const forgottenBefore = (limit: Pick<Limit, 'periodMs'>, now: Date): Date =>
  new Date(now.getTime() - lastingMs(limit))

/** How long the start of a slice counts, in milliseconds: as long as the last mail in it may. */
export const lastingMs = ({ periodMs }: Pick<Limit, 'periodMs'>): number => periodMs + sliceMs(periodMs)

/** What is left of a limit, after what was taken lately. Slices may come in any order. */
export function allowanceOf(limit: Limit, counts: readonly SliceCount[], now: Date): Allowance {
  const lasting = lastingMs(limit)
  const live = counts
    .filter(({ slice }) => slice.getTime() + lasting > now.getTime())
    .toSorted((a, b) => a.slice.getTime() - b.slice.getTime())
  let used = live.reduce((sum, { taken }) => sum + taken, 0)
  const left = Math.max(0, limit.most - used)
  if (left > 0) return { left, freeAt: now }
  for (const { slice, taken } of live) {
    used -= taken
    if (used < limit.most) return { left: 0, freeAt: new Date(slice.getTime() + lasting) }
  }
  return { left: 0, freeAt: new Date(now.getTime() + limit.periodMs) }
}

/** How long a slice of a period is, in milliseconds. Slices begin at multiples of it since 1970. */
export const sliceMs = (periodMs: number): number => Math.max(1, Math.ceil(periodMs / slicesPerPeriod))

/** Whose mails are limited, and how far the sender's warm-up is. */
export type LimitScope = { campaignId: string; senderEmail: string; warmUpDay: number }

/** The limits on the campaign as a whole. Those on a domain and on a contact are looked at mail by mail. */
export function campaignLimits(limits: SendLimits, scope: LimitScope): Limit[] {
  const { perCampaignDay, perSenderDay, warmUp } = limits
  const sender = Math.min(perSenderDay ?? Infinity, warmUp ? warmUpLimit(scope.warmUpDay) : Infinity)
  const found: Limit[] = []
  if (perCampaignDay !== null)
    found.push({ key: campaignKey(scope.campaignId), most: perCampaignDay, periodMs: dayMs })
  if (Number.isFinite(sender))
    found.push({ key: senderKey(scope.senderEmail), most: sender, periodMs: dayMs })
  return found
}

/** The limits that put single people off. */
export type PersonLimit = 'domain' | 'contact'

/** The limit on a recipient domain; null where there is none. */
export function domainLimit(limits: SendLimits, campaignId: string, domain: string): Limit | null {
  if (limits.perDomainHour === null) return null
  return { key: `${campaignDomains(campaignId)}${domain}`, most: limits.perDomainHour, periodMs: hourMs }
}

/** Whether a plan limits what its sender sends, in whichever campaign. */
export const limitsSender = ({ perSenderDay, warmUp }: SendLimits): boolean => perSenderDay !== null || warmUp

/** What is counted for a limit: under which key, by which period. That of domains is what their keys begin with. */
export type Counted = Pick<Limit, 'key' | 'periodMs'>

/** What has to be counted for the limits of a plan; null where nothing is. A contact's limit looks at the mails themselves. */
export const countedFor = (
  limits: SendLimits,
  { campaignId, senderEmail }: Pick<LimitScope, 'campaignId' | 'senderEmail'>,
): Record<'sender' | 'campaign' | 'domains', Counted | null> => ({
  sender: limitsSender(limits) ? { key: senderKey(senderEmail), periodMs: dayMs } : null,
  campaign: limits.perCampaignDay === null ? null : { key: campaignKey(campaignId), periodMs: dayMs },
  domains: limits.perDomainHour === null ? null : { key: campaignDomains(campaignId), periodMs: hourMs },
})

/** So many mails, taken from a limit or, negative, given back. */
export type Taking = { limit: Limit; count: number }

/**
 * What mails to these addresses take from the limits of a plan, `sign` -1 giving it back; all but the sender's, which counts
 * every mail of the sender, whatever the plan says.
 */
export function takingsOf(
  limits: SendLimits,
  { scope, addresses, sign }: { scope: LimitScope; addresses: readonly string[]; sign: 1 | -1 },
): Taking[] {
  if (addresses.length === 0) return []
  const whole = campaignLimits(limits, scope)
    .filter(({ key }) => key === campaignKey(scope.campaignId))
    .map((limit) => ({ limit, count: sign * addresses.length }))
  const domains = Map.groupBy(addresses, (address) => address.slice(address.lastIndexOf('@') + 1))
  const perDomain = [...domains].flatMap(([domain, group]) => {
    const limit = domainLimit(limits, scope.campaignId, domain)
    return limit ? [{ limit, count: sign * group.length }] : []
  })
  return [...whole, ...perDomain]
}

/** Names the limits on a campaign and on a sender's address. */
export const campaignKey = (campaignId: string): string => `campaign:${campaignId}`
export const senderKey = (email: string): string => `sender:${email.toLowerCase()}`

/** What the names of a campaign's limits on domains begin with. */
export const campaignDomains = (campaignId: string): string => `domain:${campaignId}:`

/** Whether a plan limits anything. */
export function hasLimits({
  perContact,
  perDomainHour,
  perSenderDay,
  perCampaignDay,
  gap,
  warmUp,
}: SendLimits): boolean {
  return (
    warmUp || [perContact, perDomainHour, perSenderDay, perCampaignDay, gap].some((limit) => limit !== null)
  )
}

/** Where the mails of a sender at a moment are counted. */
export const senderCount = (email: string, at: Date): { key: string; slice: Date } => ({
  key: senderKey(email),
  slice: sliceOf({ periodMs: dayMs }, at),
})

/** Which day of its warm-up a sender is in that first sent at `since`; 0 is the first. */
export const warmUpDay = (since: Date, now: Date): number =>
  Math.floor((now.getTime() - since.getTime()) / dayMs)

/** The last day of a warm-up; from then on nothing is held back. */
export const lastWarmUpDay = 41

/**
 * How many mails a new sender may send on a day, day 0 being the first: from 200 to 200,000 in 42 days, growing by the
 * same factor every day. Infinity once it is warm. The curve is the one that Ghost published for its own start.
 */
export function warmUpLimit(day: number): number {
  if (day > lastWarmUpDay) return Infinity
  return Math.floor(200 * 1000 ** (Math.max(0, day) / lastWarmUpDay))
}

/** When the next mail of a campaign with a gap may go, after one at `now`. `random` is in [0, 1). */
export function gapEnds(gap: NonNullable<SendLimits['gap']>, now: Date, random: number): Date {
  return new Date(now.getTime() + Math.round((gap.seconds + gap.jitterSeconds * random) * 1000))
}

/**
 * The longest that a campaign with these limits rests, in milliseconds: until later than this from now is by a clock that
 * was ahead.
 */
export function longestRestMs({ gap, perCampaignDay, perSenderDay, warmUp }: SendLimits): number {
  const gapMs = gap ? (gap.seconds + gap.jitterSeconds) * 1000 : 0
  const isCounted = warmUp || perCampaignDay !== null || perSenderDay !== null
  return Math.max(gapMs, isCounted ? lastingMs({ periodMs: dayMs }) : 0)
}

/**
 * Moments for mails that a limit puts off: spread evenly from when the next is free, so that each is put off once and not
 * again and again. Returns `count` moments and where the following booking goes on.
 */
export function bookSlots(
  limit: Limit,
  { from, count }: { from: Date; count: number },
): { slots: Date[]; bookedUntil: Date } {
  const step = lastingMs(limit) / limit.most
  const slots = Array.from({ length: count }, (_, n) => new Date(from.getTime() + Math.round(n * step)))
  return { slots, bookedUntil: new Date(from.getTime() + Math.round(count * step)) }
}
