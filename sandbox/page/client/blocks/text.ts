import { html } from 'htm/preact'
import type { VNode } from 'preact'
import { Mrkdwn, Plain } from '../mrkdwn/render.ts'
import { textOf } from './types.ts'
import type { Element, TextObject } from './types.ts'

/** Draws a text object as its type says. */
export function Text({ text }: { text: TextObject | string }): VNode {
  const isMrkdwn = typeof text !== 'string' && text.type === 'mrkdwn'
  return isMrkdwn ? html`<${Mrkdwn} text=${text.text} />` : html`<${Plain} text=${textOf(text)} />`
}

/** An image element. Pictures from the network may be out of reach here: then its alternative text stands alone. */
export function Picture({ image }: { image: Element }): VNode {
  const source = image.image_url ?? image.slack_file?.url ?? ''
  return html`<img src=${source} alt=${image.alt_text ?? ''} title=${image.alt_text ?? ''} loading="lazy" />`
}
