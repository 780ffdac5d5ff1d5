import type { Role } from './permission.ts'
import { Refusal } from './refusal.ts'

/** Where a handover is on its way from a reply to a deal. */
export type HandoverStatus = 'open' | 'claimed' | 'won' | 'lost' | 'returned'

/** What a sales rep can do to a handover. */
export type HandoverMove = 'claim' | 'win' | 'lose' | 'write'

const allowedFrom = {
  claim: ['open'],
  win: ['claimed'],
  lose: ['claimed'],
  write: ['claimed'],
} as const satisfies Record<HandoverMove, readonly HandoverStatus[]>

/** Whether a handover in this status allows the move: the one table behind the buttons and the rules. */
export function handoverCan(move: HandoverMove, status: HandoverStatus): boolean {
  const from: readonly HandoverStatus[] = allowedFrom[move]
  return from.includes(status)
}

/** Who holds a handover, and since when. */
export type Holder = { slackUserId: string; at: Date }

/** What pressing Claim came to. */
export type ClaimDecision =
  | { kind: 'claimed' }
  | { kind: 'already-yours' }
  | { kind: 'held-by-other'; holder: Holder }
  | { kind: 'closed'; status: HandoverStatus }
  | { kind: 'gone' }

/** A handover as far as deciding about it needs it. */
export type HeldHandover = { status: HandoverStatus; holder: Holder | null }

/** What pressing Claim comes to for this person. Null: there is no such handover. */
export function decideClaim(handover: HeldHandover | null, slackUserId: string): ClaimDecision {
  if (!handover) return { kind: 'gone' }
  if (handoverCan('claim', handover.status)) return { kind: 'claimed' }
  if (handover.status !== 'claimed') return { kind: 'closed', status: handover.status }
  if (handover.holder === null) throw new Error('A handover is claimed, but nobody holds it')
  if (handover.holder.slackUserId === slackUserId) return { kind: 'already-yours' }
  return { kind: 'held-by-other', holder: handover.holder }
}

/** What writing in a handover's thread comes to: only its holder's words go to the lead. */
export type WriteDecision =
  | { kind: 'queued' }
  | { kind: 'not-a-handover' }
  | { kind: 'nothing-to-send' }
  | { kind: 'not-yours'; holder: string | null }
  | { kind: 'closed' }

/** Decides whether a thread message goes to the lead. A message of files alone has no text. */
export function decideWrite(
  handover: HeldHandover,
  { slackUserId, text }: { slackUserId: string; text: string },
): WriteDecision {
  if (handover.status === 'open') return { kind: 'not-yours', holder: null }
  if (!handoverCan('write', handover.status)) return { kind: 'closed' }
  const holder = handover.holder?.slackUserId ?? null
  if (holder !== slackUserId) return { kind: 'not-yours', holder }
  return { kind: text === '' ? 'nothing-to-send' : 'queued' }
}

/** Who wants to end a handover, and how. */
export type Closing = { slackUserId: string; role: Role; result: 'won' | 'lost' }

/**
 * Throws the Refusal that tells a person why they cannot end a handover as won or lost. Admins can end everybody's: while
 * one is held by somebody who has left, nothing else that this lead writes would be handed over.
 */
export function requireClose(handover: HeldHandover | null, { slackUserId, role, result }: Closing): void {
  if (!handover) throw new Refusal('handover-gone', 'This lead no longer exists.')
  if (handover.status === 'open')
    throw new Refusal('handover-open', `Claim this lead before you mark it ${result}.`)
  if (!handoverCan(result === 'won' ? 'win' : 'lose', handover.status)) {
    throw new Refusal('handover-closed', `This lead is already marked ${handover.status}.`)
  }
  if (handover.holder?.slackUserId !== slackUserId && role !== 'admin') {
    const sentence = `Only the person who claimed this lead, or an admin, can mark it ${result}.`
    throw new Refusal('handover-not-yours', sentence)
  }
}
