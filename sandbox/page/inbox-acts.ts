import type { InboundMail, Mail, MailLink, MailSummary } from '../postmark/types.ts'
import type { BounceKind } from '../postmark/words.ts'

type InboxFields = {
  open: { id: string }
  click: { id: string; url: string }
  reply: { id: string; text: string }
  'out-of-office': { id: string }
  bounce: { id: string; bounce: BounceKind }
  complain: { id: string }
  unsubscribe: { id: string }
}

export type InboxKind = keyof InboxFields

/** One thing a recipient (or their mail server) does to a mail. */
export type InboxAct<Kind extends InboxKind = InboxKind> = { [K in Kind]: { kind: K } & InboxFields[K] }[Kind]

/** What came of it, in a sentence. */
export type InboxResult = { note: string }

export type InboxList = { mails: readonly MailSummary[] }

export type MailPage = {
  mail: Omit<Mail, 'html'>
  links: readonly MailLink[]
  /** What this recipient sent back, oldest first. */
  answers: InboundMail[]
}
