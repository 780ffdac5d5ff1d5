import { html } from 'htm/preact'
import type { VNode } from 'preact'
import { Mrkdwn } from '../mrkdwn/render.ts'
import { textOf } from './types.ts'
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

/** Standard Markdown's inline marks in mrkdwn's spelling; code is left alone. */
export function toMrkdwn(markdown: string): string {
  return markdown
    .split(/(```[\s\S]*?```|`[^`\n]+`)/)
    .map((part, index) => (index % 2 === 1 ? part.replace(/^```\w+\n/, '```') : convertMarks(part)))
    .join('')
}

function convertMarks(text: string): string {
  return text
    .replaceAll(/!?\[([^\]\n]+)\]\((\S+?)\)/g, '<$2|$1>')
    .replaceAll(/(?<!\*)\*(?![\s*])([^*\n]+)\*(?!\*)/g, '_$1_')
    .replaceAll(
      /\*\*([^\n]+?)\*\*|__([^\n]+?)__/g,
      (_all, stars?: string, bars?: string) => `*${stars ?? bars}*`,
    )
    .replaceAll(/~~([^\n]+?)~~/g, '~$1~')
    .replaceAll(/^(\s*)[*+] /gm, '$1- ')
}
