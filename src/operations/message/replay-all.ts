import { actorName, audit } from '../../db/audit-queries.ts'
import type { Tx } from '../../db/client.ts'
import { lockCampaign } from '../../db/lock-queries.ts'
import { requirePermitted } from '../../db/permission-queries.ts'
import { scopeOf } from '../../db/problem-scope.ts'
import { campaignsToReplay, type Waiting } from '../../db/replay-queries.ts'
import type { Actor, Origin } from '../../domain/actor.ts'
import { requireAsSeen } from '../../domain/problem.ts'
import { Refusal } from '../../domain/refusal.ts'
import { jobs } from '../../ports/jobs.ts'
import type { Deps } from '../deps.ts'

/** All mails of a campaign (null: of all campaigns of whoever decides), and how many they saw (null: however many there are). */
export type ReplayAll = {
  campaignId: string | null
  expected: number | null
  actor: Actor
  origin: Origin
}

/** How many mails are tried again, and by which decisions: one for each campaign. */
export type ReplayingAll = { mails: number; replayIds: string[] }

/**
 * Has all mails tried again that wait for a person. Nothing goes out before the provider was asked about it: a job asks, once
 * for each call, and tells in the thread of each card what came of it.
 * @throws Refusal when there are others than were seen, for whoever may not decide, and when it is being done already
 */
export async function replayAllMails(
  { db, queue, clock }: Pick<Deps, 'db' | 'queue' | 'clock'>,
  request: ReplayAll,
): Promise<ReplayingAll> {
  const { campaignId, expected, actor } = request
  return db.$transaction(async (tx) => {
    const scope = await scopeOf(tx, { campaignId, actor: actor.kind === 'member' ? actor : null })
    const waiting = await campaignsToReplay(tx, scope)
    requireAsSeen(
      expected,
      waiting.reduce((sum, each) => sum + each.mails, 0),
    )
    const replayIds: string[] = []
    let mails = 0
    for (const each of waiting) {
      const replayId = await decide(tx, each, { ...request, now: clock.now() })
      if (replayId === null) continue
      replayIds.push(replayId)
      mails += each.mails
    }
    if (replayIds.length === 0) throw cancelled()
    for (const replayId of replayIds) await queue.enqueue(tx, jobs.replayMails, { payload: { replayId } })
    return { mails, replayIds }
  })
}

const cancelled = () =>
  new Refusal(
    'campaign-cancelled',
    'The campaign was cancelled, so its mails are not sent any more. Leave them as they are.',
  )

type Deciding = { actor: Actor; origin: Origin; now: Date }

/** Writes a decision down under the lock on its campaign. Null where that was cancelled: its mails are left as they are. */
async function decide(tx: Tx, { campaignId, mails }: Waiting, { actor, origin, now }: Deciding) {
  const { owner, status } = await lockCampaign(tx, campaignId)
  await requirePermitted(tx, 'mend', { actor, owner })
  if (status === 'cancelled') return null
  if ((await tx.replay.count({ where: { campaignId, finishedAt: null } })) > 0)
    throw new Refusal(
      'replay-under-way',
      'These mails are being tried again already. What came of it is told in the thread of the card.',
    )
  const { id } = await tx.replay.create({
    data: {
      campaignId,
      mails,
      actor: await actorName(tx, actor),
      slackUserId: actor.kind === 'member' ? actor.slackUserId : null,
      origin,
      decidedAt: now,
    },
    select: { id: true },
  })
  const detail = { replay: id, mails }
  await audit(tx, {
    actor,
    action: 'replay-began',
    subject: 'campaign',
    subjectId: campaignId,
    origin,
    detail,
  })
  return id
}
