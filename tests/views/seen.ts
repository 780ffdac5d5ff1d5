import { expect } from '@jest/globals'
import { messageBlocksTooLong, validateBlocks } from '../../sandbox/slack/validation/blocks.ts'
import { validateView } from '../../sandbox/slack/validation/view.ts'
import type { Message } from '../../src/bot/views/blocks.ts'

/** Every text that Slack would show somewhere in these blocks or this view, one after the other. */
export function seen(value: unknown): string {
  if (Array.isArray(value)) return value.map(seen).filter(Boolean).join('\n')
  if (typeof value === 'string') return ''
  if (typeof value !== 'object' || value === null) return ''
  return Object.entries(value)
    .map(([key, inner]) => (key === 'text' && typeof inner === 'string' ? inner : seen(inner)))
    .filter(Boolean)
    .join('\n')
}

/** The words on the buttons, confirm dialogs left out. */
export function buttonsOf(blocks: unknown): string[] {
  if (Array.isArray(blocks)) return blocks.flatMap(buttonsOf)
  if (typeof blocks !== 'object' || blocks === null) return []
  if ('type' in blocks && blocks.type === 'button' && 'text' in blocks) return [seen(blocks.text)]
  return Object.values(blocks).flatMap(buttonsOf)
}

/** Fails where Slack would refuse the message; returns what it shows. */
export function messageText({ text, blocks }: Message): string {
  expect(validateBlocks(blocks ?? [], 'message')).toEqual([])
  expect(messageBlocksTooLong(blocks)).toBe(false)
  expect(text.length).toBeLessThan(4000)
  return `${text}\n${seen(blocks ?? [])}`
}

/** Fails where Slack would refuse the view; returns what it shows. */
export function viewText(view: unknown): string {
  expect(validateView(view)).toEqual([])
  return seen(view)
}
