import { audit } from '../../db/audit-queries.ts'
import { lockHandover } from '../../db/handover-queries.ts'
import { memberFor } from '../../db/member-queries.ts'
import type { MemberActor } from '../../domain/actor.ts'
import { type ClaimDecision, decideClaim } from '../../domain/handover.ts'
import { requireChannelMember } from '../../domain/permission.ts'
import { jobs } from '../../ports/jobs.ts'
import type { Deps } from '../deps.ts'

/**
 * Gives a lead to whoever presses Claim first; everybody else learns who that was.
 * @throws Refusal for people who are not in the channel of the lead
 */
export async function claimHandover(
  { db, queue, clock, chat }: Pick<Deps, 'db' | 'queue' | 'clock' | 'chat'>,
  { handoverId, actor }: { handoverId: string; actor: MemberActor },
): Promise<ClaimDecision> {
  const found = await db.handover.findUnique({ where: { id: handoverId }, select: { channelId: true } })
  if (!found) return { kind: 'gone' }
  requireChannelMember(
    await chat.isChannelMember(actor.slackUserId, found.channelId).catch(() => null),
    'claim',
  )
  return db.$transaction(async (tx) => {
    const decision = decideClaim(await lockHandover(tx, handoverId), actor.slackUserId)
    if (decision.kind !== 'claimed') return decision
    const claimedById = await memberFor(tx, actor)
    await tx.handover.update({
      where: { id: handoverId },
      data: { status: 'claimed', claimedById, claimedAt: clock.now() },
    })
    await audit(tx, { actor, action: 'claimed', subject: 'handover', subjectId: handoverId, origin: 'slack' })
    await queue.enqueue(tx, jobs.showHandover, { payload: { handoverId }, key: handoverId })
    await queue.enqueue(tx, jobs.noteHandover, { payload: { handoverId, note: 'claimed' } })
    return decision
  })
}
