import { audit } from '../../db/audit-queries.ts'
import { lockHandover } from '../../db/handover-queries.ts'
import { roleOf } from '../../db/member-queries.ts'
import type { MemberActor } from '../../domain/actor.ts'
import { requireClose } from '../../domain/handover.ts'
import { requireChannelMember } from '../../domain/permission.ts'
import { jobs } from '../../ports/jobs.ts'
import type { Deps } from '../deps.ts'

/**
 * Ends a handover as won or lost. Only its holder or an admin may, while they are in its channel.
 * @throws Refusal for everybody else
 */
export async function closeHandover(
  { db, queue, clock, chat }: Pick<Deps, 'db' | 'queue' | 'clock' | 'chat'>,
  { handoverId, actor, result }: { handoverId: string; actor: MemberActor; result: 'won' | 'lost' },
): Promise<{ kind: 'closed' }> {
  const found = await db.handover.findUnique({ where: { id: handoverId }, select: { channelId: true } })
  if (found) {
    const isMember = await chat.isChannelMember(actor.slackUserId, found.channelId).catch(() => null)
    requireChannelMember(isMember, 'close')
  }
  return db.$transaction(async (tx) => {
    const handover = await lockHandover(tx, handoverId)
    requireClose(handover, { slackUserId: actor.slackUserId, role: await roleOf(tx, actor), result })
    await tx.handover.update({ where: { id: handoverId }, data: { status: result, closedAt: clock.now() } })
    await audit(tx, { actor, action: result, subject: 'handover', subjectId: handoverId, origin: 'slack' })
    await queue.enqueue(tx, jobs.showHandover, { payload: { handoverId }, key: handoverId })
    await queue.enqueue(tx, jobs.noteHandover, {
      payload: { handoverId, note: result, by: actor.slackUserId },
    })
    return { kind: 'closed' }
  })
}
