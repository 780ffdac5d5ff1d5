import type { KnownBlock } from '@slack/types'
import type { HandoverStatus } from '../../domain/handover.ts'
import { context, section, withRow, type Message } from './blocks.ts'
import { linked } from './campaign-list.ts'
import { handoverButtons } from './handover-card.ts'
import { count, inline, moment } from './text.ts'

/** A lead in a list; `link` leads to its card, null while it has none. */
export type ListedHandover = {
  id: string
  contactName: string
  company: string | null
  leadScore: number
  status: HandoverStatus
  createdAt: Date
  link: string | null
}

/** Leads of a list; `elsewhere` counts those in channels that the person, or Baton, is not in. */
export type ListedHandovers = { handovers: readonly ListedHandover[]; elsewhere: number }

const none = {
  mine: 'You hold no leads at the moment.',
  open: 'No lead is waiting in the channels that you are in.',
} as const

const most = 20

/** A line for each lead, with the buttons of its card. */
export function handoverLines(
  which: 'mine' | 'open',
  { handovers, elsewhere }: ListedHandovers,
): KnownBlock[] {
  // How many wait in channels of others is none of anybody's business; one's own must not seem to be gone.
  const hidden = which === 'mine' && elsewhere > 0 ? [context(elsewhereSentence(elsewhere))] : []
  if (handovers.length === 0) return hidden.length > 0 ? hidden : [section(none[which])]
  const lines = handovers
    .slice(0, most)
    .flatMap((handover) => withRow(section(handoverLine(handover)), handoverButtons(handover)))
  return [...lines, ...hidden]
}

const elsewhereSentence = (elsewhere: number): string =>
  `${count(elsewhere, 'lead')} that you hold ${elsewhere === 1 ? 'is in a channel' : 'are in channels'} that you or Baton are not in any more.`

function handoverLine(handover: ListedHandover): string {
  const company = handover.company ? `, ${inline(handover.company)}` : ''
  return `*${linked(handover.contactName, handover.link)}*${company} · score ${handover.leadScore} · ${moment(handover.createdAt)}`
}

/** The answer to `/lead mine` and `/lead queue`. */
export const handoverListMessage = (which: 'mine' | 'open', list: ListedHandovers): Message => ({
  text: `${which === 'mine' ? 'Leads you hold' : 'Open leads'}: ${list.handovers.length}`,
  blocks: handoverLines(which, list),
})
