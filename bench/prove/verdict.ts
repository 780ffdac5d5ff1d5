import type { Db } from '../../src/db/client.ts'
import { findViolations } from '../../src/db/invariant-queries.ts'
import { findMisplaced } from '../../src/db/place-queries.ts'
import { measured, type Row, told } from '../report.ts'
import type { Diary } from './chaos.ts'

/** What the provider accepted: how often, by our message id. */
export type Accepted = ReadonlyMap<string, number>

type Message = { id: string; state: string; address: string; claimed_at: Date | null; attempts: number }

/** Somebody of the audience: where they ended, and how many mails they were sent or that were given up for them. */
type Person = { address: string; status: string; sent: number; given_up: number }

const ends = new Set(['sent', 'skipped', 'rejected', 'needs_human'])

type Judged = { campaignId: string; stepsEach: number; accepted: Accepted; diary: Diary }

/** Holds the ledger against what the provider really accepted and against what people had asked for. */
export async function judge(db: Db, judged: Judged): Promise<Row[]> {
  const { campaignId, accepted, diary } = judged
  const messages = await db.$queryRaw<Message[]>`
    SELECT id, state::text AS state, address, claimed_at, attempts FROM message
    WHERE campaign_id = ${campaignId}::uuid`
  const copies = (message: Message) => accepted.get(message.id) ?? 0
  const count = (is: (message: Message) => boolean) => messages.filter((message) => is(message)).length
  const inState = (state: string) => count((message) => message.state === state)
  return [
    told('sent', inState('sent'), 'mails'),
    told(
      'claimed more than once',
      count((m) => m.attempts > 1),
      'mails',
    ),
    told('wait for a person: cut off twice, never found', inState('needs_human'), 'mails'),
    none(
      'lost: called sent and never accepted',
      count((m) => m.state === 'sent' && copies(m) === 0),
    ),
    ...(await judgePeople(db, judged)),
    none(
      'mailed twice or more',
      count((m) => copies(m) > 1),
    ),
    none(
      'accepted, but not called sent',
      count((m) => copies(m) > 0 && m.state !== 'sent'),
    ),
    none('accepted, but in no ledger', accepted.size - count((m) => copies(m) > 0)),
    none(
      'mailed after an unsubscribe that came before the claim',
      count((m) => copies(m) > 0 && leftBefore(m, diary)),
    ),
    none('claimed during a pause', diary.claimedInPause),
    none(
      'not at an end',
      count((m) => !ends.has(m.state)),
    ),
    none(
      'invariants that do not hold',
      (await findViolations(db, { now: new Date(), openBefore: new Date() })).length,
    ),
    none('at a step, version or campaign that there is not', (await findMisplaced(db)).length, 'rows'),
  ]
}

/** Everybody of the audience has come to an end, for a reason. */
async function judgePeople(db: Db, { campaignId, stepsEach, diary }: Judged): Promise<Row[]> {
  const people = await db.$queryRaw<Person[]>`
    SELECT c.email AS address, e.status::text AS status,
      (SELECT count(*)::int FROM message m WHERE m.enrollment_id = e.id AND m.state = 'sent') AS sent,
      (SELECT count(*)::int FROM message m WHERE m.enrollment_id = e.id AND m.state IN ('rejected', 'needs_human')) AS given_up
    FROM enrollment e JOIN contact c ON c.id = e.contact_id WHERE e.campaign_id = ${campaignId}::uuid`
  const count = (is: (person: Person) => boolean) => people.filter((person) => is(person)).length
  return [
    told('audience', people.length, 'people'),
    told(
      'through, with every mail',
      count(({ status, sent }) => status === 'completed' && sent === stepsEach),
      'people',
    ),
    none(
      'lost: through without every mail',
      count(({ status, sent }) => status === 'completed' && sent !== stepsEach),
      'people',
    ),
    none(
      'lost: stopped without having left',
      count(
        ({ status, address, given_up: givenUp }) =>
          status === 'stopped' && givenUp === 0 && !diary.left.has(address),
      ),
      'people',
    ),
    none(
      'audience not accounted for',
      count(({ status }) => status !== 'completed' && status !== 'stopped'),
      'people',
    ),
  ]
}

const none = (name: string, value: number, unit = 'mails') =>
  measured(name, { value, unit, target: 0, aim: 'at-most' })

function leftBefore({ address, claimed_at }: Message, { left }: Diary): boolean {
  const gone = left.get(address)
  return gone !== undefined && claimed_at !== null && claimed_at > gone
}
