import { dueAt, placeOf, stepAt } from '../../src/domain/due.ts'
import type { Settlement } from '../../src/domain/message.ts'
import type { CampaignPlan } from '../../src/domain/plan.ts'

/** Somebody in the campaign: an enrollment with its contact. Times in epoch milliseconds. */
export type Person = {
  id: string
  address: string
  status: 'active' | 'paused' | 'completed' | 'stopped'
  reason: string | null
  step: number | null
  nextAt: number | null
}

/** A row of the ledger. */
export type Row = {
  id: string
  person: Person
  step: number
  state: Settlement['state'] | 'sending'
  reason: string | null
  attempt: string
  attempts: number
  claimedAt: number
  providerMessageId: string | null
}

/** The database of the simulation. Every function is one statement or transaction, and does what the SQL does. */
export type Ledger = {
  plan: CampaignPlan
  campaign: { status: 'running' | 'paused' | 'cancelled' }
  people: Person[]
  rows: Map<string, Row>
  /** Address → reason. */
  suppressed: Map<string, string>
  hold: { until: number; failures: number } | null
}

/** A running campaign of so many people, all due at `start`. */
export function newLedger(plan: CampaignPlan, count: number, start: number): Ledger {
  const people = Array.from({ length: count }, (_, n): Person => ({
    id: `p${n}`,
    address: `p${n}@people.example`,
    status: 'active',
    reason: null,
    step: 1,
    nextAt: start,
  }))
  return {
    plan,
    campaign: { status: 'running' },
    people,
    rows: new Map(),
    suppressed: new Map(),
    hold: null,
  }
}

export const isGoingOn = ({ status }: Person): boolean => status === 'active' || status === 'paused'
export const isOpen = ({ state }: Row): boolean => state === 'sending' || state === 'unknown'

/** db/due-step.ts and db/claim-queries.ts: findDueStep and claimDue. Null when nobody is due. */
export function claim(
  ledger: Ledger,
  { now, attempt, limit }: { now: number; attempt: string; limit: number },
): Row[] | null {
  if (ledger.campaign.status !== 'running' || (ledger.hold && ledger.hold.until > now)) return null
  const due = ledger.people
    .filter(({ status, nextAt }) => status === 'active' && nextAt !== null && nextAt <= now)
    .toSorted((a, b) => (a.nextAt ?? 0) - (b.nextAt ?? 0))
  const step = due[0]?.step
  if (step === undefined || step === null) return null
  const picked = due.filter((person) => person.step === step).slice(0, limit)
  for (const person of picked) {
    const reason = ledger.suppressed.get(person.address) ?? null
    person.nextAt = null
    if (reason !== null) Object.assign(person, { status: 'stopped', reason })
    enter(ledger, { person, step, reason, attempt, now })
  }
  return [...ledger.rows.values()].filter((row) => row.attempt === attempt && row.state === 'sending')
}

type Entry = { person: Person; step: number; reason: string | null; attempt: string; now: number }

/** The upsert of a claim: what is there already is taken again only from the line. */
function enter({ rows }: Ledger, { person, step, reason, attempt, now }: Entry): void {
  const id = `${person.id}/${step}`
  const before = rows.get(id)
  if (before && before.state !== 'queued') return
  const claimed = { state: reason === null ? 'sending' : 'skipped', reason, attempt, claimedAt: now } as const
  if (before) Object.assign(before, claimed, { attempts: before.attempts + 1 })
  else rows.set(id, { id, person, step, attempts: 1, providerMessageId: null, ...claimed })
}

/** db/settle-queries.ts: only rows still under this attempt and in one of these states change. */
export type Fence = { attempt: string; from: readonly Row['state'][]; holds: boolean }

/** When it is, and when what goes back in line is due again. */
export type Moment = { now: number; retryAt: number }

/** db/settle-queries.ts: settleMessages. */
export function settle(
  ledger: Ledger,
  fence: Fence,
  { settlements, now, retryAt }: Moment & { settlements: readonly Settlement[] },
): void {
  for (const settlement of settlements) {
    const row = ledger.rows.get(settlement.messageId)
    if (!row || !mayPass(row, fence)) continue
    writeDown(row, settlement)
    if (settlement.suppress) suppress(ledger, row.person.address, 'rejected')
    advance(ledger, row, { now, retryAt })
  }
}

const mayPass = ({ attempt, state }: Row, fence: Fence): boolean =>
  !fence.holds || (attempt === fence.attempt && fence.from.includes(state))

function writeDown(row: Row, { state, reason, attemptCounts, providerMessageId }: Settlement): void {
  const ended = state === 'queued' && !isGoingOn(row.person)
  Object.assign(row, ended ? { state: 'skipped', reason: row.person.reason } : { state, reason })
  if (!attemptCounts) row.attempts -= 1
  row.providerMessageId = providerMessageId ?? row.providerMessageId
}

/** db/settle-queries.ts: advanceEnrollments. What is unknown stays where it is. */
export function advance({ plan }: Ledger, row: Row, { now, retryAt }: Moment): void {
  const { person } = row
  if (!isGoingOn(person) || person.step !== row.step || isOpen(row)) return
  if (row.state === 'queued') person.nextAt = retryAt
  else if (row.state !== 'sent')
    Object.assign(person, { status: 'stopped', reason: row.reason, nextAt: null })
  else {
    const next = stepAt(plan, row.step + 1)
    if (!next) Object.assign(person, { status: 'completed', step: null, nextAt: null })
    else {
      person.step = row.step + 1
      person.nextAt = dueAt(next.wait, placeOf(plan, next, 'UTC'), new Date(now)).getTime()
    }
  }
}

/** Once suppressed, always for the first reason. */
function suppress({ suppressed }: Ledger, address: string, reason: string): void {
  if (!suppressed.has(address)) suppressed.set(address, reason)
}

/** db/event-queries.ts: endContacts, for one address. */
export function endContact(ledger: Ledger, address: string, reason: string): void {
  suppress(ledger, address, reason)
  stop(ledger, (person) => person.address === address, reason)
}

/** operations/campaign/cancel.ts. */
export function cancel(ledger: Ledger): void {
  stop(ledger, () => true, 'cancelled')
  ledger.campaign.status = 'cancelled'
}

function stop({ people, rows }: Ledger, whom: (person: Person) => boolean, reason: string): void {
  for (const person of people.filter((person) => isGoingOn(person) && whom(person))) {
    Object.assign(person, { status: 'stopped', reason, nextAt: null })
    for (const row of rows.values()) {
      if (row.person === person && row.state === 'queued') Object.assign(row, { state: 'skipped', reason })
    }
  }
}
