import type { MemberActor } from '../domain/actor.ts'
import { type Role, roleFor } from '../domain/permission.ts'
import type { Tx } from './client.ts'

/** Id of the member with this Slack user id, who is entered, renamed or raised to admin, where that is needed. */
export async function memberFor(tx: Tx, actor: MemberActor): Promise<string> {
  const { slackUserId, name } = actor
  const role = await roleOf(tx, actor)
  const member = await tx.member.upsert({
    where: { slackUserId },
    create: { slackUserId, name, role },
    update: { name, role },
    select: { id: true },
  })
  return member.id
}

/** What somebody may do here, whether they have been entered yet or not. */
export async function roleOf(tx: Tx, actor: Pick<MemberActor, 'slackUserId' | 'slackAdmin'>): Promise<Role> {
  const { slackUserId } = actor
  const member = await tx.member.findUnique({ where: { slackUserId }, select: { role: true } })
  return roleFor(member?.role ?? null, actor)
}
