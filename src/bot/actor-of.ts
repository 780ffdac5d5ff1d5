import type { MemberActor } from '../domain/actor.ts'
import { Refusal } from '../domain/refusal.ts'
import type { Deps } from '../operations/deps.ts'
import { outsiderSentence, unknownPersonSentence } from './views/notice.ts'

/**
 * The member behind a Slack payload, by the name that people know them by: leads read it too.
 * @throws Refusal for people from outside, and when Slack does not say who somebody is: they might be from outside
 */
export async function actorOf(
  { chat, log }: Pick<Deps, 'chat' | 'log'>,
  { id: slackUserId }: { id: string },
): Promise<MemberActor> {
  const profile = await chat.profile(slackUserId).catch((error: unknown) => {
    log.warn({ error: String(error) }, 'Slack did not say who somebody is')
    throw new Refusal('person-unknown', unknownPersonSentence)
  })
  if (profile.outsider) throw new Refusal('outsider', outsiderSentence)
  return { kind: 'member', slackUserId, name: profile.name, slackAdmin: profile.admin }
}
