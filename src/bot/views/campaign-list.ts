import type { KnownBlock } from '@slack/types'
import type { CampaignStatus } from '../../domain/campaign.ts'
import { actions } from '../ids.ts'
import { button, row, section, type Message } from './blocks.ts'
import { statusLabels } from './campaign-status.ts'
import { count, inline, moment } from './text.ts'

/** A campaign in a list; `link` leads to its card, null while it has none, `waiting` is whom it has still to write to. */
export type ListedCampaign = {
  id: string
  name: string
  status: CampaignStatus
  audience: number
  waiting: number
  createdAt: Date
  link: string | null
}

/** One line for each campaign. */
export function campaignLines(campaigns: readonly ListedCampaign[]): KnownBlock[] {
  if (campaigns.length === 0) return [section('You have no campaigns yet.')]
  return campaigns.map((campaign) => section(campaignLine(campaign)))
}

/** Name (a link to the card), status, size, age. */
export function campaignLine(campaign: ListedCampaign): string {
  const name = linked(campaign.name, campaign.link)
  return `*${name}* · ${statusLabels[campaign.status]} · ${count(campaign.audience, 'contact')} · ${moment(campaign.createdAt)}`
}

/** A name that leads somewhere. A `|` would end the address early in Slack's notation, so it is replaced. */
export const linked = (name: string, link: string | null): string =>
  link === null ? inline(name) : `<${link}|${inline(name).replaceAll('|', '¦')}>`

/** The answer to `/campaign list`. */
export const campaignListMessage = (campaigns: readonly ListedCampaign[]): Message => ({
  text: `Your campaigns: ${campaigns.length}`,
  blocks: [
    ...campaignLines(campaigns),
    row(button('New campaign', actions.openCampaignForm, { style: 'primary' })),
  ],
})
