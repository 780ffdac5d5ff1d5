import type { MemberNote } from '../../ports/chat.ts'
import { row, section, type Message } from './blocks.ts'
import { problemsButton } from './decision-buttons.ts'
import { count } from './text.ts'

/** A line to one member. */
export function memberNoteMessage({ failed }: MemberNote): Message {
  const them = failed === 1 ? 'it says is' : 'they say is'
  const text = `⚠️ ${count(failed, 'webhook')} could not be applied, so what ${them} not counted yet. The log has the reason; you and the other admins can try again or leave ${failed === 1 ? 'it' : 'them'}.`
  return { text, blocks: [section(text), row(problemsButton(null))] }
}
