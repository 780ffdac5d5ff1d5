import type { ClaimDecision } from '../../domain/handover.ts'
import type { Message } from './blocks.ts'
import { ago } from './text.ts'

/** What the person who pressed Claim reads. */
export function claimAnswer(decision: ClaimDecision, now: Date): Message {
  switch (decision.kind) {
    case 'claimed':
      return {
        text: 'It is yours. The card now says how to reach them; your messages in its thread go to them by email.',
      }
    case 'already-yours':
      return { text: 'It is yours already.' }
    case 'held-by-other': {
      const { slackUserId, at } = decision.holder
      return { text: `<@${slackUserId}> took it ${ago(now.getTime() - at.getTime())}.` }
    }
    case 'closed':
      return { text: `This lead is closed (${decision.status}).` }
    case 'gone':
      return { text: 'This lead no longer exists.' }
  }
}

/** What the person who pressed Won or Lost reads. */
export const closeAnswer = (result: 'won' | 'lost'): Message => ({
  text: result === 'won' ? 'Closed as won. Well done.' : 'Closed as lost.',
})

/** What came of a message in the thread of a lead, where its writer has to know. */
export type ThreadAnswer =
  | { kind: 'not-yours'; holder: string | null }
  | { kind: 'closed' }
  | { kind: 'nothing-to-send' }
  | { kind: 'files-left-out' }

/** The line that only the writer sees. */
export function threadAnswer(answer: ThreadAnswer): Message {
  switch (answer.kind) {
    case 'not-yours':
      return {
        text: answer.holder
          ? `Not sent: <@${answer.holder}> holds this lead, and only their messages go to it.`
          : 'Not sent: nobody holds this lead yet. Claim it first; then your messages here go to it by email.',
      }
    case 'closed':
      return { text: 'Not sent: this lead is closed.' }
    case 'nothing-to-send':
      return {
        text: 'Not sent: files do not go to the lead yet. Write what you want them to know, or send a link.',
      }
    case 'files-left-out':
      return { text: 'Only your text was sent: files stay in Slack.' }
  }
}
