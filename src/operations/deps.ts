import type { Db, Tx } from '../db/client.ts'
import type { Chat } from '../ports/chat.ts'
import type { Clock } from '../ports/clock.ts'
import type { Email } from '../ports/email.ts'
import type { Holidays } from '../ports/holidays.ts'
import type { Queue } from '../ports/jobs.ts'
import type { LanguageModel } from '../ports/language-model.ts'
import type { Links } from '../ports/links.ts'
import type { Log } from '../ports/log.ts'
import type { Mailbox } from '../ports/mailbox.ts'
import type { Tables } from '../ports/tables.ts'
import type { Templates } from '../ports/templates.ts'

/** Values of this deployment that operations need. Times in milliseconds. */
export type Settings = {
  /** The zone of campaigns whose makers have none. IANA name, one that `isZone` accepts. */
  timeZone: string
  /** How many batches one process sends at a time. */
  sendLanes: number
  /** How many mails one provider call carries at most. */
  sendBatch: number
  /** Where replies arrive; a conversation's token is added after `+`. */
  inboundAddress: string
  /** How long one provider call may take. */
  sendTimeoutMs: number
  /** How long a batch may be with the provider before its fate counts as unknown. */
  sendLeaseMs: number
  /** How much longer the provider's index may need before an empty search means something. */
  settleWindowMs: number
}

/** Everything an operation may reach for; each names the parts that it uses. */
export type Deps = {
  db: Db
  queue: Queue<Tx>
  clock: Clock
  chat: Chat
  email: Email
  tables: Tables
  mailbox: Mailbox
  /** Null where no model is set up: replies are then read by rules alone. */
  languageModel: LanguageModel | null
  templates: Templates
  holidays: Holidays
  links: Links
  log: Log
  settings: Settings
}
