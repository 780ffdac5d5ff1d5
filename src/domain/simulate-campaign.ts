import { atOnce, dueAt, placeOf, stepAt } from './due.ts'
import { type Cohort, type DueQueue, dueQueue } from './due-queue.ts'
import { type LastPause, lateBefore, pausedFrom } from './late.ts'
import {
  type Allowance,
  campaignLimits,
  domainLimit,
  gapEnds,
  type Limit,
  type LimitScope,
  warmUpDay,
} from './limits.ts'
import type { CampaignPlan } from './plan.ts'
import { simulatedLimits, type SimulatedLimits } from './simulated-limits.ts'
import { type CampaignSimulation, type HoldUp, recorder, type Recorder } from './simulation-report.ts'

/** People of an audience who live in one zone and whose addresses are at one domain. */
export type AudienceGroup = { zone: string; domain: string; count: number }

/** Who is written to and when it begins. */
export type SimulationInput = {
  audience: readonly AudienceGroup[]
  start: Date
  /** How far ahead to look. */
  days?: number
}

const dayMs = 86_400_000
const minuteMs = 60_000

type Run = {
  plan: CampaignPlan
  scope: LimitScope
  start: number
  queue: DueQueue
  limits: SimulatedLimits
  record: Recorder
  /** When a zone opens for a step, by minute: windows begin and end with one. */
  openings: Map<string, number>
  restsUntil: number
  pause: LastPause
}

/**
 * Plays a whole campaign through with a virtual clock, by the rules that send it: due times, windows, lateness and limits.
 * It works on groups of people who are alike, so that a large audience costs little more than a small one. Nobody answers,
 * nobody leaves, sending itself takes no time, and no other campaign takes from the limits; jitter is what it is on average.
 * Moments that a limit on a domain gives to single people are rounded up to the minute.
 */
export function simulateCampaign(
  plan: CampaignPlan,
  { audience, start, days = 90 }: SimulationInput,
): CampaignSimulation {
  const record = recorder(plan)
  const queue = dueQueue()
  const run: Run = {
    plan,
    scope: { campaignId: 'this', senderEmail: 'sender', warmUpDay: 0 },
    start: start.getTime(),
    queue,
    limits: simulatedLimits(),
    record,
    openings: new Map(),
    restsUntil: 0,
    pause: { pausedFrom: null, resumedAt: null },
  }
  enroll(run, audience)
  const horizon = run.start + days * dayMs
  for (let cohort = queue.next(); cohort; cohort = queue.next()) {
    const now = Math.max(cohort.at, run.restsUntil)
    if (now > horizon) record.lost('beyond-the-horizon', cohort.count)
    else takeTurn(run, cohort, now)
  }
  return record.report()
}

function enroll({ plan, queue, start, record }: Run, audience: readonly AudienceGroup[]): void {
  const first = stepAt(plan, 1)
  if (!first) return
  let seen = 0
  const heldOutOf = (people: number) => Math.round((people * plan.holdoutPercent) / 100)
  for (const { zone, domain, count } of audience) {
    const heldOut = heldOutOf(seen + count) - heldOutOf(seen)
    seen += count
    record.lost('holdout', heldOut)
    const at = dueAt(first.wait, placeOf(plan, first, zone), new Date(start)).getTime()
    if (count > heldOut) queue.add({ zone, domain, step: 1, at, count: count - heldOut, got: [] })
  }
}

/** One claim: in the order in which claimNext and claimLimited look at things. */
function takeTurn(run: Run, cohort: Cohort, now: number): void {
  const { plan, queue, limits } = run
  const scope = { ...run.scope, warmUpDay: warmUpDay(new Date(run.start), new Date(now)) }
  const whole = campaignLimits(plan.limits, scope).map((limit) => ({
    limit,
    allowance: limits.left(limit, new Date(now)),
  }))
  if (mustRest(run, cohort, { whole, now }) || isUnfit(run, cohort, now)) return
  const room = Math.min(
    plan.limits.gap ? 1 : Infinity,
    cohort.count,
    ...whole.map(({ allowance }) => allowance.left),
  )
  if (room < cohort.count) queue.add({ ...cohort, count: cohort.count - room })
  const taken = choose(run, { ...cohort, count: room }, now)
  if (taken === 0) return
  for (const { limit } of whole) limits.take(limit, taken, new Date(now))
  if (plan.limits.gap) rest(run, cohort, now)
  send(run, { ...cohort, count: taken }, now)
}

