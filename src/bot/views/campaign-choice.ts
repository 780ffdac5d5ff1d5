import type { Button } from '@slack/types'
import { campaignCan, type CampaignStatus } from '../../domain/campaign.ts'
import { context, row, section, withRow, type Message } from './blocks.ts'
import { cancelButton, isUnfinished, pauseButton, resumeButton } from './campaign-buttons.ts'
import { linked } from './campaign-list.ts'
import { statusLabels } from './campaign-status.ts'
import { explainButton, problemsButton } from './decision-buttons.ts'
import { editButton, recallButton, scheduleButton } from './sequence-buttons.ts'
import { count, inline, moment } from './text.ts'

/** What somebody wants to do to a campaign that they named. */
export type NamedDeed = 'show' | 'schedule' | 'edit' | 'problems' | 'pause' | 'resume' | 'recall' | 'cancel'

/** One of the campaigns that a name could mean; `link` leads to its card, null while it has none. */
export type Choice = {
  id: string
  name: string
  status: CampaignStatus
  waiting: number
  channelId: string
  createdAt: Date
  link: string | null
}

/** What was asked for, and the newest of the `total` campaigns that it could mean. */
export type Ambiguity = { deed: NamedDeed; name: string; total: number; campaigns: readonly Choice[] }

/** Asks which of several campaigns is meant: a press of its button does what was asked for. */
export function campaignChoice({ deed, name, total, campaigns }: Ambiguity): Message {
  const question = `${count(total, 'campaign')} match “${inline(name, 80)}”. Which one do you mean?`
  const more = total - campaigns.length
  return {
    text: question,
    blocks: [
      section(question),
      ...campaigns.flatMap((campaign) => withRow(section(choiceLine(campaign)), buttonsFor(deed, campaign))),
      ...(more > 0 ? [context(`And ${count(more, 'older one')}: type more of its name.`)] : []),
    ],
  }
}

const choiceLine = ({ name, link, status, channelId, createdAt }: Choice): string =>
  `*${linked(name, link)}* · ${statusLabels[status]} · <#${channelId}> · ${moment(createdAt)}`

function buttonsFor(deed: NamedDeed, campaign: Choice): Button[] {
  if (deed === 'show') return isUnfinished(campaign) ? [explainButton(campaign)] : []
  if (deed === 'problems') return [problemsButton(campaign.id)]
  return campaignCan(deed, campaign.status) ? [moves[deed](campaign)] : []
}

const moves = {
  schedule: scheduleButton,
  edit: editButton,
  pause: pauseButton,
  resume: resumeButton,
  recall: recallButton,
  cancel: cancelButton,
} as const

type OpensModal = 'schedule' | 'edit' | 'problems' | 'recall'

const openers = {
  schedule: (id: string) => scheduleButton({ id, status: 'draft' }),
  edit: (id: string) => editButton({ id }),
  problems: problemsButton,
  recall: (id: string) => recallButton({ id }),
} as const satisfies Record<OpensModal, (campaignId: string) => Button>

/** Whether doing that to a campaign begins with a modal. */
export const opensModal = (deed: NamedDeed): deed is OpensModal => Object.hasOwn(openers, deed)

/** For a campaign that was found when it was too late to open a modal: a button, which still can. */
export function foundLate(deed: OpensModal, campaignId: string): Message {
  const text = 'Finding it took too long for Slack to open it by itself. Press to go on.'
  return { text, blocks: [section(text), row(openers[deed](campaignId))] }
}
