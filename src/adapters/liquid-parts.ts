import { type Liquid, type Template, TokenKind } from 'liquidjs'
import type { SharedText } from '../domain/mail-text.ts'

/**
 * A stretch of a parsed template: text that never changes, a merge field printed as it is (or `otherwise`, where it has no
 * value), or Liquid to interpret.
 */
export type LiquidPart =
  | { kind: 'text'; text: SharedText }
  | { kind: 'field'; name: string; otherwise: string | null }
  | { kind: 'liquid'; templates: Template[] }

// A name, at most with words to use in its place, whatever the spaces around it. Without a backslash those are what they say.
const plainField = /^\{\{-?\s*([a-z_]\w*)\s*(?:\|\s*default:\s*("[^"\\]*"|'[^'\\]*')\s*)?-?\}\}$/i

// To Liquid these are values of their own, or ask for a property of all the values together.
const notFields = new Set(['true', 'false', 'nil', 'null', 'empty', 'blank', 'size', 'first', 'last'])

/**
 * Parts a template so that only what needs interpreting is interpreted: a mail is mostly fixed text with a few names in
 * it, and putting those together by hand takes a tenth of the time. No tag that changes a value is allowed, so no part
 * depends on another.
 */
export function partsOf(engine: Liquid, templates: readonly Template[]): LiquidPart[] {
  const parts: LiquidPart[] = []
  for (const template of templates) {
    const part = partOf(engine, template)
    const last = parts.at(-1)
    if (last?.kind === 'text' && part.kind === 'text')
      parts.splice(-1, 1, { kind: 'text', text: { shared: last.text.shared + part.text.shared } })
    else if (last?.kind === 'liquid' && part.kind === 'liquid') last.templates.push(...part.templates)
    else parts.push(part)
  }
  return parts
}

function partOf(engine: Liquid, template: Template): LiquidPart {
  const { kind } = template.token
  // Rendered rather than read, because a neighbour's dash trims it.
  if (kind === TokenKind.HTML)
    return { kind: 'text', text: { shared: String(engine.renderSync([template], {})) } }
  const [, name, otherwise] =
    (kind === TokenKind.Output ? plainField.exec(template.token.getText()) : null) ?? []
  return name === undefined || notFields.has(name)
    ? { kind: 'liquid', templates: [template] }
    : { kind: 'field', name, otherwise: otherwise?.slice(1, -1) ?? null }
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&#34;',
  "'": '&#39;',
}

/** Text as HTML, with the entities that Liquid's own escaping writes. */
export function escapeHtml(text: string): string {
  // Most values are names: looking first takes a tenth of the time.
  if (!/[&<>"']/.test(text)) return text
  return text.replace(/[&<>"']/g, (sign) => entities[sign] ?? sign)
}