/** Whether a limit on the whole campaign is used up: then it rests until there is room again. */
function mustRest(
  run: Run,
  cohort: Cohort,
  { whole, now }: { whole: readonly { limit: Limit; allowance: Allowance }[]; now: number },
): boolean {
  const exhausted = whole.filter(({ allowance }) => allowance.left === 0)
  if (exhausted.length === 0) return false
  beginRest(run, now, Math.max(...exhausted.map(({ allowance }) => allowance.freeAt.getTime())))
  for (const { limit } of exhausted) run.record.held(nameOf(limit), cohort, now)
  run.queue.add(cohort)
  return true
}

/** Whether it is too late for these people, or not yet the hour to write to them. */
function isUnfit(run: Run, cohort: Cohort, now: number): boolean {
  if (cohort.at < lateBefore(run.plan.maxLatenessMinutes, run.pause, new Date(now)).getTime()) {
    run.record.lost('late', cohort.count)
    return true
  }
  const opens = openingOf(run, cohort, now)
  if (opens === now) return false
  run.record.held('window', { count: cohort.count }, now)
  run.queue.add({ ...cohort, at: opens })
  return true
}

function rest(run: Run, { count }: Cohort, now: number): void {
  const { gap } = run.plan.limits
  if (!gap) return
  beginRest(run, now, gapEnds(gap, new Date(now), 0.5).getTime())
  if (count > 1) run.record.held('gap', { count: count - 1 }, now)
}

function beginRest(run: Run, now: number, until: number): void {
  run.restsUntil = until
  const from = pausedFrom(run.plan.maxLatenessMinutes, run.pause, new Date(now))
  run.pause = { pausedFrom: from, resumedAt: new Date(until) }
}

/** Puts off whoever's contact or domain has had enough, and returns how many are left. */
function choose(run: Run, cohort: Cohort, now: number): number {
  const freeAt = contactFreeAt(run.plan, cohort, now)
  if (freeAt !== null) {
    run.record.held('contact', { count: cohort.count }, now)
    run.queue.add({ ...cohort, at: freeAt })
    return 0
  }
  const limit = domainLimit(run.plan.limits, run.scope.campaignId, cohort.domain)
  return limit ? chooseOfDomain(run, cohort, { limit, now }) : cohort.count
}

/** When people who had as many mails as a contact may have can get the next; null when they can now. */
function contactFreeAt(
  { limits: { perContact } }: CampaignPlan,
  { got }: Cohort,
  now: number,
): number | null {
  const oldest = perContact ? got.at(-perContact.mails) : undefined
  if (!perContact || oldest === undefined || got.length < perContact.mails) return null
  const freeAt = oldest + perContact.days * dayMs
  return freeAt > now ? freeAt : null
}

function chooseOfDomain(
  { queue, record, limits }: Run,
  cohort: Cohort,
  { limit, now }: { limit: Limit; now: number },
): number {
  const taken = Math.min(cohort.count, limits.left(limit, new Date(now)).left)
  const over = cohort.count - taken
  if (over > 0) {
    record.held('domain', { count: over, domain: cohort.domain }, now)
    for (const slot of limits.book(limit, over, new Date(now)))
      queue.add({ ...cohort, at: Math.ceil(slot.getTime() / minuteMs) * minuteMs, count: 1 })
  }
  if (taken > 0) limits.take(limit, taken, new Date(now))
  return taken
}

function send({ plan, queue, record }: Run, cohort: Cohort, now: number): void {
  record.sent(cohort, cohort.count, now)
  const next = stepAt(plan, cohort.step + 1)
  if (!next) return
  const { perContact } = plan.limits
  queue.add({
    ...cohort,
    step: cohort.step + 1,
    at: dueAt(next.wait, placeOf(plan, next, cohort.zone), new Date(now)).getTime(),
    got: perContact ? [...cohort.got, now].slice(-perContact.mails) : [],
  })
}

function openingOf({ plan, openings }: Run, { zone, step }: Cohort, now: number): number {
  const planned = stepAt(plan, step)
  if (!planned) return now
  const minute = Math.floor(now / minuteMs) * minuteMs
  const key = `${zone} ${step} ${minute}`
  const opens = openings.get(key) ?? dueAt(atOnce, placeOf(plan, planned, zone), new Date(minute)).getTime()
  if (openings.size > 5_000) openings.clear()
  openings.set(key, opens)
  return Math.max(opens, now)
}

const nameOf = ({ key }: Limit): HoldUp => (key.startsWith('campaign:') ? 'campaign' : 'sender')
