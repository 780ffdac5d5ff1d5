import type { App, BlockButtonAction, ViewOutput } from '@slack/bolt'
import type { WebClient } from '@slack/web-api'
import type { Deps } from '../../operations/deps.ts'
import { discardProblem } from '../../operations/message/discard.ts'
import { replayProblem } from '../../operations/message/replay.ts'
import { actorOf } from '../actor-of.ts'
import { answer } from '../answer.ts'
import { explain } from '../explain.ts'
import { entryOf } from '../forms/entry-subject.ts'
import { pageOf } from '../forms/page-subject.ts'
import { actions } from '../ids.ts'
import { publishHome } from '../publish-home.ts'
import { unless } from '../slack-errors.ts'
import type { AlertLevel } from '../views/blocks.ts'
import { toldModal } from '../views/notice.ts'
import { askingSentence, leftSentence, replayedSentence } from '../views/problems.ts'
import { within } from '../within.ts'
import { loadProblems } from './list-problems.ts'

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
    await redraw({ client, deps, view: body.view, user: body.user }, await told)
  })
  app.action<BlockButtonAction>(actions.discardProblem, async ({ ack, action, body, client }) => {
    await ack()
    const entry = entryOf(kinds, action.value)
    const actor = await actorOf(deps, body.user)
    const told = await outcomeOf(deps, async () => {
      await discardProblem(deps, { problem: entry, actor, origin: 'slack' })
      return leftSentence(entry)
    })
    await redraw({ client, deps, view: body.view, user: body.user }, told)
  })
}

type Told = { text: string; level: AlertLevel }

/** What to say of a decision, and how; what was refused was often settled meanwhile, so the list is drawn again either way. */
async function outcomeOf(deps: Deps, decide: () => Promise<string>): Promise<Told> {
  try {
    return { text: await decide(), level: 'success' }
  } catch (error) {
    return { text: explain(error, deps.log), level: 'warning' }
  }
}

type Pressed = { client: WebClient; deps: Deps; view: ViewOutput | undefined; user: { id: string } }

async function redraw({ client, deps, view, user }: Pressed, { text, level }: Told): Promise<void> {
  if (view === undefined) return
  const list = await loadProblems(deps, { page: pageOf(view.private_metadata), user })
  const told = toldModal(list, text, level)
  await unless(['not_found'], () => client.views.update({ view_id: view.id, view: told }))
  // The list may have been opened from the Home tab, which counts what waits too.
  await publishHome(deps, { client, userId: user.id }).catch((error: unknown) => {
    deps.log.warn({ error: String(error) }, 'Home could not be rebuilt')
  })
}
