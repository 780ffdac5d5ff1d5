import type { MailEvent } from '../domain/event.ts'
import type { InboundMail } from '../domain/reply.ts'

/** Reads what the mail provider posts to us. Null means: authentic, but nothing we know. */
export type Mailbox = {
  readEvent: (payload: unknown) => MailEvent | null
  readInbound: (payload: unknown) => InboundMail | null
}
