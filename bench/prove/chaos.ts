import { setTimeout } from 'node:timers/promises'
import { endContacts } from '../../src/db/ending-queries.ts'
import { pauseCampaign } from '../../src/operations/campaign/pause.ts'
import { resumeCampaign } from '../../src/operations/campaign/resume.ts'
import type { Deps } from '../../src/operations/deps.ts'
import { launcher } from '../ground/audience.ts'
import { between, type Random } from './random.ts'

/** What people did meanwhile, and what was seen of it at once. */
export type Diary = {
  /** Address → the moment after which its unsubscribe had been committed. */
  left: Map<string, Date>
  pauses: number
  /** Messages claimed while the campaign stood still. */
  claimedInPause: number
}

const person = { actor: launcher, origin: 'command' } as const

/** People who unsubscribe, pause and resume at random until `until` is aborted. The campaign runs when it ends. */
export async function makeTrouble(
  deps: Deps,
  { campaignId, random, until }: { campaignId: string; random: Random; until: AbortSignal },
): Promise<Diary> {
  const diary: Diary = { left: new Map(), pauses: 0, claimedInPause: 0 }
  while (!until.aborted) {
    await setTimeout(between(random, 20, 250))
    if (random() < 0.8) await somebodyLeaves(deps, diary)
    else await somebodyPauses(deps, { campaignId, random, diary })
  }
  return diary
}

/** Somebody of the audience unsubscribes, mailed or not, with the statement that the link's operation uses. */
async function somebodyLeaves({ db }: Deps, diary: Diary): Promise<void> {
  const [row] = await db.$queryRaw<{ email: string }[]>`SELECT email FROM contact ORDER BY random() LIMIT 1`
  if (!row || diary.left.has(row.email)) return
  await db.$transaction((tx) => endContacts(tx, [{ address: row.email, reason: 'unsubscribed' }]))
  diary.left.set(row.email, new Date())
}

type Pausing = { campaignId: string; random: Random; diary: Diary }

async function somebodyPauses(deps: Deps, { campaignId, random, diary }: Pausing): Promise<void> {
  const { db } = deps
  const { status } = await db.campaign.findUniqueOrThrow({ where: { id: campaignId } })
  if (status !== 'running') return
  await pauseCampaign(deps, { campaignId, ...person })
  await olderClaimsEnded(db)
  const before = await claimsSoFar(db)
  await setTimeout(between(random, 50, 300))
  diary.claimedInPause += (await claimsSoFar(db)) - before
  diary.pauses += 1
  await resumeCampaign(deps, { campaignId, ...person })
}

async function claimsSoFar(db: Deps['db']): Promise<number> {
  const [row] = await db.$queryRaw<
    { claims: number }[]
  >`SELECT coalesce(sum(attempts), 0)::int AS claims FROM message`
  return row?.claims ?? 0
}

/** A claim that began before the pause was committed may end after it: that batch is allowed. Postgres shows 1 kB of a statement. */
async function olderClaimsEnded(db: Deps['db']): Promise<void> {
  for (;;) {
    const [row] = await db.$queryRaw<{ running: number }[]>`
      SELECT count(*)::int AS running FROM pg_stat_activity
      WHERE state = 'active' AND query LIKE '%WITH target AS%' AND pid <> pg_backend_pid()`
    if (row?.running === 0) return
    await setTimeout(5)
  }
}
