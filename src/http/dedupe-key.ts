import { createHash } from 'node:crypto'

type Call = { payload: Readonly<Record<string, unknown>>; bytes: Buffer }

// What tells one event from another where no trace id does; which name a field has depends on the kind of event.
const eventFields = [
  ['RecordType'],
  ['MessageID'],
  ['Recipient', 'Email'],
  ['DeliveredAt', 'BouncedAt', 'ReceivedAt', 'ChangedAt'],
  ['ID'],
  ['OriginalLink'],
] as const

/**
 * The same for every repetition of one event, different for any two. Postmark's trace id stays the same over its
 * retries, but is promised only "when available".
 */
export function eventKey({ traceId, payload, bytes }: Call & { traceId: string | undefined }): string {
  if (traceId !== undefined && isId(traceId)) return `trace:${traceId}`
  // Without a message the fields tell too little apart: two probes, or two changes made by hand in one second.
  if (typeof payload['MessageID'] !== 'string') return `body:${sha256(bytes)}`
  const values = eventFields.map((names) =>
    names.map((name) => payload[name]).find((value) => value !== undefined),
  )
  return `event:${sha256(JSON.stringify(values))}`
}

/** The same for every repetition of one inbound mail. */
export function inboundKey({ payload, bytes }: Call): string {
  const id = payload['MessageID']
  return typeof id === 'string' && isId(id) ? `message:${id}` : `body:${sha256(bytes)}`
}

// What is longer would not fit into an index, and is no id.
function isId(text: string): boolean {
  return /^[\x21-\x7e]{1,200}$/.test(text)
}

function sha256(content: string | Buffer): string {
  return createHash('sha256').update(content).digest('hex')
}
