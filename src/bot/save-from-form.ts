import type { AckFn, ViewOutput, ViewResponseAction } from '@slack/bolt'
import type { KnownBlock } from '@slack/types'
import type { WebClient } from '@slack/web-api'
import { z } from 'zod'
import type { PlanProblem } from '../domain/check-plan.ts'
import type { PlanChange } from '../domain/plan-change.ts'
import { savePlan } from '../operations/campaign/save-plan.ts'
import type { Deps } from '../operations/deps.ts'
import { actorOf } from './actor-of.ts'
import { sameModal } from './answer.ts'
import { explain } from './explain.ts'
import { refreshSequence } from './refresh-sequence.ts'
import { withAlert } from './views/notice.ts'

/** A form about a plan that was sent, and what it takes to answer it. */
export type SentForm = {
  client: WebClient
  deps: Deps
  ack: AckFn<ViewResponseAction>
  view: ViewOutput
  user: { id: string }
}

/** What the form means, and where its mistakes are shown. */
type Meaning = {
  read: () => { campaignId: string; change: PlanChange }
  errors: (problems: readonly PlanProblem[], position: number | null) => Record<string, string>
}

/** Saves what a form says. It closes when it was taken; the list of steps below it is drawn again. */
export async function saveFromForm(sent: SentForm, meaning: Meaning): Promise<void> {
  const { client, deps, ack, view, user } = sent
  const saved = await trySaving(sent, meaning).catch((error: unknown) => ({
    kind: 'failed' as const,
    sentence: explain(error, deps.log),
  }))
  if (saved.kind === 'failed')
    return ack({ response_action: 'update', view: withSentence(view, saved.sentence) })
  if (saved.kind === 'problems')
    return ack({ response_action: 'errors', errors: meaning.errors(saved.problems, saved.position) })
  await ack()
  const { campaignId } = meaning.read()
  const actor = await actorOf(deps, user)
  const { previous_view_id: viewId, root_view_id: rootViewId } = view
  if (viewId) await refreshSequence({ client, deps }, { campaignId, actor, viewId, rootViewId })
}

async function trySaving({ deps, user }: SentForm, { read }: Meaning) {
  return savePlan(deps, { ...read(), actor: await actorOf(deps, user), origin: 'slack' })
}

const blocksIn = z.custom<KnownBlock[]>(Array.isArray)

/** The form as it is, with a line above it; what was typed stays in its fields. */
const withSentence = (view: ViewOutput, sentence: string) =>
  sameModal(
    {
      id: view.id,
      type: 'modal',
      title: view.title,
      submit: view.submit,
      close: view.close,
      callback_id: view.callback_id,
      private_metadata: view.private_metadata,
      blocks: [],
    },
    withAlert(blocksIn.parse(view.blocks), sentence),
  )
