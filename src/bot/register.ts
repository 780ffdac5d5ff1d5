import type { App } from '@slack/bolt'
import type { Deps } from '../operations/deps.ts'
import { onCancelCampaign } from './listeners/cancel-campaign.ts'
import { onChoosePreview } from './listeners/choose-preview.ts'
import { onClaimHandover } from './listeners/claim-handover.ts'
import { onCloseHandover } from './listeners/close-handover.ts'
import { onLaunchCampaign } from './listeners/launch-campaign.ts'
import { onListCampaigns } from './listeners/list-campaigns.ts'
import { onListHandovers } from './listeners/list-handovers.ts'
import { onOpenCampaignForm } from './listeners/open-campaign-form.ts'
import { onOpenHome } from './listeners/open-home.ts'
import { onPauseCampaign } from './listeners/pause-campaign.ts'
import { onPreviewCampaign } from './listeners/preview-campaign.ts'
import { onRerunCampaign } from './listeners/rerun-campaign.ts'
import { onResumeCampaign } from './listeners/resume-campaign.ts'
import { onCampaignCommand } from './listeners/run-campaign-command.ts'
import { onLeadCommand } from './listeners/run-lead-command.ts'
import { onSearchAudience } from './listeners/search-audience.ts'
import { onSendTest } from './listeners/send-test.ts'
import { onSubmitCampaign } from './listeners/submit-campaign.ts'
import { onEditSequence } from './listeners/edit-sequence.ts'
import { onEditStep } from './listeners/edit-step.ts'
import { onReshapeForm } from './listeners/reshape-form.ts'
import { onSubmitStep } from './listeners/submit-step.ts'
import { onArrangeSteps } from './listeners/arrange-steps.ts'
import { onEditRules } from './listeners/edit-rules.ts'
import { onSubmitRules } from './listeners/submit-rules.ts'
import { onSearchRules } from './listeners/search-rules.ts'
import { onApplyChanges } from './listeners/apply-changes.ts'
import { onScheduleCampaign } from './listeners/schedule-campaign.ts'
import { onReleaseLate } from './listeners/release-late.ts'
import { onRecallCampaign } from './listeners/recall-campaign.ts'
import { onDiscardEdit } from './listeners/discard-edit.ts'
import { onExplainCampaign } from './listeners/explain-campaign.ts'
import { onListPaused } from './listeners/list-paused.ts'
import { onResumeEnrollment } from './listeners/resume-enrollment.ts'
import { onListProblems } from './listeners/list-problems.ts'
import { onDecideProblem } from './listeners/decide-problem.ts'
import { onDecideAll } from './listeners/decide-all.ts'
import { onWriteToLead } from './listeners/write-to-lead.ts'

const listeners: readonly ((app: App, deps: Deps) => void)[] = [
  onCampaignCommand,
  onLeadCommand,
  onOpenHome,
  onOpenCampaignForm,
  onSubmitCampaign,
  onEditSequence,
  onEditStep,
  onReshapeForm,
  onSubmitStep,
  onArrangeSteps,
  onEditRules,
  onSubmitRules,
  onSearchRules,
  onApplyChanges,
  onDiscardEdit,
  onScheduleCampaign,
  onPreviewCampaign,
  onChoosePreview,
  onSearchAudience,
  onSendTest,
  onLaunchCampaign,
  onPauseCampaign,
  onResumeCampaign,
  onCancelCampaign,
  onRerunCampaign,
  onReleaseLate,
  onRecallCampaign,
  onExplainCampaign,
  onListPaused,
  onResumeEnrollment,
  onListProblems,
  onDecideProblem,
  onDecideAll,
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
