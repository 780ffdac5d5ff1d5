import type { Button } from '@slack/types'
import type { Outlook } from '../../domain/outlook.ts'
import type { CampaignPlan } from '../../domain/plan.ts'
import { campaignCan, type CampaignMove, type CampaignStatus } from '../../domain/campaign.ts'
import type { Reach } from '../../domain/reach.ts'
import { type PreviewSubject, previewValue } from '../forms/preview-subject.ts'
import { launchValue } from '../forms/launch-subject.ts'
import { actions } from '../ids.ts'
import { button, confirm } from './blocks.ts'
import { explainButton } from './decision-buttons.ts'
import {
  editButton,
  recallButton,
  rerunButton,
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
  /** What it goes by, null where that cannot be read, and what that comes to; absent in lists. */
  plan?: CampaignPlan | null
  revision?: number
  outlook?: Outlook | null
  reach?: Reach | null
  /** How many of its mails wait for a decision; absent in lists. */
  stuck?: number
}

type Named = Pick<CampaignSubject, 'id' | 'name'>

const previewButton = ({ id }: Pick<Named, 'id'>): Button =>
  button('Preview', actions.previewCampaign, { value: id })

type Offer = {
  on: (campaign: CampaignSubject) => boolean
  buttons: (campaign: CampaignSubject) => Button[]
}

/** Where a campaign in this state allows the move. */
const when =
  (move: CampaignMove) =>
  ({ status }: CampaignSubject): boolean =>
    campaignCan(move, status)

/** The same, and only where there is somebody to write to. */
const whenReady =
  (move: CampaignMove) =>
  (campaign: CampaignSubject): boolean =>
    when(move)(campaign) && isReady(campaign)

/** What there is to do, most wanted first. */
const offers: readonly Offer[] = [
  { on: whenReady('test'), buttons: ({ id }) => [previewButton({ id }), testButton(firstMail(id))] },
  { on: when('edit'), buttons: (campaign) => [editButton(campaign)] },
  { on: whenReady('launch'), buttons: (campaign) => [launchButton(campaign)] },
  { on: whenReady('schedule'), buttons: (campaign) => [scheduleButton(campaign)] },
  { on: when('unschedule'), buttons: (campaign) => [unscheduleButton(campaign)] },
  { on: when('pause'), buttons: (campaign) => [pauseButton(campaign)] },
  { on: when('resume'), buttons: (campaign) => [resumeButton(campaign)] },
  { on: isUnfinished, buttons: (campaign) => [explainButton(campaign)] },
  { on: when('recall'), buttons: (campaign) => [recallButton(campaign)] },
  { on: when('cancel'), buttons: (campaign) => [cancelButton(campaign)] },
  { on: whenReady('rerun'), buttons: (campaign) => [rerunButton(campaign)] },
]

/** The buttons that this state of a campaign allows. */
export const campaignButtons = (campaign: CampaignSubject): Button[] =>
  offers.filter(({ on }) => on(campaign)).flatMap(({ buttons }) => buttons(campaign))

/** Whether there is something to explain: it is under way, or over with mails that wait for a decision. */
export function isUnfinished({ status, stuck = 0 }: Pick<CampaignSubject, 'status' | 'stuck'>): boolean {
  return status === 'running' || status === 'paused' || stuck > 0
}

const isReady = (campaign: CampaignSubject): boolean =>
  campaign.importStatus === 'applied' && campaign.audience > 0

const firstMail = (campaignId: string): PreviewSubject => ({ campaignId, contactId: null, mail: null })

/** Sends one mail, as this contact would get it (null: as the first one would), to whoever presses it. */
export const testButton = (subject: PreviewSubject): Button =>
  button('Send test to me', actions.sendTest, { value: previewValue(subject) })

/** Launches, after saying what that comes to; where the plan is not at hand, as in lists, only for how many people. */
export const launchButton = (campaign: Named & Launching): Button =>
  button('Launch', actions.launchCampaign, {
    value: launchValue({ campaignId: campaign.id, revision: campaign.revision ?? null }),
    style: 'primary',
    confirm: confirm({
      title: `Launch ${plain(campaign.name, 80)}?`,
      text: launchQuestion(campaign),
      yes: 'Launch',
    }),
  })

type Launching = Pick<CampaignSubject, 'audience' | 'plan' | 'revision' | 'outlook' | 'reach'>

const brake = 'You can pause it at any time; what is out cannot be called back.'

// Slack takes 300 characters. Who gets it must be among them; how long it takes is on the card too, and the brake in sight.
function launchQuestion(campaign: Launching): string {
  const whole = launchWords(campaign)
  const short = launchWords({ ...campaign, outlook: null })
  return [`${whole} ${brake}`, `${short} ${brake}`].find(({ length }) => length <= 300) ?? short
}

const launchWords = ({ audience, plan, outlook, reach }: Launching): string =>
  plan && reach
    ? launchSentence({ plan, reach, outlook: outlook ?? null })
    : `Its sequence begins for ${count(audience, 'contact')}; its card says who of them is not written to.`

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
      text: `${cancelWords(campaign.waiting)}, and it does not go on from there. Replies to what went out still arrive.`,
      yes: 'Cancel campaign',
      style: 'danger',
    }),
  })
