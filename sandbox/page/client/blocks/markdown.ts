import { html } from 'htm/preact'
import type { VNode } from 'preact'
import { Mrkdwn } from '../mrkdwn/render.ts'
import { textOf } from './types.ts'
import { toMrkdwn } from './to-mrkdwn.ts'
import type { Block } from './types.ts'

/** The `markdown` block: standard Markdown. Headings are drawn here, the rest is turned into mrkdwn first. */
export function MarkdownBlock({ block }: { block: Block }): VNode {
  const parts = textOf(block.text).split(/^(#{1,6} .*)$/m)
  return html`<div class="block-markdown">
    ${parts.map((part) => {
      const heading = /^#{1,6} (.*)$/.exec(part)
      if (heading) return html`<div class="markdown-heading">${heading[1]}</div>`
      return part.trim() === '' ? null : html`<${Mrkdwn} text=${toMrkdwn(part.trim())} />`
    })}
  </div>`
}
