import { type Liquid, type Template, TokenKind } from 'liquidjs'

/** A stretch of a parsed template: text that never changes, a merge field printed as it is, or Liquid to interpret. */
export type LiquidPart =
  { kind: 'text'; text: string } | { kind: 'field'; name: string } | { kind: 'liquid'; templates: Template[] }

// A name and nothing else, whatever the spaces around it.
const bareField = /^\{\{-?\s*([a-z_]\w*)\s*-?\}\}$/i

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
    if (last?.kind === 'text' && part.kind === 'text') last.text += part.text
    else if (last?.kind === 'liquid' && part.kind === 'liquid') last.templates.push(...part.templates)
    else parts.push(part)
  }
  return parts
}

function partOf(engine: Liquid, template: Template): LiquidPart {
  const { kind } = template.token
  // Rendered rather than read, because a neighbour's dash trims it.
  if (kind === TokenKind.HTML) return { kind: 'text', text: String(engine.renderSync([template], {})) }
  const name = kind === TokenKind.Output ? bareField.exec(template.token.getText())?.[1] : undefined
  return name === undefined || notFields.has(name)
    ? { kind: 'liquid', templates: [template] }
    : { kind: 'field', name }
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
  return text.replace(/[&<>"']/g, (sign) => entities[sign] ?? sign)
}
