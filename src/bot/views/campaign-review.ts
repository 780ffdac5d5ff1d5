import type { KnownBlock, ModalView } from '@slack/types'
import { mailsOf } from '../../domain/plan-mail.ts'
import type { CampaignPreview } from '../../domain/preview.ts'
import type { CampaignCard } from '../../ports/chat.ts'
import { alert, context, divider, pt, row, section } from './blocks.ts'
import { launchButton } from './campaign-buttons.ts'
import { editButton, scheduleButton } from './sequence-buttons.ts'
import { importSentence, nobodySentence } from './campaign-card.ts'
import { previewBlocks } from './campaign-preview.ts'
import { reachLine } from './campaign-reach.ts'
import { outlookLine, stepBlocks } from './campaign-steps.ts'
import { count, figure, inline } from './text.ts'

/** The last step of making a campaign: what came in, what goes out, and the button that starts it. */
export function reviewModal(card: CampaignCard, preview: CampaignPreview): ModalView {
  return {
    type: 'modal',
    title: pt('Review and launch'),
    close: pt('Close'),
    private_metadata: card.id,
    blocks: card.importStatus === 'failed' ? failedBlocks(card) : readyBlocks(card, preview),
  }
}

function failedBlocks(card: CampaignCard): KnownBlock[] {
  const reason = card.statusReason ? ` ${inline(card.statusReason, 1000)}` : ''
  return [alert(`${inline(card.fileName)} could not be imported.${reason}`, 'error')]
}

function readyBlocks(card: CampaignCard, preview: CampaignPreview): KnownBlock[] {
  const audience = card.importCounts.rowsAccepted
  if (audience === 0) return [alert(nobodySentence(card), 'error'), context(importSentence(card))]
  const ahead = outlookLine(card)
  const rest = reachLine(card)
  return [
    section(`*${inline(card.name)}* goes to *${whom(card)}* from ${inline(card.sender)}.`),
    ...(rest === null ? [] : [context(rest)]),
    context(importSentence(card)),
    ...stepBlocks(card),
    ...(ahead === null || audience === 0 ? [] : [context(ahead)]),
    divider(),
    ...previewBlocks(
      { campaignId: card.id, mail: null, mails: card.plan ? mailsOf(card.plan) : [] },
      preview,
    ),
    divider(),
    row(launchButton({ ...card, audience }), scheduleButton(card), editButton(card)),
    context(
      'Closing this keeps it as a draft. Its card, with the same buttons, is in the channel you chose.',
    ),
  ]
}

/** Who is written to: all contacts, or how many of them. */
function whom({ reach, importCounts }: CampaignCard): string {
  const all = count(importCounts.rowsAccepted, 'contact')
  return reach === null || reach.written === reach.audience + reach.wentThrough
    ? all
    : `${figure(reach.written)} of ${all}`
}
