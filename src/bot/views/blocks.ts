import type {
  ActionsBlock,
  AlertBlock,
  Button,
  ConfirmationDialog,
  ContextBlock,
  DividerBlock,
  HeaderBlock,
  KnownBlock,
  MrkdwnElement,
  PlainTextElement,
  RichTextBlock,
  SectionBlock,
} from '@slack/types'
import { cut, plain } from './text.ts'

/** What the bot says: `text` for notifications and screen readers (and alone where there are no blocks). */
export type Message = { text: string; blocks?: KnownBlock[] }

/** Text that is shown as it is. Emoji names stay text: people's words come through here. */
export const pt = (text: string): PlainTextElement => ({ type: 'plain_text', text, emoji: false })

/** Text with Slack's markup. `verbatim` keeps Slack from making links and mentions out of plain words. */
export const md = (text: string): MrkdwnElement => ({ type: 'mrkdwn', text, verbatim: true })

/** A heading, at most 150 characters on one line. Slack takes no empty one. */
export const header = (text: string): HeaderBlock => ({ type: 'header', text: pt(plain(text, 150) || '–') })

/** A paragraph. */
export const section = (text: string, accessory?: SectionBlock['accessory']): SectionBlock =>
  accessory ? { type: 'section', text: md(text), accessory } : { type: 'section', text: md(text) }

/** Up to ten short facts in two columns. */
export const facts = (pairs: readonly (readonly [name: string, value: string])[]): SectionBlock => ({
  type: 'section',
  fields: pairs.slice(0, 10).map(([name, value]) => md(`*${name}*\n${value}`)),
})

/** A quiet line. */
export const context = (...lines: string[]): ContextBlock => ({ type: 'context', elements: lines.map(md) })

/** A line. */
export const divider = (): DividerBlock => ({ type: 'divider' })

/** A row of buttons. */
export const row = (...elements: ActionsBlock['elements']): ActionsBlock => ({ type: 'actions', elements })

/** A block with the buttons that belong to it below, if there are any. */
export const withRow = (block: KnownBlock, buttons: readonly Button[]): KnownBlock[] =>
  buttons.length > 0 ? [block, row(...buttons)] : [block]

/** How an alert looks: what went well must not look like a warning. */
export type AlertLevel = 'warning' | 'error' | 'success'

/** A coloured line with a sign; in modals only, as Slack has it nowhere else. */
export const alert = (text: string, level: AlertLevel): AlertBlock => ({
  type: 'alert',
  text: md(text),
  level,
})

/** Words of somebody outside, set apart and taken literally: rich text parses nothing. */
export function quote(text: string, max = 2500): RichTextBlock {
  const shown = cut(text.trim(), max) || '(no text)'
  return {
    type: 'rich_text',
    elements: [{ type: 'rich_text_quote', elements: [{ type: 'text', text: shown }] }],
  }
}

type ButtonLook = { value?: string; style?: 'primary' | 'danger'; confirm?: ConfirmationDialog }

/** A button. Slack shows about 30 characters of its text. */
export const button = (text: string, actionId: string, look: ButtonLook = {}): Button => ({
  type: 'button',
  text: pt(text),
  action_id: actionId,
  ...look,
})

/** Asks before a button acts. */
export const confirm = (question: {
  title: string
  text: string
  yes: string
  style?: 'primary' | 'danger'
}): ConfirmationDialog => ({
  title: pt(plain(question.title, 100)),
  text: pt(cut(question.text, 300)),
  confirm: pt(question.yes),
  deny: pt('Not yet'),
  ...(question.style && { style: question.style }),
})
