import { between, type Random } from '../../bench/prove/random.ts'
import {
  type BatchDecision,
  decideBatch,
  leaseLeftMs,
  maySend,
  putAllBack,
  settleSearched,
} from '../../src/domain/message.ts'
import { claim, isOpen, type Ledger, type Row, settle } from './ledger.ts'
import type { Provider } from './provider.ts'
import type { Process, Schedule } from './schedule.ts'

/** The windows in force, and what of Baton's caution a run leaves out to see it missed. Times in milliseconds. */
export type Rules = {
  sendTimeoutMs: number
  sendLeaseMs: number
  settleWindowMs: number
  batch: number
  obeysLease: boolean
  fenced: boolean
}

/** What a worker works with. `skewMs` is how wrong its own clock goes. */
export type Workplace = {
  schedule: Schedule
  ledger: Ledger
  provider: Provider
  random: Random
  rules: Rules
  skewMs: number
  isFaulty: () => boolean
}

/** A worker as a process of its own: sends what is due, asks about what is open, rests, again and again. */
export function* work(place: Workplace): Process {
  for (;;) {
    yield* sendDue(place)
    if (place.random() < 0.5) yield* reconcile(place)
    yield between(place.random, 1_000, 60_000)
  }
}

const clockOf = ({ schedule, skewMs }: Workplace) => schedule.now() + skewMs

/** Most steps take milliseconds; now and then a process is held up for as long as a machine may sleep. */
const holdUp = ({ random, isFaulty }: Workplace): number =>
  isFaulty() && random() < 0.05 ? between(random, 1_000, 1_800_000) : between(random, 1, 40)

/** operations/message/send-due.ts, step by step: between any two of them the process may be held up or die. */
function* sendDue(place: Workplace): Process {
  const { ledger, provider, rules, schedule } = place
  for (;;) {
    const attempt = `a${schedule.order()}`
    const claimedAt = clockOf(place)
    yield holdUp(place)
    const rows = claim(ledger, { now: claimedAt, attempt, limit: rules.batch })
    if (rows === null) return
    if (rows.length === 0) continue
    const claimed = schedule.order()
    const batch = { attempt, claimedAt, ids: rows.map(({ id }) => id) }
    yield holdUp(place)
    const lease = { claimedAt: new Date(claimedAt), ...rules }
    if (rules.obeysLease && !maySend(lease, new Date(clockOf(place)))) {
      yield* writeDown(place, batch, () => putAllBack(batch.ids, 'it was too late to send it'))
      continue
    }
    const { endsInMs, end } = provider.call(batch.ids.map((sendid) => ({ sendid, attempt, claimed })))
    yield endsInMs
    yield* writeDown(place, batch, () => {
      const counts = end.kind !== 'answered' && end.kind !== 'sender-refused'
      if (counts) ledger.hold = { until: ledger.hold?.until ?? 0, failures: (ledger.hold?.failures ?? 0) + 1 }
      const failures = counts ? (ledger.hold?.failures ?? 1) : 0
      return decideBatch(batch.ids, end, { failures, random: place.random() })
    })
  }
}

type Batch = { attempt: string; claimedAt: number; ids: string[] }

/** settleBatch: again and again until the lease ends. The database may be away, or answer nothing although it did it. */
function* writeDown(place: Workplace, batch: Batch, decide: () => BatchDecision): Process {
  const { ledger, random, rules } = place
  const now = clockOf(place)
  const lease = { claimedAt: new Date(batch.claimedAt), sendLeaseMs: rules.sendLeaseMs }
  const until = now + leaseLeftMs(lease, new Date(now))
  for (;;) {
    const fails = place.isFaulty() && random() < 0.1
    if (!fails || random() < 0.5) {
      const { settlements, hold, retryInMs } = decide()
      if (hold === 'release') ledger.hold = null
      if (hold === 'start' && ledger.hold) ledger.hold.until = Math.max(ledger.hold.until, now + retryInMs)
      const fence = { attempt: batch.attempt, from: ['sending'] as const, holds: rules.fenced }
      settle(ledger, fence, { settlements, now, retryAt: now + retryInMs })
    }
    if (!fails || clockOf(place) >= until) return
    yield holdUp(place)
  }
}

/** operations/message/reconcile.ts. */
function* reconcile(place: Workplace): Process {
  const { ledger, provider, random, rules } = place
  const before = clockOf(place) - rules.sendLeaseMs - rules.settleWindowMs
  const open = [...ledger.rows.values()].filter((row) => isOpen(row) && row.claimedAt < before)
  for (const [attempt, rows] of Map.groupBy(open, (row: Row) => row.attempt)) {
    yield holdUp(place)
    if (place.isFaulty() && random() < 0.1) continue
    const found = new Map(provider.search(attempt).map((mail) => [mail.sendid, mail.providerMessageId]))
    const settlements = rows.map(({ id, attempts }) => settleSearched(id, found.get(id) ?? null, attempts))
    yield holdUp(place)
    const now = clockOf(place)
    const fence = { attempt, from: ['sending', 'unknown'] as const, holds: rules.fenced }
    settle(ledger, fence, { settlements, now, retryAt: now })
  }
}
