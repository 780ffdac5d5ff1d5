import express, { type Request, type RequestHandler } from 'express'

// PostgreSQL refuses JSON that nests too deeply; nothing that a vendor documents comes near this.
const deepest = 100
const keptBytes = 64 * 1024

/** Reads a body as raw bytes whatever its type says; over the limit the route's error handler is called with a 413. */
export function rawBody(limit: string): RequestHandler {
  return express.raw({ type: () => true, limit })
}

/** The bytes that `rawBody` read. */
export function bytesOf(request: Request): Buffer {
  const body: unknown = request.body
  return Buffer.isBuffer(body) ? body : Buffer.alloc(0)
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
