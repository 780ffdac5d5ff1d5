import type { App, BlockButtonAction } from '@slack/bolt'
import type { ModalView } from '@slack/types'
import { previewCampaign } from '../../operations/campaign/preview.ts'
import type { Deps } from '../../operations/deps.ts'
import { actorOf } from '../actor-of.ts'
import { subjectOf } from '../forms/button-value.ts'
import { stepRefOf } from '../forms/plan-subject.ts'
import type { PreviewSubject } from '../forms/preview-subject.ts'
import { actions } from '../ids.ts'
import { showModal } from '../show-modal.ts'
import { previewModal } from '../views/campaign-preview.ts'

/** Opens the preview behind a card's button, or behind that of a step. */
export function onPreviewCampaign(app: App, deps: Deps): void {
  app.action<BlockButtonAction>(actions.previewCampaign, async ({ ack, action, body, client }) => {
    await ack()
    const load = async () =>
      loadPreview(deps, body.user, { campaignId: subjectOf(action.value), contactId: null, mail: null })
    await showModal({ client, body, deps }, { title: 'Preview', load })
  })
  app.action<BlockButtonAction>(actions.previewStep, async ({ ack, action, body, client }) => {
    await ack()
    const load = async () => {
      const { campaignId, stepKey } = stepRefOf(action.value)
      return loadPreview(deps, body.user, { campaignId, contactId: null, mail: { stepKey, variant: 1 } })
    }
    await showModal({ client, body, deps }, { title: 'Preview', load })
  })
}

async function loadPreview(deps: Deps, user: { id: string }, subject: PreviewSubject): Promise<ModalView> {
  const actor = await actorOf(deps, user)
  const { name, pending, mails, preview } = await previewCampaign(deps, { ...subject, actor })
  return previewModal({ campaignId: subject.campaignId, mail: subject.mail, mails, name, pending, preview })
}
