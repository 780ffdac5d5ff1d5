import type { StandIns } from './stand-ins.ts'
import type { World } from './world-view.ts'

/** @throws Error for a person who is not in the workspace. */
export function worldOf({ slack, postmark, openai, time, people }: StandIns): World {
  const [first] = people
  const users = first === undefined ? [] : slack.snapshot(first).users
  return {
    people: people.map((id) => ({ id, name: users.find((user) => user.id === id)?.real_name ?? id })),
    slackOrigin: new URL(slack.apiUrl).origin,
    mails: postmark.accepted.total(),
    modelCalls: openai.calls().length,
    time: time?.state() ?? null,
    faults: timesToFail([
      ...postmark.faults.waiting(),
      ...slack.faults.waiting(),
      ...openai.faults.waiting(),
    ]),
  }
}

function timesToFail(waiting: { left: number }[]): number | null {
  const times = waiting.reduce((sum, { left }) => sum + left, 0)
  return Number.isFinite(times) ? times : null
}
