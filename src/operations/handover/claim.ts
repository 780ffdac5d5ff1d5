import { audit } from '../../db/audit-queries.ts'
import { lockHandover } from '../../db/handover-queries.ts'
import { memberFor } from '../../db/member-queries.ts'
import type { MemberActor } from '../../domain/actor.ts'
import { type ClaimDecision, decideClaim } from '../../domain/handover.ts'
import { jobs } from '../../ports/jobs.ts'
import type { Deps } from '../deps.ts'

/** Gives a lead to whoever presses Claim first; everybody else learns who that was. */
export async function claimHandover(
  { db, queue, clock }: Pick<Deps, 'db' | 'queue' | 'clock'>,
  { handoverId, actor }: { handoverId: string; actor: MemberActor },
): Promise<ClaimDecision> {
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
