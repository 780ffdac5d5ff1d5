import type { Button, KnownBlock } from '@slack/types'
import { handoverCan } from '../../domain/handover.ts'
import type { HandoverCard } from '../../ports/chat.ts'
import { actions } from '../ids.ts'
import { button, confirm, context, facts, header, quote, row, section, type Message } from './blocks.ts'
import { inline, moment } from './text.ts'

/** The one message that shows a lead to sales, whatever state it is in. */
export function handoverCardMessage(card: HandoverCard): Message {
  const buttons = handoverButtons(card)
  return {
    text: `Lead: ${inline(card.contact.name)}, ${stateWords(card)}`,
    blocks: [
      header(card.contact.name),
      section(`*${stateWords(card)}*\nLead score *${card.leadScore}* · from ${inline(card.campaignName)}`),
      facts(contactFacts(card)),
      ...reasonLine(card.reasons),
      quote(card.reply === '' ? '(no words of their own)' : card.reply),
      ...(card.repliedFrom === null ? [] : [otherAddressLine(card.repliedFrom)]),
      ...(buttons.length > 0 ? [row(...buttons)] : []),
      ...(card.status === 'open' ? [context('Claim it to see how to reach them and to answer here.')] : []),
      ...(card.status === 'claimed' ? [context(conversationHint(card.contact.name))] : []),
    ],
  }
}

/** A warning that somebody else may have written: a mail can be forwarded, and its answer address with it. */
export const otherAddressLine = (address: string): KnownBlock =>
  context(`⚠️ From another address than the one we wrote to: ${inline(address, 320)}`)

/** How a claimed lead is answered. */
export const conversationHint = (name: string): string =>
  `What the holder writes in this thread goes to ${inline(name)} by email. A message that begins with // stays here.`

function stateWords(card: HandoverCard): string {
  const holder = card.claimedBy
    ? `<@${card.claimedBy.slackUserId}> since ${moment(card.claimedBy.at)}`
    : 'nobody'
  const closer = card.claimedBy
    ? `<@${card.claimedBy.slackUserId}>${card.closedAt ? ` · ${moment(card.closedAt)}` : ''}`
    : 'nobody'
  switch (card.status) {
    case 'open':
      return '🟢 Open: waiting for someone to claim it'
    case 'claimed':
      return `🤝 Claimed by ${holder}`
    case 'won':
      return `🏆 Won by ${closer}`
    case 'lost':
      return `Lost, held by ${closer}`
    case 'returned':
      return 'Returned'
  }
}

/** Whose lead it is decides who may see how to reach them: email and phone come with the claim. */
function contactFacts({ contact, claimedBy }: HandoverCard): (readonly [string, string])[] {
  const open: (readonly [string, string | null])[] = [
    ['Name', contact.name],
    ['Company', contact.company],
    ['Title', contact.jobTitle],
    ['Country', contact.country],
  ]
  const reach: typeof open = claimedBy
    ? [
        ['Email', contact.email],
        ['Phone', contact.phone],
      ]
    : []
  return [...open, ...reach].flatMap(([name, value]) => (value ? [[name, inline(value, 300)] as const] : []))
}

function reasonLine(reasons: readonly string[]): KnownBlock[] {
  if (reasons.length === 0) return []
  return [
    section(
      reasons
        .slice(0, 5)
        .map((reason) => `• ${inline(reason, 200)}`)
        .join('\n'),
    ),
  ]
}

/** The buttons that this state of a lead allows. */
export function handoverButtons(handover: Pick<HandoverCard, 'id' | 'status'>): Button[] {
  const { id: value, status } = handover
  return [
    ...(handoverCan('claim', status)
      ? [button('Claim', actions.claimHandover, { value, style: 'primary' })]
      : []),
    ...(handoverCan('win', status) ? [closeButton({ value, won: 'Won' })] : []),
    ...(handoverCan('lose', status) ? [closeButton({ value, won: 'Lost' })] : []),
  ]
}

function closeButton({ value, won }: { value: string; won: 'Won' | 'Lost' }): Button {
  return button(won, won === 'Won' ? actions.winHandover : actions.loseHandover, {
    value,
    confirm: confirm({
      title: `Close this lead as ${won.toLowerCase()}?`,
      text: 'The conversation ends here: what is written in the thread afterwards is not sent any more.',
      yes: won,
    }),
  })
}
