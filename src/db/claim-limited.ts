import {
  bookSlots,
  campaignKey,
  campaignLimits,
  domainLimit,
  gapEnds,
  lastingMs,
  type Limit,
  type LimitScope,
  senderKey,
  takingsOf,
  warmUpDay,
} from '../domain/limits.ts'
import type { SendLimits } from '../domain/plan.ts'
import { type Claim, claimChosen, type ClaimRequest } from './claim-queries.ts'
import type { Db, Tx } from './client.ts'
import {
  bookLimit,
  campaignRests,
  contactsAtLimit,
  type DuePerson,
  limitSince,
  type LimitState,
  lockDuePeople,
  lockLimits,
  putOff,
  restCampaign,
  takeFromLimits,
} from './limit-queries.ts'
import { holdCampaign } from './lock-queries.ts'
import type { FrozenStep } from './step-queries.ts'

/** What a claim under limits knows besides: the step with its plan, and chance for gaps, in [0, 1). */
type Limited = { step: FrozenStep; random: number }

/**
 * Claims like `claimDue` as far as the plan's limits leave room, counting what it takes in the same transaction. Limits on
 * the whole campaign let it rest; those on a domain or a contact put single people off.
 * Locks in one order: the campaign, which may come to rest; limits by key; people; contacts.
 */
export async function claimLimited(db: Db, request: ClaimRequest, limited: Limited): Promise<Claim> {
  return db.$transaction(async (tx) => {
    const { step } = limited
    const { limits } = step.plan
    await holdCampaign(tx, step.campaignId)
    const scope = await scopeOf(tx, step, request.now)
    const states = await lockWhole(tx, scope, { limits, now: request.now })
    if (await campaignRests(tx, step.campaignId, request.now)) return { messages: [], looked: 1, late: 0 }
    const exhausted = states.filter(({ left }) => left === 0)
    if (exhausted.length > 0) return rest(tx, request, exhausted)
    const room = Math.min(limits.gap ? 1 : request.limit, ...states.map(({ left }) => left))
    // Whoever lives where it is night is put off by the page: one by one would take as many claims as there are people.
    const limit = request.closed.length > 0 ? Math.max(room, request.limit) : room
    const people = await lockDuePeople(tx, { ...request, stepId: step.id, limit })
    if (people.length === 0) return { messages: [], looked: 0, late: 0 }
    const open = await withoutClosed(tx, people, request)
    const taken = await choose(tx, open.slice(0, room), { step, now: request.now })
    const claim = await claimChosen(tx, request, { ids: taken.map(({ id }) => id) })
    const addresses = claim.messages.map(({ address }) => address)
    await takeFromLimits(tx, takingsOf(limits, { scope, addresses, sign: 1 }), request.now)
    if (limits.gap && addresses.length > 0) {
      const until = gapEnds(limits.gap, request.now, limited.random)
      await restCampaign(tx, step.campaignId, { now: request.now, until })
    }
    return { ...claim, looked: people.length }
  })
}

/** The sender's warm-up counts from its first mail. */
async function scopeOf(tx: Tx, { plan, campaignId, sender }: FrozenStep, now: Date): Promise<LimitScope> {
  const scope = { campaignId, senderEmail: sender.email, warmUpDay: 0 }
  if (!plan.limits.warmUp) return scope
  const since = await limitSince(tx, senderKey(sender.email), now)
  return { ...scope, warmUpDay: warmUpDay(since, now) }
}

/** Locks the limits on the campaign and its sender. The campaign's own is locked even without one: it guards the gap. */
async function lockWhole(
  tx: Tx,
  scope: LimitScope,
  { limits, now }: { limits: SendLimits; now: Date },
): Promise<LimitState[]> {
  const whole = campaignLimits(limits, scope)
  const guard = { key: campaignKey(scope.campaignId), most: Infinity, periodMs: 1 }
  const guarded = whole.some(({ key }) => key === guard.key) ? whole : [...whole, guard]
  return [...(await lockLimits(tx, guarded, now)).values()]
}

async function rest(
  tx: Tx,
  { campaignId, now }: ClaimRequest,
  exhausted: readonly LimitState[],
): Promise<Claim> {
  const until = new Date(Math.max(...exhausted.map(({ freeAt }) => freeAt.getTime())))
  await restCampaign(tx, campaignId, { now, until })
  return { messages: [], looked: 1, late: 0 }
}

/** Puts off who may not be written to at this hour, and returns the others, and who is too late anyway. */
async function withoutClosed(
  tx: Tx,
  people: readonly DuePerson[],
  { closed, lateBefore }: ClaimRequest,
): Promise<DuePerson[]> {
  const opens = new Map(closed.map((each) => [each.zone, each.opens]))
  const untilOf = ({ zone, dueSince }: DuePerson) =>
    dueSince < lateBefore ? null : (opens.get(zone) ?? null)
  await putOff(
    tx,
    people.flatMap((person) => {
      const until = untilOf(person)
      return until ? [{ id: person.id, until }] : []
    }),
    null,
  )
  return people.filter((person) => untilOf(person) === null)
}

/** Puts off whoever's contact or domain has had enough, and returns the others. */
async function choose(
  tx: Tx,
  people: readonly DuePerson[],
  { step, now }: { step: FrozenStep; now: Date },
): Promise<DuePerson[]> {
  const { limits } = step.plan
  const free = limits.perContact ? await withoutTired(tx, people, { ...limits.perContact, now }) : people
  if (limits.perDomainHour === null) return [...free]
  const groups = [...Map.groupBy(free, ({ domain }) => domain)].flatMap(([domain, group]) => {
    const limit = domainLimit(limits, step.campaignId, domain)
    return limit ? [{ limit, group }] : []
  })
  const states = await lockLimits(
    tx,
    groups.map(({ limit }) => limit),
    now,
  )
  const taken: DuePerson[] = []
  for (const { limit, group } of groups) {
    const state = states.get(limit.key)
    if (state) taken.push(...(await firstOf(tx, group, { limit, state, now })))
  }
  return taken
}

async function withoutTired(
  tx: Tx,
  people: readonly DuePerson[],
  limit: { mails: number; days: number; now: Date },
): Promise<DuePerson[]> {
  const freeAt = await contactsAtLimit(
    tx,
    people.map(({ contactId }) => contactId),
    limit,
  )
  await putOff(
    tx,
    people.flatMap(({ id, contactId }) => {
      const until = freeAt.get(contactId)
      return until ? [{ id, until }] : []
    }),
    'contact',
  )
  return people.filter(({ contactId }) => !freeAt.has(contactId))
}

/** As many of a domain's people as its limit leaves room for; each of the others gets a moment of their own. */
async function firstOf(
  tx: Tx,
  group: readonly DuePerson[],
  { limit, state, now }: { limit: Limit; state: LimitState; now: Date },
): Promise<DuePerson[]> {
  const over = group.slice(state.left)
  if (over.length > 0) {
    // Those who are taken now use up what was left, so the others come when these are forgotten.
    const freeAt = state.left > 0 ? now.getTime() + lastingMs(limit) : state.freeAt.getTime()
    const from = new Date(Math.max(freeAt, state.bookedUntil?.getTime() ?? 0))
    const { slots, bookedUntil } = bookSlots(limit, { from, count: over.length })
    await putOff(
      tx,
      over.map(({ id }, index) => ({ id, until: slots[index] ?? bookedUntil })),
      'domain',
    )
    await bookLimit(tx, limit.key, bookedUntil)
  }
  return group.slice(0, state.left)
}
