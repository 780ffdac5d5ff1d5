import type { App } from '@slack/bolt'
import { isLeadThread } from '../../operations/conversation/find.ts'
import { writeToLead } from '../../operations/conversation/write.ts'
import type { Deps } from '../../operations/deps.ts'
import { answer } from '../answer.ts'
import { actorOf } from '../actor-of.ts'
import { readThreadMessage } from '../forms/thread-message.ts'
import { events } from '../ids.ts'
import { threadAnswer } from '../views/handover-answers.ts'

/** Passes what a rep writes in the thread of a lead on to the lead. */
export function onWriteToLead(app: App, deps: Deps): void {
  app.event(events.message, async ({ event, body, client }) => {
    const said = readThreadMessage(event)
    if (said === null || !(await isLeadThread(deps, said))) return
    const { userId, hasFiles, ...message } = said
    const outcome = await writeToLead(deps, { ...message, actor: await actorOf(deps, { id: userId }) })
    if (outcome.kind === 'not-a-handover' || (outcome.kind === 'queued' && !hasFiles)) return
    const told = outcome.kind === 'queued' ? ({ kind: 'files-left-out' } as const) : outcome
    await answer({ client, body, deps }, threadAnswer(told))
  })
}
