import { between, type Random } from '../../bench/prove/random.ts'
import { endingOf, type EventType, type MailEvent } from '../../src/domain/event.ts'
import { matchEvents } from '../../src/domain/event-match.ts'
import { stepAt } from '../../src/domain/due.ts'
import { advance, endContact, isOpen, type Ledger, type Row } from './ledger.ts'
import type { Taken } from './provider.ts'
import type { Schedule } from './schedule.ts'

type Telling = {
  schedule: Schedule
  ledger: Ledger
  random: Random
  isFaulty: () => boolean
  onEnding: (address: string) => void
}

// Some tell at once, before the call is answered; some hours later; some never; some twice.
const longestDelayMs = 3_600_000

/** What the provider tells Baton of a mail it took: each event late or early, once, twice or not at all. */
export function tellOf({ schedule, ledger, random, isFaulty, onEnding }: Telling, mail: Taken): void {
  const chance = random()
  const types: EventType[] = ['delivered']
  if (chance < 0.02) types.push('bounced')
  else if (chance < 0.04) types.push('complained')
  else if (chance < 0.3) types.push('opened')
  for (const type of types) {
    const copies = random() < 0.15 ? 2 : Number(random() < 0.7)
    for (let copy = 0; copy < copies; copy += 1) {
      const delayMs = random() < 0.5 ? between(random, 0, 500) : between(random, 500, longestDelayMs)
      schedule.at(delayMs, () => {
        if (!isFaulty() && type !== 'delivered' && type !== 'opened') return
        hear(ledger, eventOf(mail, type), schedule.now())
        if (type === 'bounced' || type === 'complained') onEnding(addressOf(mail))
      })
    }
  }
}

const addressOf = ({ sendid }: Taken) => `${sendid.split('/')[0]}@people.example`

function eventOf(mail: Taken, type: EventType): MailEvent {
  const { sendid, attempt, providerMessageId } = mail
  const address = addressOf(mail)
  const occurredAt = new Date(0)
  return {
    type,
    sendid,
    attempt,
    providerMessageId,
    address,
    occurredAt,
    detail: null,
    userAgent: null,
    final: true,
  }
}

/** operations/message/apply-events.ts, for one event. */
function hear(ledger: Ledger, event: MailEvent, now: number): void {
  const row = ledger.rows.get(event.sendid ?? '')
  const candidates = row
    ? [{ ...row, provider_message_id: row.providerMessageId, campaign_id: 'campaign' }]
    : []
  const { matched } = matchEvents([{ id: 'delivery', event }], candidates)
  for (const { event } of matched) {
    if (row) settleWitnessed(ledger, row, { event, now })
    for (const { address, reason } of endingOf(event)) endContact(ledger, address, reason)
  }
}

/** db/event-queries.ts: settleWitnessed. */
function settleWitnessed(ledger: Ledger, row: Row, { event, now }: { event: MailEvent; now: number }): void {
  const { state, person, reason } = row
  const givenUp = state === 'queued' || state === 'needs_human'
  if (!givenUp && !(isOpen(row) && row.attempt === event.attempt)) return
  Object.assign(row, { state: 'sent', reason: null })
  row.providerMessageId = event.providerMessageId ?? row.providerMessageId
  advance(ledger, row, { now, retryAt: now })
  if (state === 'needs_human' && person.status === 'stopped' && person.reason === reason)
    takeUpAgain(ledger, row, now)
}

/** Whoever was given up for nothing is through, or goes on where the campaign does. */
function takeUpAgain(ledger: Ledger, row: Row, now: number): void {
  const { person } = row
  if (stepAt(ledger.plan, row.step + 1) === undefined)
    Object.assign(person, { status: 'completed', reason: null, step: null })
  else if (ledger.campaign.status !== 'cancelled') {
    Object.assign(person, { status: 'active', reason: null })
    advance(ledger, row, { now, retryAt: now })
  }
}
