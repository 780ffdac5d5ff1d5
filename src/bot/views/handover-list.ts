import type { KnownBlock } from '@slack/types'
import type { HandoverStatus } from '../../domain/handover.ts'
import { section, withRow, type Message } from './blocks.ts'
import { linked } from './campaign-list.ts'
import { handoverButtons } from './handover-card.ts'
import { inline, moment } from './text.ts'

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

const none = {
  mine: 'You hold no leads at the moment.',
  open: 'No lead is waiting: everything is claimed.',
} as const

const most = 20

/** A line for each lead, with the buttons of its card. */
export function handoverLines(which: 'mine' | 'open', handovers: readonly ListedHandover[]): KnownBlock[] {
  if (handovers.length === 0) return [section(none[which])]
  return handovers.slice(0, most).flatMap((handover) => {
    const buttons = handoverButtons(handover)
    return withRow(section(handoverLine(handover)), buttons)
  })
}

function handoverLine(handover: ListedHandover): string {
  const company = handover.company ? `, ${inline(handover.company)}` : ''
  return `*${linked(handover.contactName, handover.link)}*${company} · score ${handover.leadScore} · ${moment(handover.createdAt)}`
}

/** The answer to `/lead mine` and `/lead queue`. */
export const handoverListMessage = (
  which: 'mine' | 'open',
  handovers: readonly ListedHandover[],
): Message => ({
  text: which === 'mine' ? `Leads you hold: ${handovers.length}` : `Open leads: ${handovers.length}`,
  blocks: handoverLines(which, handovers),
})
