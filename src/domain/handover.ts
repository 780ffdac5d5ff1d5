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
