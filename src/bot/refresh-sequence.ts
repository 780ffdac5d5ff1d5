import type { MemberActor } from '../domain/actor.ts'
import { awaitReview } from '../operations/campaign/await-review.ts'
import { openPlan } from '../operations/campaign/open-plan.ts'
import type { Asked } from './answer.ts'
import { unless } from './slack-errors.ts'
import { sequenceModal } from './views/sequence.ts'

/** The list of steps as it is now. */
export async function loadSequence(
  deps: Asked['deps'],
  { campaignId, actor }: { campaignId: string; actor: MemberActor },
) {
  const { name, status, plan, edited } = await openPlan(deps, { campaignId, actor })
  const launched = status === 'running' || status === 'paused'
  return sequenceModal({ campaignId, name, launched, edited, plan })
}

/** A list of steps that is open, and the modal at the bottom of its stack: itself, or the review. */
export type OpenSequence = {
  campaignId: string
  actor: MemberActor
  viewId: string
  rootViewId: string | null
}

/** Draws an open list of steps again after a change, and the review below it where there is one. */
export async function refreshSequence(
  { client, deps }: Pick<Asked, 'client' | 'deps'>,
  { campaignId, actor, viewId, rootViewId }: OpenSequence,
): Promise<void> {
  const view = await loadSequence(deps, { campaignId, actor })
  await unless(['not_found'], () => client.views.update({ view_id: viewId, view }))
  if (rootViewId !== null && rootViewId !== viewId)
    await awaitReview(deps, { campaignId, viewId: rootViewId })
}
