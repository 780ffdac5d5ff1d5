import { html } from 'htm/preact'
import type { VNode } from 'preact'
import { Link, drawInline } from '../mrkdwn/render.ts'
import { textOf } from './types.ts'
import { useDirectory } from '../parts/directory.ts'
import type { Inline } from '../mrkdwn/parse-inline.ts'
import type { Directory } from '../parts/directory.ts'
import type { Block, Element, TextStyle } from './types.ts'

export function RichTextBlock({ block }: { block: Block }): VNode {
  return html`<div class="block-rich-text">
    <${RichNodes} nodes=${block.elements ?? []} />
  </div>`
}

export function RichNodes({ nodes }: { nodes: Element[] }): VNode {
  const directory = useDirectory()
  return html`<div>${nodes.map((node) => drawGroup(node, directory))}</div>`
}

function drawGroup(node: Element, directory: Directory): VNode | string {
  const inner = (node.elements ?? []).map((child) => drawGroup(child, directory))
  switch (node.type) {
    case 'rich_text':
      return html`<div>${inner}</div>`
    case 'rich_text_section':
      return html`<div class="line">${inner}</div>`
    case 'rich_text_quote':
      return html`<blockquote>${inner}</blockquote>`
    case 'rich_text_preformatted':
      return html`<pre class="code-block">${inner}</pre>`
    case 'rich_text_list':
      return drawList(node, inner)
    default:
      return drawLeaf(node, directory)
  }
}

function drawList(node: Element, inner: (VNode | string)[]): VNode {
  const items = inner.map((item) => html`<li>${item}</li>`)
  const style = { marginLeft: `${(node.indent ?? 0) * 24}px` }
  return node.style === 'ordered'
    ? html`<ol class="rich-list" style=${style}>
        ${items}
      </ol>`
    : html`<ul class="rich-list" style=${style}>
        ${items}
      </ul>`
}

function drawLeaf(node: Element, directory: Directory): VNode | string {
  const text = textOf(node.text)
  if (node.type === 'link') return html`<${Link} url=${node.url ?? ''} text=${text || node.url} />`
  const [drawn = ''] = drawInline([toInline(node)], directory)
  return typeof node.style === 'object' ? drawStyled(drawn, node.style) : drawn
}

function drawStyled(drawn: VNode | string, style: TextStyle): VNode | string {
  const wrapped = style.code ? html`<code>${drawn}</code>` : drawn
  const struck = style.strike ? html`<s>${wrapped}</s>` : wrapped
  const slanted = style.italic ? html`<em>${struck}</em>` : struck
  return style.bold ? html`<strong>${slanted}</strong>` : slanted
}

const readers: Record<string, (node: Element) => Inline> = {
  emoji: ({ name = '' }) => ({ kind: 'emoji', name }),
  user: ({ user_id: id = '' }) => ({ kind: 'user', id }),
  channel: ({ channel_id: id = '' }) => ({ kind: 'channel', id }),
  broadcast: ({ range = '' }) => ({ kind: 'broadcast', range }),
  date: ({ timestamp: seconds = Number.NaN, format = '', fallback = '', url = null }) => {
    return { kind: 'date', seconds, format, fallback, url }
  },
}

function toInline(node: Element): Inline {
  return readers[node.type]?.(node) ?? { kind: 'text', text: textOf(node.text) || (node.value ?? '') }
}
