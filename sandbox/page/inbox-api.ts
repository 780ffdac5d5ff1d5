import { PageError } from './http.ts'
import type { Happening, Inbox, PostmarkStandIn } from '../postmark/types.ts'
import type { InboxAct, InboxKind, InboxList, InboxResult, MailPage } from './inbox-acts.ts'
import type { JsonObject } from '../slack/json.ts'

// As many as a person scrolls through; the search reaches further back.
const shown = 300

/** Mails newest first whose recipient, sender or subject contains the words. */
export function listMails(postmark: PostmarkStandIn, words: string): InboxList {
  const wanted = words.trim().toLowerCase()
  if (wanted === '') return { mails: postmark.inbox.list({ limit: shown }) }
  const mails = postmark.inbox
    .list({ limit: Infinity })
    .filter((mail) => `${mail.to} ${mail.from} ${mail.subject}`.toLowerCase().includes(wanted))
  return { mails: mails.slice(0, shown) }
}

/** One mail without its HTML (which has its own address, for the frame), with its links and answers. */
export function readMail(postmark: PostmarkStandIn, id: string): MailPage {
  const { html: _html, ...mail } = postmark.inbox.mail(id)
  const answers = postmark.inbox.sent({ limit: Infinity }).filter((answer) => answer.inReplyTo === id)
  return { mail, links: postmark.inbox.links(id), answers: answers.toReversed() }
}

/** A mail may show pictures it carries and ones on this machine; it runs nothing and reaches no other host. */
export const mailPolicy =
  "default-src 'none'; img-src data: cid: http://127.0.0.1:* http://localhost:*; style-src 'unsafe-inline'; sandbox allow-same-origin"

/** @throws PageError 400 for an act that is not one. */
export function readInboxAct(body: JsonObject): InboxAct {
  if (!isInboxAct(body)) throw new PageError(400, 'That is nothing a recipient can do.')
  return body
}

const bounces = new Set(['hard', 'soft', 'auto-responder'])

function isInboxAct(body: JsonObject): body is InboxAct & JsonObject {
  const { id, kind, url, text, bounce } = body
  if (typeof id !== 'string' || typeof kind !== 'string' || !Object.hasOwn(deeds, kind)) return false
  if (kind === 'bounce') return bounces.has(String(bounce))
  const words = { click: url, reply: text }[kind]
  return typeof words === 'string' || !['click', 'reply'].includes(kind)
}

type Deeds = {
  [Kind in InboxKind]: (inbox: Inbox, act: InboxAct<Kind>) => Promise<InboxResult> | InboxResult
}

const deeds: Deeds = {
  open: (inbox, { id }) => told(inbox.open(id)),
  click: (inbox, { id, url }) => told(inbox.click(id, url)),
  reply: (inbox, { id, text }) => answered(inbox.reply(id, { text })),
  'out-of-office': (inbox, { id }) => answered(inbox.outOfOffice(id)),
  bounce: (inbox, { id, bounce }) => told(inbox.bounce(id, bounce)),
  complain: (inbox, { id }) => told(inbox.complain(id)),
  unsubscribe: async (inbox, { id }) => told(await inbox.unsubscribe(id)),
}

/** Carries out what a recipient does; the note says what Postmark makes of it. */
export async function carryOutInbox<Kind extends InboxKind>(
  { inbox }: PostmarkStandIn,
  act: InboxAct<Kind>,
): Promise<InboxResult> {
  return deeds[act.kind](inbox, act)
}

function told({ webhooks, note }: Happening): InboxResult {
  if (webhooks.length === 0) return { note: note || 'Postmark noticed nothing.' }
  const sent = `Postmark tells the app: ${webhooks.join(', ')}.`
  return { note: note ? `${sent} ${note}` : sent }
}

function answered(answer: { to: string }): InboxResult {
  return { note: `Sent to ${answer.to}. Postmark passes it on to the app as an inbound webhook.` }
}
