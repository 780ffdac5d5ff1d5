import { placeOf, stepAt } from './due.ts'
import { isOpen } from './local-time.ts'
import type { PersonLimit } from './limits.ts'
import type { CampaignPlan, SendLimits } from './plan.ts'
import type { CampaignStatus } from './campaign.ts'
import { count } from './rules-diff.ts'

/** People of a campaign who are in the same place in flight. */
export type FlightGroup = {
  count: number
  status: 'active' | 'paused'
  reason: string | null
  /** Where they are in their version's plan, which is `plan` of the explanation under `versionId`. */
  versionId: string
  position: number
  zone: string
  /** When they are due, to the minute; null while their mail is with the provider. */
  nextAt: Date | null
  resumeAt: Date | null
  /** The state of the mail of that step, where there is one. */
  mail: 'queued' | 'sending' | 'unknown' | null
  /** When the oldest of those mails was claimed. */
  claimedAt: Date | null
  /** The limit that they are due after, where one put them off. */
  putOffBy: PersonLimit | null
}

/** What holds all of a campaign, and what is needed to say until when. */
export type FlightContext = {
  status: CampaignStatus
  statusReason: string | null
  hold: { until: Date; reason: string } | null
  restsUntil: Date | null
  plans: ReadonlyMap<string, CampaignPlan>
  /** How long after a claim the provider is asked what became of it, in milliseconds. */
  askAfterMs: number
  now: Date
}

/** Why so many people are not through, in words, and until when; null: until a person does something. */
export type Explanation = { count: number; kind: ExplanationKind; why: string; until: Date | null }

/** The kinds of reasons, in the order in which they are told. */
export const explanationKinds = [
  'paused',
  'held',
  'rests',
  'due',
  'sending',
  'unknown',
  'retry',
  'domain-limit',
  'contact-limit',
  'window',
  'wait',
  'late',
  'away',
  'other-campaign',
  'person',
] as const
export type ExplanationKind = (typeof explanationKinds)[number]

/** Explains everybody in flight: one line for each reason, the counts adding up to all of them. */
export function explain(groups: readonly FlightGroup[], context: FlightContext): Explanation[] {
  const lines = new Map<string, Explanation>()
  for (const group of groups) {
    const { kind, why, until } = reasonOf(group, context)
    // Whoever waits for a window waits for a moment; of other waits the first that ends is told.
    const key = kind === 'window' ? `${why} ${until?.toISOString() ?? ''}` : `${kind} ${why}`
    const line = lines.get(key)
    if (line) lines.set(key, { ...line, count: line.count + group.count, until: earlier(line.until, until) })
    else lines.set(key, { count: group.count, kind, why, until })
  }
  return [...lines.values()].toSorted(
    (a, b) => explanationKinds.indexOf(a.kind) - explanationKinds.indexOf(b.kind) || b.count - a.count,
  )
}

const earlier = (one: Date | null, other: Date | null): Date | null =>
  one !== null && other !== null && other < one ? other : (one ?? other)

type Reason = Omit<Explanation, 'count'>

function reasonOf(group: FlightGroup, context: FlightContext): Reason {
  if (group.nextAt === null) return withProvider(group, context)
  return group.status === 'paused' ? pausedReason(group) : activeReason(group, group.nextAt, context)
}

function withProvider({ mail, claimedAt }: FlightGroup, { askAfterMs }: FlightContext): Reason {
  if (mail === 'sending')
    return { kind: 'sending', why: 'with the email provider at this moment', until: null }
  const until = claimedAt && new Date(claimedAt.getTime() + askAfterMs)
  const why = 'unknown whether the email provider has it: it is asked then'
  return { kind: 'unknown', why, until }
}

function pausedReason({ reason, resumeAt }: FlightGroup): Reason {
  switch (reason) {
    case 'late':
      return { kind: 'late', why: 'too late to go out by itself: a person must decide', until: null }
    case 'out of office':
      return { kind: 'away', why: 'out of office', until: resumeAt }
    case 'waits for another campaign':
      return { kind: 'other-campaign', why: 'waiting for another campaign that has them', until: null }
    case 'released':
      return { kind: 'due', why: 'let go on by a person, and next in line', until: resumeAt }
    case null:
    default:
      return {
        kind: 'person',
        why: `paused (${reason ?? 'by a rule'}): a person must decide`,
        until: resumeAt,
      }
  }
}

function activeReason(group: FlightGroup, nextAt: Date, context: FlightContext): Reason {
  const { status, statusReason, now } = context
  if (status === 'paused') {
    const why = `the campaign is paused${statusReason === null ? '' : `: ${statusReason}`}`
    return { kind: 'paused', why, until: null }
  }
  if (nextAt <= now) return dueReason(context)
  const plan = context.plans.get(group.versionId)
  if (group.putOffBy !== null) return putOffReason(group.putOffBy, plan?.limits, nextAt)
  if (group.mail === 'queued')
    return { kind: 'retry', why: 'not taken by the email provider: tried again then', until: nextAt }
  return stepReason(group, nextAt, plan)
}

function stepReason({ position, zone }: FlightGroup, until: Date, plan: CampaignPlan | undefined): Reason {
  const justBefore = new Date(until.getTime() - 1)
  if (plan && isClosed(plan, { position, zone }, justBefore))
    return { kind: 'window', why: `waiting for the window to open (${zone})`, until }
  return { kind: 'wait', why: `waiting for step ${position}, the first of them until then`, until }
}

function isClosed(
  plan: CampaignPlan,
  { position, zone }: Pick<FlightGroup, 'position' | 'zone'>,
  at: Date,
): boolean {
  const step = stepAt(plan, position)
  try {
    return step !== undefined && !isOpen(placeOf(plan, step, zone), at)
  } catch {
    // Hours that are none pause the campaign once somebody is due; until then people wait for that.
    return false
  }
}

/** A limit may have been lifted since it put somebody off; then there are no figures to tell. */
function putOffReason(by: PersonLimit, limits: SendLimits | undefined, until: Date): Reason {
  const { perDomainHour = null, perContact = null } = limits ?? {}
  const waiting = (whose: string, most: string | null) =>
    `waiting for the limit on ${whose}${most === null ? ' that there was' : ` (${most})`}, the first of them until then`
  if (by === 'domain') {
    const most = perDomainHour === null ? null : `${count(perDomainHour, 'mail')} in an hour`
    return { kind: 'domain-limit', why: waiting('their domain', most), until }
  }
  const most = perContact && `${count(perContact.mails, 'mail')} in ${count(perContact.days, 'day')}`
  return { kind: 'contact-limit', why: waiting('each contact', most), until }
}

function dueReason({ hold, restsUntil, now }: FlightContext): Reason {
  if (hold) return { kind: 'held', why: `sending is held: ${hold.reason}`, until: hold.until }
  if (restsUntil !== null && restsUntil > now)
    return { kind: 'rests', why: 'a limit is used up, or a gap is kept', until: restsUntil }
  return { kind: 'due', why: 'due, and next in line', until: null }
}
