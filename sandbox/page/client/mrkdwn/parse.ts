import { parseInline } from './parse-inline.ts'
import type { Inline } from './parse-inline.ts'

/** A line-level part of a mrkdwn text. */
export type Paragraph =
  | { kind: 'line'; content: Inline[] }
  | { kind: 'item'; marker: string; content: Inline[] }
  | { kind: 'quote'; lines: Inline[][] }
  | { kind: 'code'; text: string }

/** Reads Slack's mrkdwn (docs.slack.dev/messaging/formatting-message-text) into parts a page can draw. */
export function parseMrkdwn(text: string): Paragraph[] {
  return text.split('```').flatMap((part, index, parts) => {
    const isFenced = index % 2 === 1 && index < parts.length - 1
    if (isFenced) return [{ kind: 'code', text: decodeEntities(part.replace(/^\n|\n$/g, '')) } as const]
    const unclosed = index % 2 === 1 ? '```' + part : part
    return parseLines(trimAroundCode(unclosed, index, parts.length))
  })
}

/** Slack's three entities back to characters. Nothing else is an entity in mrkdwn. */
export function decodeEntities(text: string): string {
  return text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&')
}

// A fence makes its own line, so the newline that touches it would be drawn as an empty one.
function trimAroundCode(text: string, index: number, count: number): string {
  const start = index > 0 ? text.replace(/^\n/, '') : text
  return index < count - 1 ? start.replace(/\n$/, '') : start
}

function parseLines(text: string): Paragraph[] {
  if (text === '') return []
  const parts: Paragraph[] = []
  for (const line of text.split('\n')) addLine(parts, line)
  return parts
}

function addLine(parts: Paragraph[], line: string): void {
  const quoted = /^(?:&gt;|>)\s?(.*)$/.exec(line)
  if (quoted) {
    const last = parts.at(-1)
    const content = parseInline(quoted[1] ?? '')
    if (last?.kind === 'quote') last.lines.push(content)
    else parts.push({ kind: 'quote', lines: [content] })
    return
  }
  const item = /^\s*([•◦▪]|[-–](?=\s)|\d{1,2}[.)](?=\s))\s*(.+)$/.exec(line)
  if (item) parts.push({ kind: 'item', marker: bullet(item[1] ?? '•'), content: parseInline(item[2] ?? '') })
  else parts.push({ kind: 'line', content: parseInline(line) })
}

function bullet(marker: string): string {
  return marker === '-' || marker === '–' ? '•' : marker
}
