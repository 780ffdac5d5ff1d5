import type { HomeView, KnownBlock, ModalView } from '@slack/types'
import { noticeBlock } from '../ids.ts'
import { alert, pt, section, type AlertLevel } from './blocks.ts'

/** A modal that says one thing. */
export const noticeModal = (title: string, text: string): ModalView => ({
  type: 'modal',
  title: pt(title),
  close: pt('Close'),
  blocks: [section(text)],
})

/** A Home tab that says one thing. */
export const noticeHome = (text: string): HomeView => ({
  type: 'home',
  blocks: [{ ...section(text), block_id: noticeBlock }],
})

/** The blocks of a modal with a line above them; a line from before makes way. */
export function withAlert(
  blocks: readonly KnownBlock[],
  text: string,
  level: AlertLevel = 'warning',
): KnownBlock[] {
  const rest = blocks.filter((block) => block.block_id !== noticeBlock)
  return [{ ...alert(text, level), block_id: noticeBlock }, ...rest]
}

/** A modal that is drawn anew, with a line above it that says what came of a press in it. */
export const toldModal = (view: ModalView, text: string, level: AlertLevel): ModalView => ({
  ...view,
  blocks: [{ ...alert(text, level), block_id: noticeBlock }, ...view.blocks],
})

/** The same for App Home, where Slack has no alerts. */
export function withNotice(blocks: readonly KnownBlock[], text: string): KnownBlock[] {
  const rest = blocks.filter((block) => block.block_id !== noticeBlock)
  return [{ ...section(text), block_id: noticeBlock }, ...rest]
}

/** What a person reads when something broke; the ref leads to the line in the log. */
export const faultSentence = (ref: string): string =>
  `That did not work (ref ${ref}). Try again; if it happens again, give the ref to whoever runs Baton.`

/** For guests, and for people of other workspaces in shared channels. */
export const outsiderSentence = 'Guests and people from other workspaces cannot use Baton.'

/** When Slack did not say, or not in time, who somebody is. */
export const unknownPersonSentence =
  'Slack did not say who you are, so nothing was done. Try again in a moment.'

/** Slack opens a dialog only within three seconds of a click. */
export const tooSlowSentence = 'Slack needed longer than it allows to open that. Please press it again.'

/** A button whose message has been left behind by what happened since. */
export const staleButtonSentence = 'This button is out of date. The latest state is on the card.'
