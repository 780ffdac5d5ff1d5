import { html } from 'htm/preact'
import type { VNode } from 'preact'
import { parseJson } from '../../../slack/json.ts'

const token = /("(?:[^"\\]|\\.)*")(\s*:)?|\b(true|false|null)\b|-?\d+(?:\.\d+)?(?:e[+-]?\d+)?/gi

/** JSON, indented and coloured. Strings that hold JSON (form fields of Slack's API) are unfolded. */
export function JsonText({ value }: { value: unknown }): VNode {
  const text = JSON.stringify(value, unfold, 2) ?? 'null'
  const parts: (VNode | string)[] = []
  let at = 0
  for (const match of text.matchAll(token)) {
    parts.push(text.slice(at, match.index))
    parts.push(html`<span class=${kindOf(match)}>${match[1] ?? match[0]}</span>`, match[2] ?? '')
    at = match.index + match[0].length
  }
  parts.push(text.slice(at))
  return html`<pre class="json" tabindex="0">${parts}</pre>`
}

function kindOf(match: RegExpMatchArray): string {
  if (match[2] !== undefined) return 'json-key'
  if (match[1] !== undefined) return 'json-string'
  return match[3] === undefined ? 'json-number' : 'json-word'
}

function unfold(_key: string, value: unknown): unknown {
  const isJson = typeof value === 'string' && /^[[{]/.test(value)
  return isJson ? (parseJson(value) ?? value) : value
}
