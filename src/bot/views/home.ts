import type { HomeView, KnownBlock } from '@slack/types'
import { actions } from '../ids.ts'
import { button, divider, header, row, section, withRow } from './blocks.ts'
import { campaignButtons } from './campaign-buttons.ts'
import { campaignLine, type ListedCampaign } from './campaign-list.ts'
import { handoverLines, type ListedHandovers } from './handover-list.ts'
import { problemsButton } from './decision-buttons.ts'
import { withNotice } from './notice.ts'
import { problemsSentence } from './problems.ts'
import { lateSentence } from './sequence-buttons.ts'

/** Everything on somebody's Home tab. */
export type Home = {
  campaigns: readonly ListedCampaign[]
  mine: ListedHandovers
  open: ListedHandovers
  /** What waits for a decision of theirs. */
  problems: { messages: number; webhooks: number }
  /** How many people are too late to be written to without them. */
  late: number
}

/** Slack takes 100 blocks; what does not fit is behind the buttons and commands. */
const mostOfEach = 10

/** The Home tab, with a line above it that says what a press of a button came to. */
export function homeView(home: Home, notice?: string): HomeView {
  const blocks: KnownBlock[] = [
    header('Baton'),
    section('Campaigns go out from here, and the leads they wake up come back to sales.'),
    row(button('New campaign', actions.openCampaignForm, { style: 'primary' })),
    ...waitingBlocks(home),
    divider(),
    header('My campaigns'),
    ...campaignRows(home.campaigns),
    divider(),
    header('My leads'),
    ...handoverLines('mine', firstOf(home.mine)),
    divider(),
    header('Open leads'),
    ...handoverLines('open', firstOf(home.open)),
  ]
  return { type: 'home', blocks: notice === undefined ? blocks : withNotice(blocks, notice) }
}

const firstOf = ({ handovers, elsewhere }: ListedHandovers): ListedHandovers => ({
  handovers: handovers.slice(0, mostOfEach),
  elsewhere,
})

function campaignRows(campaigns: readonly ListedCampaign[]): KnownBlock[] {
  if (campaigns.length === 0) return [section('You have no campaigns yet.')]
  return campaigns.slice(0, mostOfEach).flatMap((campaign) => {
    const buttons = campaignButtons({ ...campaign, importStatus: 'applied' })
    return withRow(section(campaignLine(campaign)), buttons)
  })
}

function waitingBlocks({ problems, late }: Home): KnownBlock[] {
  const lines = [
    ...(problems.messages + problems.webhooks > 0 ? [`⚠️ *${problemsSentence(problems)}.*`] : []),
    ...(late > 0 ? [`⏰ *${lateSentence(late)}.*`] : []),
  ]
  return lines.length === 0 ? [] : [divider(), section(lines.join('\n'), problemsButton(null))]
}
