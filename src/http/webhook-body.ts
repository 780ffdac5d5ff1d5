import type { IncomingMessage } from 'node:http'
import type { LargeBodyPass } from './large-body-gate.ts'

// PostgreSQL refuses JSON that nests too deeply; nothing that a vendor documents comes near this.
const deepest = 100
const keptBytes = 64 * 1024

/** Bytes from which on a body needs a pass to be read. */
const largeFrom = 1024 * 1024

/** A body, or why there is none: it has more bytes than allowed, no pass was to be had, or the caller went away. */
type BodyReading =
  { kind: 'read'; bytes: Buffer } | { kind: 'too-large' } | { kind: 'busy' } | { kind: 'aborted' }

/**
 * Reads a body of at most `limit` bytes, whatever its type says. What announces no size needs its pass when it turns out to be
 * large. Of what is refused nothing is held, and the rest is read away, so that the caller hears the answer.
 */
export async function readBody(
  request: IncomingMessage,
  { limit, pass }: { limit: number; pass: LargeBodyPass },
): Promise<BodyReading> {
  try {
    const reading = await read(request, { limit, pass })
    if (reading.kind !== 'read') request.resume()
    return reading
  } catch (error) {
    if (request.complete) throw error
    return { kind: 'aborted' }
  }
}

async function read(
  request: IncomingMessage,
  { limit, pass }: { limit: number; pass: LargeBodyPass },
): Promise<BodyReading> {
  const refused = (size: number): BodyReading | null => {
    if (size > limit) return { kind: 'too-large' }
    return size <= largeFrom || pass.take() ? null : { kind: 'busy' }
  }
  const announced = refused(Number(request.headers['content-length'] ?? 0))
  if (announced) return announced
  const parts: Buffer[] = []
  let size = 0
  const body: AsyncIterable<Buffer> = request.iterator({ destroyOnReturn: false })
  for await (const part of body) {
    size += part.byteLength
    const grown = refused(size)
    if (grown) return grown
    parts.push(part)
  }
  return { kind: 'read', bytes: Buffer.concat(parts) }
}

/** The JSON object in a body, or `{ unreadable: text }` with the beginning of what was there instead. Never throws. */
export function readWebhookBody(bytes: Buffer): Readonly<Record<string, unknown>> {
  const parsed = parse(bytes.toString('utf8'))
  const isUsable = isObject(parsed) && nestsAtMost(parsed, deepest)
  return isUsable ? parsed : { unreadable: bytes.subarray(0, keptBytes).toString('utf8') }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function nestsAtMost(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return true
  return levels > 0 && Object.values(value).every((inner) => nestsAtMost(inner, levels - 1))
}
