import type { App } from '@slack/bolt'
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
    if (said === null) return
    const { userId, hasFiles, ...message } = said
    const outcome = await writeToLead(deps, { ...message, actor: await actorOf(deps, { id: userId }) })
    if (outcome.kind === 'not-yours' || outcome.kind === 'closed') {
      await answer({ client, body, deps }, threadAnswer(outcome))
    } else if (outcome.kind === 'queued' && hasFiles) {
      await answer({ client, body, deps }, threadAnswer({ kind: 'files-left-out' }))
    }
  })
}
