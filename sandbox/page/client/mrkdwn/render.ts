import { html } from 'htm/preact'
import type { VNode } from 'preact'
import { emoji } from './emoji.ts'
import { formatSlackDate } from './dates.ts'
import { parseMrkdwn } from './parse.ts'
import { useDirectory } from '../parts/directory.ts'
import { now } from '../parts/now.ts'
import type { Inline } from './parse-inline.ts'
import type { Paragraph } from './parse.ts'
import type { Directory } from '../parts/directory.ts'

type TextProps = { text: string }

/** Draws mrkdwn. Everything arrives as text nodes, so nothing an app writes can become markup. */
export function Mrkdwn({ text }: TextProps): VNode {
  const directory = useDirectory()
  return html`<div class="mrkdwn">${parseMrkdwn(text).map((part) => drawParagraph(part, directory))}</div>`
}

/** Draws plain_text: no styles, but emoji names become emoji. */
export function Plain({ text }: TextProps): VNode {
  const parts = text.split(/(:[a-z0-9_+'-]+:)/)
  return html`<span class="plain">${parts.map(drawWord)}</span>`
}

function drawWord(word: string): VNode | string {
  const glyph = word.startsWith(':') ? emoji(word.slice(1, -1)) : null
  return glyph === null ? word : html`<span class="emoji">${glyph}</span>`
}

type Drawers<Node extends { kind: string }, Drawn> = {
  [Kind in Node['kind']]: (node: Extract<Node, { kind: Kind }>, directory: Directory) => Drawn
}

const paragraphs: Drawers<Paragraph, VNode> = {
  code: ({ text }) => html`<pre class="code-block">${text}</pre>`,
  quote: ({ lines }, directory) =>
    html`<blockquote>
      ${lines.map((line) => html`<div class="line">${drawInline(line, directory)}</div>`)}
    </blockquote>`,
  item: ({ marker, content }, directory) =>
    html`<div class="list-item">
      <span class="marker">${marker}</span><span>${drawInline(content, directory)}</span>
    </div>`,
  line: ({ content }, directory) =>
    content.length === 0
      ? html`<div class="line empty"></div>`
      : html`<div class="line">${drawInline(content, directory)}</div>`,
}

const inlines: Drawers<Inline, VNode | string> = {
  text: ({ text }) => text,
  bold: ({ content }, directory) => html`<strong>${drawInline(content, directory)}</strong>`,
  italic: ({ content }, directory) => html`<em>${drawInline(content, directory)}</em>`,
  strike: ({ content }, directory) => html`<s>${drawInline(content, directory)}</s>`,
  code: ({ text }) => html`<code>${text}</code>`,
  emoji: ({ name }) => html`<span class="emoji" role="img" aria-label=${name}>${emoji(name) ?? name}</span>`,
  user: ({ id }, directory) =>
    html`<span class=${mentionClass(id, directory)}>@${directory.userName(id)}</span>`,
  channel: ({ id }, directory) =>
    html`<a class="mention" href="#" onClick=${opener(directory, id)}>#${directory.channelName(id)}</a>`,
  group: ({ label }) => html`<span class="mention you">${label}</span>`,
  broadcast: ({ range }) => html`<span class="mention you">@${range}</span>`,
  date: (node, { timeZone }) => {
    const text = formatSlackDate({ ...node, timeZone, now: now() })
    return node.url ? html`<${Link} url=${node.url} text=${text} />` : html`<time>${text}</time>`
  },
  link: ({ url, text }) => html`<${Link} url=${url} text=${text} />`,
}

function drawParagraph<Kind extends Paragraph['kind']>(
  part: Extract<Paragraph, { kind: Kind }>,
  directory: Directory,
): VNode {
  return paragraphs[part.kind](part, directory)
}

/** Draws parsed inline parts; used by the other text formats too. */
export function drawInline(nodes: Inline[], directory: Directory): (VNode | string)[] {
  return nodes.map((node) => drawNode(node, directory))
}

function drawNode<Kind extends Inline['kind']>(
  node: Extract<Inline, { kind: Kind }>,
  directory: Directory,
): VNode | string {
  return inlines[node.kind](node, directory)
}

function mentionClass(id: string, directory: Directory): string {
  return id === directory.me ? 'mention you' : 'mention'
}

function opener(directory: Directory, channelId: string): (event: Event) => void {
  return (event) => {
    event.preventDefault()
    directory.open(channelId)
  }
}

type LinkProps = { url: string; text: string }

/** A link that leaves the page in a new tab; only web and mail addresses are followed. */
export function Link({ url, text }: LinkProps): VNode {
  const isSafe = /^(https?:|mailto:|tel:)/i.test(url)
  return isSafe
    ? html`<a href=${url} target="_blank" rel="noreferrer noopener">${text}</a>`
    : html`<span>${text}</span>`
}
