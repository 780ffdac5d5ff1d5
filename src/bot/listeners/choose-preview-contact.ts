import type { App, BlockExternalSelectAction } from '@slack/bolt'
import { previewCampaign } from '../../operations/campaign/preview.ts'
import type { Deps } from '../../operations/deps.ts'
import { actorOf } from '../actor-of.ts'
import { sameModal } from '../answer.ts'
import { subjectOf } from '../forms/button-value.ts'
import { placeOf } from '../forms/place.ts'
import { actions } from '../ids.ts'
import { previewBlocks, withPreview } from '../views/campaign-preview.ts'

/** Shows the mail as another contact would see it, in whichever modal the menu stands. */
export function onChoosePreviewContact(app: App, deps: Deps): void {
  app.action<BlockExternalSelectAction>(
    actions.choosePreviewContact,
    async ({ ack, action, body, client }) => {
      await ack()
      const place = placeOf(body)
      if (place.kind !== 'view' || !action.selected_option) return
      const campaignId = subjectOf(place.view.private_metadata)
      const contactId = subjectOf(action.selected_option.value)
      const actor = await actorOf(deps, body.user)
      const { preview } = await previewCampaign(deps, { campaignId, contactId, actor })
      const blocks = withPreview(place.view.blocks, previewBlocks(campaignId, preview))
      await client.views.update({ view_id: place.view.id, view: sameModal(place.view, blocks) })
    },
  )
}
