import type { Button } from '@slack/types'
import type { Outlook } from '../../domain/outlook.ts'
import type { CampaignPlan } from '../../domain/plan.ts'
import { campaignCan, type CampaignStatus } from '../../domain/campaign.ts'
import { type PreviewSubject, previewValue } from '../forms/preview-subject.ts'
import { actions } from '../ids.ts'
import { button, confirm } from './blocks.ts'
import { launchSentence } from './campaign-steps.ts'
import { count, plain } from './text.ts'

/**
 * What the buttons of a campaign need to know. `audience`: how many people a launch would write to; `waiting`: how many
 * would not be written to if it were cancelled.
 */
export type CampaignSubject = {
  id: string
  name: string
  status: CampaignStatus
  audience: number
  waiting: number
  importStatus: 'received' | 'applied' | 'failed'
  /** What it goes by and what that comes to; absent in lists. */
  plan?: CampaignPlan
  outlook?: Outlook | null
  /** How many people are due for too long; absent in lists. */
  late?: number
  /** Whether it was edited since its launch; absent in lists. */
  edited?: boolean
}

type Named = Pick<CampaignSubject, 'id' | 'name'>

/** The buttons that this state of a campaign allows, most wanted first. */
export function campaignButtons(campaign: CampaignSubject): Button[] {
  return [
    ...(isReady(campaign) && campaignCan('test', campaign.status)
      ? [
          button('Preview', actions.previewCampaign, { value: campaign.id }),
          testButton(firstMail(campaign.id)),
        ]
      : []),
    ...(campaignCan('edit', campaign.status) ? [editButton(campaign)] : []),
    ...(isReady(campaign) && campaignCan('launch', campaign.status) ? [launchButton(campaign)] : []),
    ...(isReady(campaign) && campaignCan('schedule', campaign.status) ? [scheduleButton(campaign)] : []),
    ...(campaignCan('unschedule', campaign.status) ? [unscheduleButton(campaign)] : []),
    ...(campaign.edited ? [applyButton(campaign)] : []),
    ...(campaignCan('pause', campaign.status) ? [pauseButton(campaign)] : []),
    ...(campaignCan('resume', campaign.status) ? [resumeButton(campaign)] : []),
    ...(campaignCan('cancel', campaign.status) ? [cancelButton(campaign)] : []),
  ]
}

const isReady = (campaign: CampaignSubject): boolean =>
  campaign.importStatus === 'applied' && campaign.audience > 0

const firstMail = (campaignId: string): PreviewSubject => ({ campaignId, contactId: null, mail: null })

/** Opens the steps of a campaign. */
export const editButton = ({ id }: Pick<Named, 'id'>): Button =>
  button('Edit sequence', actions.editSequence, { value: id })

/** Sends one mail, as this contact would get it (null: as the first one would), to whoever presses it. */
export const testButton = (subject: PreviewSubject): Button =>
  button('Send test to me', actions.sendTest, { value: previewValue(subject) })

/** Launches, after saying what that comes to; where the plan is not at hand, as in lists, only to how many people. */
export const launchButton = (campaign: Named & Launching): Button =>
  button('Launch', actions.launchCampaign, {
    value: campaign.id,
    style: 'primary',
    confirm: confirm({
      title: `Launch ${plain(campaign.name, 80)}?`,
      text: `${launchWords(campaign)} You can pause it at any time; mails that are out cannot be called back.`,
      yes: 'Launch',
    }),
  })

/** Asks when it is to start. */
export const scheduleButton = ({ id, status }: Pick<CampaignSubject, 'id' | 'status'>): Button =>
  button(status === 'scheduled' ? 'Change time' : 'Schedule', actions.scheduleCampaign, { value: id })

const unscheduleButton = ({ id }: Pick<Named, 'id'>): Button =>
  button('Take off schedule', actions.unscheduleCampaign, { value: id })

/** Shows what an edit changes, and asks what becomes of those in flight. */
export const applyButton = ({ id }: Pick<Named, 'id'>): Button =>
  button('Apply changes', actions.applyChanges, { value: id, style: 'primary' })

type Launching = { audience: number; plan?: CampaignPlan; outlook?: Outlook | null }

const launchWords = ({ audience, plan, outlook }: Launching): string =>
  plan
    ? launchSentence({ audience, plan, outlook: outlook ?? null })
    : `${count(audience, 'person is', 'people are')} written to, as its sequence says.`

/** Pauses, after saying what that means. */
export const pauseButton = (campaign: Named): Button =>
  button('Pause', actions.pauseCampaign, {
    value: campaign.id,
    confirm: confirm({
      title: `Pause ${plain(campaign.name, 80)}?`,
      text: 'No further email goes out until somebody resumes it. What is already with the email provider is still delivered.',
      yes: 'Pause',
    }),
  })

/** Lets a campaign go on. */
export const resumeButton = (campaign: Pick<Named, 'id'>): Button =>
  button('Resume', actions.resumeCampaign, { value: campaign.id, style: 'primary' })

/** How many people cancelling leaves without a mail. */
export const cancelWords = (waiting: number): string =>
  waiting === 0
    ? 'Nobody else will be written to'
    : `${count(waiting, 'person', 'people')} will not be written to`

/** Cancels, after saying what that means. */
export const cancelButton = (campaign: Named & { waiting: number }): Button =>
  button('Cancel campaign', actions.cancelCampaign, {
    value: campaign.id,
    style: 'danger',
    confirm: confirm({
      title: `Cancel ${plain(campaign.name, 80)}?`,
      text: `${cancelWords(campaign.waiting)}, and it cannot be started again. Replies to what went out still arrive.`,
      yes: 'Cancel campaign',
      style: 'danger',
    }),
  })
