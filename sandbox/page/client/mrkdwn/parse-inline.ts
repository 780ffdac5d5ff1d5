import { emoji } from './emoji.ts'
import { parseReference } from './parse-reference.ts'
import type { Reference } from './parse-reference.ts'

/** Something inside a line of mrkdwn. */
export type Inline =
  | { kind: 'text'; text: string }
  | { kind: 'bold' | 'italic' | 'strike'; content: Inline[] }
  | { kind: 'code'; text: string }
  | { kind: 'emoji'; name: string }
  | Reference

type Match = { node: Inline; length: number }

const styles: ReadonlyMap<string, 'bold' | 'italic' | 'strike'> = new Map([
  ['*', 'bold'],
  ['_', 'italic'],
  ['~', 'strike'],
])

/** Reads one line of mrkdwn: styles, code, links, mentions, dates and emoji. Entities are decoded in the texts. */
export function parseInline(line: string): Inline[] {
  const nodes: Inline[] = []
  let plain = ''
  let at = 0
  while (at < line.length) {
    const match = matchAt(line, at)
    if (match) {
      if (plain) nodes.push(textNode(plain))
      plain = ''
      nodes.push(match.node)
    } else plain += line[at] ?? ''
    at += match?.length ?? 1
  }
  if (plain) nodes.push(textNode(plain))
  return nodes
}

function textNode(text: string): Inline {
  return { kind: 'text', text: decode(text) }
}

function decode(text: string): string {
  return text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&')
}

const matchers: Record<string, (line: string, at: number) => Match | null> = {
  '<': matchReference,
  '`': matchCode,
  ':': matchEmoji,
  '*': matchStyle,
  _: matchStyle,
  '~': matchStyle,
}

function matchAt(line: string, at: number): Match | null {
  return matchers[line[at] ?? '']?.(line, at) ?? null
}

function matchReference(line: string, at: number): Match | null {
  const found = /^<([^<>\n]+)>/.exec(line.slice(at))
  if (!found) return null
  return { node: parseReference(decode(found[1] ?? '')), length: found[0].length }
}

function matchCode(line: string, at: number): Match | null {
  const found = /^`([^`\n]+)`/.exec(line.slice(at))
  return found ? { node: { kind: 'code', text: decode(found[1] ?? '') }, length: found[0].length } : null
}

function matchEmoji(line: string, at: number): Match | null {
  const found = /^:([a-z0-9_+'-]+(?:::skin-tone-\d)?):/.exec(line.slice(at))
  if (!found || emoji(found[1] ?? '') === null) return null
  return { node: { kind: 'emoji', name: found[1] ?? '' }, length: found[0].length }
}

/** A style opens after a non-word character and closes before one: `snake_case_name` and `2*3*4` stay as typed. */
function matchStyle(line: string, at: number): Match | null {
  const mark = line.charAt(at)
  const kind = styles.get(mark)
  if (!kind || /\w/.test(line.charAt(at - 1)) || !/\S/.test(line.charAt(at + 1))) return null
  for (let end = line.indexOf(mark, at + 2); end > 0; end = line.indexOf(mark, end + 1)) {
    if (/\s/.test(line.charAt(end - 1)) || /\w/.test(line.charAt(end + 1))) continue
    return { node: { kind, content: parseInline(line.slice(at + 1, end)) }, length: end + 1 - at }
  }
  return null
}
