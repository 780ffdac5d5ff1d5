import { setTimeout } from 'node:timers/promises'
import type { PostmarkStandIn } from '../../sandbox/postmark/types.ts'
import { insist } from '../../src/db/insist.ts'
import { readPlan } from '../../src/db/stored-plan.ts'
import { endContacts } from '../../src/db/contact-end-queries.ts'
import { editPlan } from '../../src/operations/campaign/edit-plan.ts'
import { pauseCampaign } from '../../src/operations/campaign/pause.ts'
import { resumeCampaign } from '../../src/operations/campaign/resume.ts'
import { unsubscribeContact } from '../../src/operations/contact/unsubscribe.ts'
import type { Deps } from '../../src/operations/deps.ts'
import { launcher } from '../ground/audience.ts'
import { between, type Random } from './random.ts'

/** What people did meanwhile, and what was seen of it at once. */
export type Diary = {
  /** Address → the moment after which its unsubscribe had been committed. */
  left: Map<string, Date>
  pauses: number
  /** New versions, those in flight moved to them or left on theirs. */
  edits: number
  opens: number
  /** Messages claimed while the campaign stood still. */
  claimedInPause: number
}

const person = { actor: launcher, origin: 'command' } as const

const again = <T>(work: () => Promise<T>) => insist(work, { forMs: 20_000, onFailure: () => {} })

type Trouble = { campaignId: string; random: Random; until: AbortSignal; postmark: PostmarkStandIn }

/** People who read, unsubscribe, pause and resume at random until `until` is aborted. The campaign runs when it ends. */
export async function makeTrouble(
  deps: Deps,
  { campaignId, random, until, postmark }: Trouble,
): Promise<Diary> {
  const diary: Diary = { left: new Map(), pauses: 0, edits: 0, opens: 0, claimedInPause: 0 }
  while (!until.aborted) {
    await setTimeout(between(random, 20, 250))
    readSome(postmark, { random, diary })
    const choice = random()
    if (choice < 0.35) await leaveByLink(deps, diary)
    else if (choice < 0.7) await leaveAtProvider(deps, diary)
    else if (choice < 0.85) await somebodyEdits(deps, { campaignId, random, diary })
    else await somebodyPauses(deps, { campaignId, random, diary })
  }
  return diary
}

/** Some people open their mails, old and new ones: the webhooks say that they were sent, whatever Baton knows by then. */
function readSome({ inbox }: PostmarkStandIn, { random, diary }: { random: Random; diary: Diary }): void {
  const mails = inbox.list({ limit: 400 })
  for (let reader = 0; reader < 5 && mails.length > 0; reader += 1) {
    const mail = mails[Math.floor(random() * mails.length)]
    if (mail) diary.opens += inbox.open(mail.id).webhooks.length
  }
}

/** Somebody who has a mail of ours uses the link in it: any of them, or one whose call is not answered yet. */
async function leaveByLink(deps: Deps, { left }: Diary): Promise<void> {
  const [row] = await deps.db.$queryRaw<{ id: string; address: string }[]>`
    SELECT id, address FROM (
      (SELECT id, address FROM message WHERE direction = 'outbound' ORDER BY random() LIMIT 1)
      UNION ALL (SELECT id, address FROM under_way_mail ORDER BY random() LIMIT 1)
    ) mail ORDER BY random() LIMIT 1`
  if (!row || left.has(row.address)) return
  const token = deps.links.unsubscribe(row.id).split('/').at(-1) ?? ''
  const { kind } = await unsubscribeContact(deps, { token })
  if (kind !== 'unsubscribed') throw new Error(`The link of message ${row.id} led nowhere`)
  left.set(row.address, new Date())
}

/** Anybody of the audience, mailed or not, has unsubscribed at the provider. */
async function leaveAtProvider({ db }: Deps, { left }: Diary): Promise<void> {
  const [row] = await db.$queryRaw<{ email: string }[]>`SELECT email FROM contact ORDER BY random() LIMIT 1`
  if (!row || left.has(row.email)) return
  // A job in real life, which is tried again when it and a batch wait for each other.
  await again(() =>
    db.$transaction((tx) => endContacts(tx, [{ address: row.email, reason: 'unsubscribed' }])),
  )
  left.set(row.email, new Date())
}

type Pausing = { campaignId: string; random: Random; diary: Diary }

/** Somebody changes what a step says, and has those in flight finish what they began or move. */
async function somebodyEdits(deps: Deps, { campaignId, random, diary }: Pausing): Promise<void> {
  const { planRevision: revision, ...campaign } = await deps.db.campaign.findUniqueOrThrow({
    where: { id: campaignId },
  })
  if (campaign.status !== 'running' && campaign.status !== 'paused') return
  const plan = readPlan(campaign.plan)
  const step = plan.steps[Math.floor(random() * plan.steps.length)]
  const [variant] = step?.variants ?? []
  if (variant) variant.subject = `Edited ${diary.edits}`
  const inFlight = random() < 0.6 ? 'move' : 'finish'
  const { kind } = await again(() => editPlan(deps, { campaignId, plan, revision, inFlight, ...person }))
  if (kind === 'saved') diary.edits += 1
}

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
  >`SELECT ((SELECT coalesce(sum(attempts), 0) FROM message) + (SELECT count(*) FROM under_way_mail))::int AS claims`
  return row?.claims ?? 0
}

/** A claim that began before the pause was committed may end after it: that batch is allowed. Postgres shows 1 kB of a statement. */
async function olderClaimsEnded(db: Deps['db']): Promise<void> {
  for (;;) {
    const [row] = await db.$queryRaw<{ running: number }[]>`
      SELECT count(*)::int AS running FROM pg_stat_activity
      WHERE state = 'active' AND query LIKE '%WITH picked AS%' AND pid <> pg_backend_pid()`
    if (row?.running === 0) return
    await setTimeout(5)
  }
}
