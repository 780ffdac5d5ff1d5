import type { App, BlockButtonAction, GlobalShortcut } from '@slack/bolt'
import { actions, shortcuts } from '../ids.ts'
import { campaignFormModal } from '../views/campaign-form.ts'

/** Opens the form for a new campaign, from a button or from the shortcut: at once, as a trigger lives three seconds. */
export function onOpenCampaignForm(app: App): void {
  app.action<BlockButtonAction>(actions.openCampaignForm, async ({ ack, body, client }) => {
    await ack()
    await client.views.open({ trigger_id: body.trigger_id, view: campaignFormModal() })
  })
  app.shortcut<GlobalShortcut>(shortcuts.createCampaign, async ({ ack, body, client }) => {
    await ack()
    await client.views.open({ trigger_id: body.trigger_id, view: campaignFormModal() })
  })
}
