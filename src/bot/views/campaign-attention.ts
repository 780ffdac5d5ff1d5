import type { KnownBlock } from '@slack/types'
import { campaignCan } from '../../domain/campaign.ts'
import type { CampaignCard } from '../../ports/chat.ts'
import { row, section } from './blocks.ts'
import { problemsButton } from './decision-buttons.ts'
import { stuckSentence } from './problems.ts'
import { applyButton, discardEditButton, lateButtons, lateSentence } from './sequence-buttons.ts'
import { inline } from './text.ts'

/** What waits for a person on the card of a campaign, each with the buttons that settle it. */
export const attentionBlocks = (card: CampaignCard): KnownBlock[] => [
  ...warningBlocks(card),
  ...stuckBlocks(card),
  ...lateBlocks(card),
  ...editedBlocks(card),
]

const warningBlocks = ({ warning }: CampaignCard): KnownBlock[] =>
  warning === null ? [] : [section(`⚠️ ${inline(warning, 1000)}`)]

function stuckBlocks({ id, stuck }: CampaignCard): KnownBlock[] {
  if (stuck === 0) return []
  const them = stuck === 1 ? 'it' : 'them'
  return [
    section(`⚠️ *${stuckSentence(stuck)}.* The email provider has no trace of ${them}.`, problemsButton(id)),
  ]
}

function lateBlocks({ id, status, progress }: CampaignCard): KnownBlock[] {
  const late = progress?.late ?? 0
  if (late === 0 || !campaignCan('release', status)) return []
  return [section(`⏰ *${lateSentence(late)}.*`), row(...lateButtons({ id, late }))]
}

function editedBlocks({ id, status, edited }: CampaignCard): KnownBlock[] {
  if (!edited || !campaignCan('edit', status)) return []
  return [
    section(
      '✏️ *It was edited since it was launched.* Nobody is written to otherwise before you apply the changes.',
    ),
    row(applyButton({ id }), discardEditButton({ id })),
  ]
}
