import type { Button } from '@slack/types'
import type { Outlook } from '../../domain/outlook.ts'
import type { CampaignPlan } from '../../domain/plan.ts'
import { campaignCan, type CampaignMove, type CampaignStatus } from '../../domain/campaign.ts'
import { type PreviewSubject, previewValue } from '../forms/preview-subject.ts'
import { actions } from '../ids.ts'
import { button, confirm } from './blocks.ts'
import {
  applyButton,
  editButton,
  lateButtons,
  recallButton,
  scheduleButton,
  unscheduleButton,
} from './sequence-buttons.ts'
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

const previewButton = ({ id }: Pick<Named, 'id'>): Button =>
  button('Preview', actions.previewCampaign, { value: id })

type Offer = {
  move: CampaignMove
  /** Only where there is somebody to write to. */
  needsAudience?: true
  buttons: (campaign: CampaignSubject) => Button[]
}

/** What each move is offered by, most wanted first. */
const offers: readonly Offer[] = [
  {
    move: 'test',
    needsAudience: true,
    buttons: ({ id }) => [previewButton({ id }), testButton(firstMail(id))],
  },
  { move: 'edit', buttons: (campaign) => [editButton(campaign)] },
  { move: 'launch', needsAudience: true, buttons: (campaign) => [launchButton(campaign)] },
  { move: 'schedule', needsAudience: true, buttons: (campaign) => [scheduleButton(campaign)] },
  { move: 'unschedule', buttons: (campaign) => [unscheduleButton(campaign)] },
  { move: 'edit', buttons: (campaign) => (campaign.edited ? [applyButton(campaign)] : []) },
  { move: 'release', buttons: lateButtons },
  { move: 'pause', buttons: (campaign) => [pauseButton(campaign)] },
  { move: 'resume', buttons: (campaign) => [resumeButton(campaign)] },
  { move: 'recall', buttons: (campaign) => [recallButton(campaign)] },
  { move: 'cancel', buttons: (campaign) => [cancelButton(campaign)] },
]

/** The buttons that this state of a campaign allows. */
export const campaignButtons = (campaign: CampaignSubject): Button[] =>
  offers
    .filter(
      ({ move, needsAudience }) =>
        campaignCan(move, campaign.status) && (!needsAudience || isReady(campaign)),
    )
    .flatMap(({ buttons }) => buttons(campaign))

const isReady = (campaign: CampaignSubject): boolean =>
  campaign.importStatus === 'applied' && campaign.audience > 0

const firstMail = (campaignId: string): PreviewSubject => ({ campaignId, contactId: null, mail: null })

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
