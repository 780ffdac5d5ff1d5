import type { Button, KnownBlock } from '@slack/types'
import { windowWords } from '../../domain/plan-words.ts'
import type { CampaignCard } from '../../ports/chat.ts'
import { context, facts, header, row, section, type Message } from './blocks.ts'
import { attentionBlocks } from './campaign-attention.ts'
import { campaignButtons } from './campaign-buttons.ts'
import { aheadBlocks, isOneMail, sequenceWords, stepBlocks } from './campaign-steps.ts'
import { progressBlocks } from './campaign-progress.ts'
import { statusLabels } from './campaign-status.ts'
import { stuckSentence } from './problems.ts'
import { count, figure, inline, moment } from './text.ts'

/** The one message that shows a campaign, whatever state it is in. */
export function campaignCardMessage(card: CampaignCard): Message {
  const buttons = buttonsOf(card)
  return {
    text: summary(card),
    blocks: [
      header(card.name),
      section(statusLine(card)),
      facts(factsOf(card)),
      ...(card.progress
        ? progressBlocks({ progress: card.progress, leftOut: card.leftOut, oneMail: isOneMail(card) })
        : []),
      ...stepBlocks(card),
      ...aheadBlocks(card),
      ...importBlocks(card),
      ...attentionBlocks(card),
      ...(buttons.length > 0 ? [row(...buttons)] : []),
    ],
  }
}

function buttonsOf(card: CampaignCard): Button[] {
  const { progress, importCounts } = card
  return campaignButtons({
    ...card,
    audience: progress?.audience ?? importCounts.rowsAccepted,
    waiting: progress?.waiting ?? importCounts.rowsAccepted,
  })
}

const factsOf = (card: CampaignCard): (readonly [string, string])[] => [
  ['From', inline(card.sender)],
  [isOneMail(card) ? 'Subject' : 'Sequence', sequenceWords(card)],
  ['Leads go to', `<#${card.salesChannelId}>`],
  ['Audience', audienceText(card)],
  ...(card.plan?.window ? [['Sending hours', windowWords(card.plan.window)] as const] : []),
]

function summary(card: CampaignCard): string {
  const progress = card.progress
    ? `: ${figure(card.progress.sent)} of ${figure(card.progress.audience)} sent`
    : ''
  const stuck = card.stuck > 0 ? ` · ${stuckSentence(card.stuck)}` : ''
  return `Campaign ${inline(card.name)} · ${statusLabels[card.status]}${progress}${stuck}`
}

function statusLine(card: CampaignCard): string {
  const launched = card.launchedAt ? ` · launched ${moment(card.launchedAt)}` : ''
  const reason = card.statusReason ? `\n${inline(card.statusReason, 1000)}` : ''
  const again = card.holdUntil ? ` Sending is tried again ${moment(card.holdUntil)}.` : ''
  return `*${statusLabels[card.status]}* · <@${card.ownerSlackId}>${launched}${reason}${again}`
}

function audienceText(card: CampaignCard): string {
  if (card.progress) return count(card.progress.audience, 'contact')
  if (card.importStatus === 'received') return 'Importing…'
  return card.importStatus === 'failed' ? 'None' : count(card.importCounts.rowsAccepted, 'contact')
}

function importBlocks(card: CampaignCard): KnownBlock[] {
  if (card.importStatus === 'received') return [context(`Importing ${inline(card.fileName)}…`)]
  if (card.importStatus === 'failed') {
    return [
      context(
        `${inline(card.fileName)} could not be imported. Create the campaign again with a mended file.`,
      ),
    ]
  }
  const { rowsAccepted } = card.importCounts
  if (rowsAccepted === 0 && card.status === 'draft') {
    return [section(`⚠️ ${nobodySentence(card)}`), context(importSentence(card))]
  }
  return [context(importSentence(card))]
}

/** For a file none of whose rows could be used: what there is to do. */
export const nobodySentence = ({ fileName }: Pick<CampaignCard, 'fileName'>): string =>
  `No row of ${inline(fileName)} could be used, so there is nobody to write to. Mend the file and create the campaign again.`

/** What became of the rows of the file, as one line. */
export function importSentence({
  fileName,
  importCounts,
}: Pick<CampaignCard, 'fileName' | 'importCounts'>): string {
  const { rowsRead, rowsAccepted, rowsRefused, rowsRepeated } = importCounts
  return [
    `${inline(fileName)}: ${count(rowsRead, 'row')} read, ${count(rowsAccepted, 'contact')}`,
    ...(rowsRepeated > 0 ? [`, ${figure(rowsRepeated)} named twice`] : []),
    '.',
    ...(rowsRefused > 0
      ? [` ${count(rowsRefused, 'row')} refused: the list is in the thread of the card.`]
      : []),
  ].join('')
}
