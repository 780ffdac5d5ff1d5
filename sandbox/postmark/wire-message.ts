import { refuse } from './answer.ts'
import type { Answer } from './answer.ts'
import type { Fields } from './fields.ts'
import { fieldsOf, isFields } from './fields.ts'
import type { Header } from './words.ts'

/** A message of a send request with every field present; nothing is checked beyond its type. */
export type WireMessage = {
  readonly From: string
  readonly To: string
  readonly Cc: string
  readonly Bcc: string
  readonly ReplyTo: string
  readonly Subject: string
  readonly Tag: string
  readonly HtmlBody: string
  readonly TextBody: string
  readonly TrackLinks: string
  readonly MessageStream: string
  readonly TrackOpens: boolean | null
  readonly Headers: readonly Header[]
  readonly Metadata: Readonly<Record<string, string>>
  readonly Attachments: readonly WireAttachment[]
}

export type WireAttachment = { readonly Name: string; readonly Content: string; readonly ContentType: string }

/** Thrown inside the reader only: a field whose JSON type is wrong spoils the whole request. */
class FieldTypeError extends Error {}

const text = (fields: Fields, name: string): string => {
  const value = fields[name] ?? ''
  if (typeof value !== 'string') throw new FieldTypeError(name)
  return value
}

const flag = (fields: Fields, name: string): boolean | null => {
  const value = fields[name] ?? null
  if (value !== null && typeof value !== 'boolean') throw new FieldTypeError(name)
  return value
}

const list = (fields: Fields, name: string): Fields[] => {
  const value = fields[name] ?? []
  if (!Array.isArray(value)) throw new FieldTypeError(name)
  return value.map(fieldsOf)
}

const metadata = (fields: Fields): Record<string, string> => {
  const value: unknown = fields['Metadata'] ?? {}
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new FieldTypeError('Metadata')
  const found: Record<string, string> = {}
  for (const [key, entry] of Object.entries(value)) {
    if (typeof entry !== 'string') throw new FieldTypeError('Metadata')
    found[key] = entry
  }
  return found
}

const read = (fields: Fields): WireMessage => ({
  From: text(fields, 'From'),
  To: text(fields, 'To'),
  Cc: text(fields, 'Cc'),
  Bcc: text(fields, 'Bcc'),
  ReplyTo: text(fields, 'ReplyTo'),
  Subject: text(fields, 'Subject'),
  Tag: text(fields, 'Tag'),
  HtmlBody: text(fields, 'HtmlBody'),
  TextBody: text(fields, 'TextBody'),
  TrackLinks: text(fields, 'TrackLinks'),
  MessageStream: text(fields, 'MessageStream') || 'outbound',
  TrackOpens: flag(fields, 'TrackOpens'),
  Headers: list(fields, 'Headers').map((header) => ({
    Name: text(header, 'Name'),
    Value: text(header, 'Value'),
  })),
  Metadata: metadata(fields),
  Attachments: list(fields, 'Attachments').map((attachment) => ({
    Name: text(attachment, 'Name'),
    Content: text(attachment, 'Content'),
    ContentType: text(attachment, 'ContentType'),
  })),
})

/** The message, or the 403 (invalid field) that Postmark's parser gives. */
export const readMessage = (value: unknown): WireMessage | Answer => {
  if (!isFields(value)) return refuse(403, 'A message must be a JSON object.')
  try {
    return read(value)
  } catch (error) {
    if (error instanceof FieldTypeError) return refuse(403, `Invalid request field: '${error.message}'.`)
    throw error
  }
}
