import type { App, BlockButtonAction } from '@slack/bolt'
import type { Deps } from '../../operations/deps.ts'
import { discardProblem } from '../../operations/message/discard.ts'
import { replayProblem } from '../../operations/message/replay.ts'
import { actorOf } from '../actor-of.ts'
import { answer } from '../answer.ts'
import { entryOf } from '../forms/entry-subject.ts'
import { actions } from '../ids.ts'
import { outcomeOf, redrawProblems } from '../redraw-problems.ts'
import { askingSentence, leftSentence, replayedSentence } from '../views/problems.ts'
import { within } from '../within.ts'

const kinds = ['message', 'webhook'] as const
/** Milliseconds after which somebody is told that the provider is still being asked. */
const patience = 1000

/** Tries again, or leaves as it is, what waits for a decision; the list then shows what still does. */
export function onDecideProblem(app: App, deps: Deps): void {
  app.action<BlockButtonAction>(actions.replayProblem, async ({ ack, action, body, client }) => {
    await ack()
    const entry = entryOf(kinds, action.value)
    const actor = await actorOf(deps, body.user)
    const told = outcomeOf(deps, async () => {
      const { kind } = await replayProblem(deps, { problem: entry, actor, origin: 'slack' })
      return replayedSentence(kind, entry)
    })
    if ((await within(told, patience)) === null)
      await answer({ client, body, deps }, { text: askingSentence })
    await redrawProblems({ client, deps, view: body.view, user: body.user }, await told)
  })
  app.action<BlockButtonAction>(actions.discardProblem, async ({ ack, action, body, client }) => {
    await ack()
    const entry = entryOf(kinds, action.value)
    const actor = await actorOf(deps, body.user)
    const told = await outcomeOf(deps, async () => {
      await discardProblem(deps, { problem: entry, actor, origin: 'slack' })
      return leftSentence(entry)
    })
    await redrawProblems({ client, deps, view: body.view, user: body.user }, told)
  })
}
