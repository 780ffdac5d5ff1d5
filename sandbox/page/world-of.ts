import type { StandIns } from './stand-ins.ts'
import type { World } from './world-view.ts'

/** @throws Error for a person who is not in the workspace. */
export function worldOf({ slack, postmark, openai, people }: StandIns): World {
  return {
    people: people.map((id) => ({ id, name: slack.snapshot(id).me.real_name })),
    slackOrigin: new URL(slack.apiUrl).origin,
    mails: postmark.accepted.total(),
    modelCalls: openai.calls().length,
  }
}
