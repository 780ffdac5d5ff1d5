import type { Tx } from './client.ts'

/** Id of the member with this Slack user id, who is entered, or renamed, where that is needed. */
export async function memberFor(tx: Tx, actor: { slackUserId: string; name: string }): Promise<string> {
  const { slackUserId, name } = actor
  const member = await tx.member.upsert({
    where: { slackUserId },
    create: { slackUserId, name },
    update: { name },
    select: { id: true },
  })
  return member.id
}
