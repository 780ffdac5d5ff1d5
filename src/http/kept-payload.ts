type Payload = Readonly<Record<string, unknown>>

/** How much of one text and of one list is kept: far more than is ever read of it. */
type Bounds = { characters: number; entries: number }

/**
 * What is kept of a webhook's payload. Nothing reads the files and the raw source in a mail, or the mail that a bounce carries,
 * and they may be 35 MB: names and types are kept, contents are not. Strangers decide how long the rest is, so it is
 * cut to `bounds`; many payloads are read at once later.
 */
export function keptPayload(
  { RawEmail: _raw, Content: _mail, ...payload }: Payload,
  bounds: Bounds,
): Payload {
  const { Attachments: attachments, ...rest } = payload
  const files = Array.isArray(attachments) ? { Attachments: bounded(attachments.map(described), bounds) } : {}
  return { ...boundedObject(rest, bounds), ...files }
}

function described(file: unknown): unknown {
  if (!isObject(file)) return null
  const { Name, ContentType, ContentLength } = file
  return { Name, ContentType, ContentLength }
}

function bounded(value: unknown, bounds: Bounds): unknown {
  if (typeof value === 'string') return value.slice(0, bounds.characters)
  if (Array.isArray(value)) return value.slice(0, bounds.entries).map((entry) => bounded(entry, bounds))
  return isObject(value) ? boundedObject(value, bounds) : value
}

function boundedObject(value: Payload, bounds: Bounds): Payload {
  const entries = Object.entries(value).slice(0, bounds.entries)
  return Object.fromEntries(
    entries.map(([key, inner]) => [key.slice(0, bounds.characters), bounded(inner, bounds)]),
  )
}

function isObject(value: unknown): value is Payload {
  return typeof value === 'object' && value !== null
}
