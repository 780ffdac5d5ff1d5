import { modelEntries } from './model-api.ts'
import { isObject, objectAt, stringAt } from '../slack/json.ts'
import type { ApiEntry, DeliveryEntry, JournalEntry } from '../slack/types.ts'
import type { RequestEntry, WebhookAttempt } from '../postmark/watch-types.ts'
import type { StandIns } from './stand-ins.ts'
import type { TrafficEntry, TrafficLine } from './traffic-view.ts'

const shown = 300

/** All journals as one, newest first, as far as vendor and words match; at most 300. */
export function listTraffic(
  standIns: StandIns,
  filter: { vendor: string; words: string },
): { lines: TrafficLine[] } {
  const words = filter.words.trim().toLowerCase()
  const lines = allEntries(standIns)
    .filter(({ line }) => filter.vendor === 'All' || filter.vendor === '' || line.vendor === filter.vendor)
    .filter((entry) => words === '' || matches(entry, words))
    .map(({ line }) => line)
    .sort((a, b) => b.at - a.at || b.key.localeCompare(a.key, 'en', { numeric: true }))
  return { lines: lines.slice(0, shown) }
}

export function findEntry(standIns: StandIns, key: string): TrafficEntry | null {
  return allEntries(standIns).find(({ line }) => line.key === key) ?? null
}

/** The Slack entries that made, changed or used one message, oldest first. */
export function entriesOfMessage(standIns: StandIns, channel: string, ts: string): TrafficEntry[] {
  return standIns.slack.journal
    .entries()
    .filter((entry) => concerns(entry, channel, ts))
    .map(slackEntry)
}

function concerns(entry: JournalEntry, channel: string, ts: string): boolean {
  if (entry.kind === 'api') {
    const stamps = [entry.answer, entry.args].flatMap((from) => [from['ts'], from['message_ts']])
    const isHere = [entry.answer['channel'], entry.args['channel']].includes(channel)
    return isHere && stamps.includes(ts)
  }
  const { payload } = entry
  const event = objectAt(payload, 'event')
  const container = objectAt(payload, 'container')
  return [
    container['message_ts'],
    payload['message_ts'],
    event['ts'],
    objectAt(event, 'item')['ts'],
  ].includes(ts)
}

function matches({ line, raw }: TrafficEntry, words: string): boolean {
  const head = `${line.title} ${line.detail} ${line.outcome}`.toLowerCase()
  return head.includes(words) || JSON.stringify(raw).toLowerCase().includes(words)
}

function allEntries(standIns: StandIns): TrafficEntry[] {
  const { slack, postmark } = standIns
  return [
    ...slack.journal.entries().map(slackEntry),
    ...postmark.journal.requests().map(requestEntry),
    ...postmark.journal.attempts().map(webhookEntry),
    ...modelEntries(standIns.openai),
  ]
}

function slackEntry(entry: JournalEntry): TrafficEntry {
  return { raw: entry, line: entry.kind === 'api' ? callLine(entry) : deliveryLine(entry) }
}

function callLine({ n, at, method, args, answer, httpStatus }: ApiEntry): TrafficLine {
  const isFine = answer['ok'] === true
  const outcome = isFine ? 'ok' : stringAt(answer, 'error') || String(httpStatus)
  const detail = stringAt(args, 'text') || stringAt(args, 'channel') || stringAt(args, 'user_id')
  return { key: `slack-${n}`, at, vendor: 'Slack', direction: 'call', title: method, detail, isFine, outcome }
}

function deliveryLine({ n, at, of, payload, ack, ms, transport }: DeliveryEntry): TrafficLine {
  const isFine = ack.kind === 'acknowledged'
  const outcome = isFine ? `${Math.round(ms)} ms` : ack.kind
  const detail = `over ${transport}`
  const line = { key: `slack-${n}`, at, vendor: 'Slack', direction: 'delivery', isFine, outcome } as const
  return { ...line, title: deliveryTitle(of, payload), detail }
}

function deliveryTitle(of: string, payload: Record<string, unknown>): string {
  if (of === 'command') return `${stringAt(payload, 'command')} ${stringAt(payload, 'text')}`.trim()
  if (of === 'event') return stringAt(objectAt(payload, 'event'), 'type')
  const actions = payload['actions']
  const action: unknown = Array.isArray(actions) ? actions[0] : undefined
  const id = isObject(action) ? stringAt(action, 'action_id') : ''
  const callback = stringAt(payload, 'callback_id') || stringAt(objectAt(payload, 'view'), 'callback_id')
  return [stringAt(payload, 'type'), id || stringAt(payload, 'action_id') || callback]
    .filter(Boolean)
    .join(' · ')
}

function requestEntry(raw: RequestEntry): TrafficEntry {
  const isFine = raw.status >= 200 && raw.status < 300
  const count = Array.isArray(raw.body) ? `${raw.body.length} messages` : ''
  const detail = [count, raw.fault === null ? '' : `fault: ${raw.fault}`].filter(Boolean).join(', ')
  const line = {
    key: `postmark-request-${raw.seq}`,
    at: raw.at,
    vendor: 'Postmark',
    direction: 'call',
  } as const
  const outcome = raw.status === 0 ? 'dropped' : String(raw.status)
  return { raw, line: { ...line, title: `${raw.method} ${raw.path}`, detail, isFine, outcome } }
}

function webhookEntry(raw: WebhookAttempt): TrafficEntry {
  const line = {
    key: `postmark-webhook-${raw.seq}`,
    at: raw.at,
    vendor: 'Postmark',
    direction: 'delivery',
  } as const
  const detail = raw.attempt > 1 ? `attempt ${raw.attempt}` : stringAt(raw.payload, 'Recipient')
  const outcome = raw.status === 0 ? 'no answer' : String(raw.status)
  return {
    raw,
    line: {
      ...line,
      title: `${raw.recordType} webhook`,
      detail,
      isFine: raw.outcome === 'delivered',
      outcome,
    },
  }
}
