import type { Db } from '../../src/db/client.ts'
import { measured, type Row, told } from '../report.ts'
import type { Diary } from './chaos.ts'

/** What the provider accepted: how often, by our message id. */
export type Accepted = ReadonlyMap<string, number>

type Message = { id: string; state: string; address: string; claimed_at: Date | null }

const ends = new Set(['sent', 'skipped', 'rejected', 'needs_human'])

/** Holds the ledger against what the provider really accepted and against what people had asked for. */
export async function judge(
  db: Db,
  { campaignId, accepted, diary }: { campaignId: string; accepted: Accepted; diary: Diary },
): Promise<Row[]> {
  const messages = await db.$queryRaw<Message[]>`
    SELECT id, state::text AS state, address, claimed_at FROM message WHERE campaign_id = ${campaignId}::uuid`
  const [people] = await db.$queryRaw<{ audience: number; untouched: number }[]>`
    SELECT count(*)::int AS audience,
      count(*) FILTER (WHERE status = 'stopped' AND NOT EXISTS (SELECT FROM message m WHERE m.enrollment_id = e.id))::int AS untouched
    FROM enrollment e WHERE campaign_id = ${campaignId}::uuid`
  const { audience = 0, untouched = 0 } = people ?? {}
  const copies = (message: Message) => accepted.get(message.id) ?? 0
  const count = (is: (message: Message) => boolean) => messages.filter((message) => is(message)).length
  const inState = (state: string) => count((message) => message.state === state)
  const none = (name: string, value: number) =>
    measured(name, { value, unit: 'mails', target: 0, aim: 'at-most' })
  return [
    told('audience', audience, 'people'),
    told('sent', inState('sent'), 'mails'),
    told('skipped, having unsubscribed in time', inState('skipped') + untouched, 'people'),
    told('wait for a person: cut off twice, never found', inState('needs_human'), 'mails'),
    none(
      'lost: called sent and never accepted',
      count((m) => m.state === 'sent' && copies(m) === 0),
    ),
    none(
      'mailed twice or more',
      count((m) => copies(m) > 1),
    ),
    none(
      'accepted, but not called sent',
      count((m) => copies(m) > 0 && m.state !== 'sent'),
    ),
    none(
      'mailed after an unsubscribe that came before the claim',
      count((m) => copies(m) > 0 && leftBefore(m, diary)),
    ),
    none('claimed during a pause', diary.claimedInPause),
    none(
      'not at an end',
      count((m) => !ends.has(m.state)),
    ),
    none('audience not accounted for', Math.abs(audience - messages.length - untouched)),
  ]
}

function leftBefore({ address, claimed_at }: Message, { left }: Diary): boolean {
  const gone = left.get(address)
  return gone !== undefined && claimed_at !== null && claimed_at > gone
}
