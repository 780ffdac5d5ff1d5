import type { App } from '@slack/bolt'
import type { Deps } from '../operations/deps.ts'
import { onCancelCampaign } from './listeners/cancel-campaign.ts'
import { onChoosePreviewContact } from './listeners/choose-preview-contact.ts'
import { onClaimHandover } from './listeners/claim-handover.ts'
import { onCloseHandover } from './listeners/close-handover.ts'
import { onLaunchCampaign } from './listeners/launch-campaign.ts'
import { onListCampaigns } from './listeners/list-campaigns.ts'
import { onListHandovers } from './listeners/list-handovers.ts'
import { onOpenCampaignForm } from './listeners/open-campaign-form.ts'
import { onOpenHome } from './listeners/open-home.ts'
import { onPauseCampaign } from './listeners/pause-campaign.ts'
import { onPreviewCampaign } from './listeners/preview-campaign.ts'
import { onResumeCampaign } from './listeners/resume-campaign.ts'
import { onCampaignCommand } from './listeners/run-campaign-command.ts'
import { onLeadCommand } from './listeners/run-lead-command.ts'
import { onSearchAudience } from './listeners/search-audience.ts'
import { onSendTest } from './listeners/send-test.ts'
import { onSubmitCampaign } from './listeners/submit-campaign.ts'
import { onWriteToLead } from './listeners/write-to-lead.ts'

const listeners: readonly ((app: App, deps: Deps) => void)[] = [
  onCampaignCommand,
  onLeadCommand,
  onOpenHome,
  onOpenCampaignForm,
  onSubmitCampaign,
  onPreviewCampaign,
  onChoosePreviewContact,
  onSearchAudience,
  onSendTest,
  onLaunchCampaign,
  onPauseCampaign,
  onResumeCampaign,
  onCancelCampaign,
  onListCampaigns,
  onListHandovers,
  onClaimHandover,
  onCloseHandover,
  onWriteToLead,
]

/** Everything a person can do in Slack. */
export function register(app: App, deps: Deps): void {
  for (const listen of listeners) listen(app, deps)
}
