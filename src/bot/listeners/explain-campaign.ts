import type { App, BlockButtonAction } from '@slack/bolt'
import type { ModalView } from '@slack/types'
import { explainCampaign } from '../../operations/campaign/explain.ts'
import type { Deps } from '../../operations/deps.ts'
import { subjectOf } from '../forms/button-value.ts'
import { actions } from '../ids.ts'
import { showModal } from '../show-modal.ts'
import { explanationModal, explanationTitle } from '../views/explanation.ts'

/** Tells why a campaign is not finished. */
export function onExplainCampaign(app: App, deps: Deps): void {
  app.action<BlockButtonAction>(actions.explainCampaign, async ({ ack, action, body, client }) => {
    await ack()
    const load = async () => loadExplanation(deps, subjectOf(action.value))
    await showModal({ client, body, deps }, { title: explanationTitle, load })
  })
}

/** The explanation as it is now. */
export async function loadExplanation(deps: Deps, campaignId: string): Promise<ModalView> {
  const explained = await explainCampaign(deps, { campaignId })
  return explanationModal({ campaignId, ...explained }, deps.clock.now())
}
