import type { Deps } from '../operations/deps.ts'
import type { MemberActor } from '../domain/actor.ts'

/**
 * The member behind a Slack payload, by the name that people know them by: leads read it too. Payloads carry a handle at
 * most, so Slack is asked; if it does not answer, the handle has to do.
 */
export async function actorOf(
  { chat, log }: Pick<Deps, 'chat' | 'log'>,
  user: { id: string; name?: string },
): Promise<MemberActor> {
  try {
    const { name } = await chat.profile(user.id)
    return { kind: 'member', slackUserId: user.id, name }
  } catch (error) {
    log.warn({ error: String(error) }, 'Slack did not say who somebody is')
    return { kind: 'member', slackUserId: user.id, name: user.name ?? user.id }
  }
}
