import type { App, BlockButtonAction } from '@slack/bolt'
import { previewCampaign } from '../../operations/campaign/preview.ts'
import type { Deps } from '../../operations/deps.ts'
import { actorOf } from '../actor-of.ts'
import { explain } from '../explain.ts'
import { subjectOf } from '../forms/button-value.ts'
import { actions } from '../ids.ts'
import { previewLoadingModal, previewModal } from '../views/campaign-preview.ts'
import { noticeModal } from '../views/notice.ts'

/** Opens the preview behind a card's button: an empty modal at once, its contents when they are there. */
export function onPreviewCampaign(app: App, deps: Deps): void {
  app.action<BlockButtonAction>(actions.previewCampaign, async ({ ack, action, body, client }) => {
    await ack()
    const opened = await client.views.open({ trigger_id: body.trigger_id, view: previewLoadingModal() })
    const view = await loadPreview(deps, { value: action.value, user: body.user }).catch((error: unknown) =>
      noticeModal('Preview', explain(error, deps.log)),
    )
    await client.views.update({ view_id: opened.view?.id ?? '', view })
  })
}

type Asked = { value: string | undefined; user: { id: string } }

async function loadPreview(deps: Deps, { value, user }: Asked) {
  const campaignId = subjectOf(value)
  const actor = await actorOf(deps, user)
  const { name, preview } = await previewCampaign(deps, { campaignId, contactId: null, actor })
  return previewModal({ campaignId, name, preview })
}
