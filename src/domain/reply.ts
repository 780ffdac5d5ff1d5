import type { Signal } from './plan.ts'

/** A mail that came in, as we need it; where it came from is known only to the adapter. */
export type InboundMail = {
  providerMessageId: string
  from: string
  fromName: string
  /** The token from the reply address, empty when the mail went elsewhere. */
  token: string
  subject: string
  /** The whole text, and what the provider thinks the person wrote; either may be empty. */
  text: string
  strippedText: string
  /** Header names in lower case; the first of each name wins. */
  headers: Readonly<Record<string, string>>
  receivedAt: Date | null
}

/** What kind of mail an answer is. Rules decide this, before any model is asked. */
export type ReplyKind = 'human' | 'auto_reply' | 'out_of_office' | 'bounce' | 'unsubscribe'

/** What an answer tells about the enrollment it is for. An automatic answer that says nothing of an absence tells nothing. */
export function signalOf(kind: ReplyKind): Signal | null {
  switch (kind) {
    case 'human':
      return 'reply'
    case 'out_of_office':
      return 'out-of-office'
    case 'bounce':
    case 'unsubscribe':
      return kind
    case 'auto_reply':
      return null
  }
}

const autoHeaders = [
  'x-autoreply',
  'x-autorespond',
  'x-autoresponder',
  'x-auto-reply',
  'x-ms-exchange-inbox-rules-loop',
]
const outOfOffice =
  /^\s*(?:automatic reply|auto(?:matic)?[- ]?reply|out of (?:the )?office|ooo\b|abwesen|automatische antwort|réponse automatique|respuesta automática|risposta automatica|resposta automática|autosvar|automatisch antwoord|autoreply)/i
const awayText =
  /(?<!\p{L})(?:out of (?:the )?office|on (?:annual |parental |maternity )?leave|on (?:vacation|holiday)|away until|back on|abwesend|nicht im (?:büro|haus)|im urlaub|absente? |en congés?|en vacances|fuera de (?:la )?oficina|de vacaciones|ausente|assente|in ferie|fuori (?:sede|ufficio)|afwezig|(?:met|op) vakantie|frånvarande|på semester|inte på kontoret)/iu
const leave =
  /^\W*(?:please )?(?:unsubscribe(?: me)?|remove me(?: from (?:your|this|the) (?:mailing )?list)?|take me off (?:your|this|the) (?:mailing )?list|stop(?: e-?mailing me| writing to me)?|opt[- ]?out)\W*(?:please|thanks|thank you)?\W*$/i

/**
 * Sorts an inbound mail. Strong signs of a machine first (RFC 3834), then the subject line, then a plain wish to be
 * left alone; what remains was written by a person. `X-Auto-Response-Suppress` is no sign: people's mail carries it.
 */
export function replyKindOf(mail: InboundMail, written: string): ReplyKind {
  const report = reportTypeOf(mail.headers)
  // Of the reports only one says that a mail did not arrive; that one was read or displayed asks for nothing.
  if (report !== null) return report === 'delivery-status' ? 'bounce' : 'auto_reply'
  if (/^(?:mailer-daemon|postmaster)@/i.test(mail.from.trim())) return 'bounce'
  const away = outOfOffice.test(mail.subject) || awayText.test(written.slice(0, 500))
  if (isAutomatic(mail.headers)) return away ? 'out_of_office' : 'auto_reply'
  if (outOfOffice.test(mail.subject)) return 'out_of_office'
  if (leave.test(firstLine(written)) || /^\s*unsubscribe\s*$/i.test(mail.subject)) return 'unsubscribe'
  return 'human'
}

/** What a multipart/report says it reports (RFC 6522), in lower case, empty when it says nothing; null for other mail. */
function reportTypeOf(headers: InboundMail['headers']): string | null {
  const [type = '', ...parameters] = (headers['content-type'] ?? '').toLowerCase().split(';')
  if (type.trim() !== 'multipart/report') return null
  for (const parameter of parameters) {
    const [name = '', value = ''] = parameter.split('=', 2)
    if (name.trim() === 'report-type') return value.trim().replaceAll('"', '')
  }
  return ''
}

function isAutomatic(headers: InboundMail['headers']): boolean {
  const submitted = headers['auto-submitted']
  if (submitted !== undefined && !/^\s*no\b/i.test(submitted)) return true
  if (autoHeaders.some((name) => headers[name] !== undefined)) return true
  if (/auto_reply/i.test(headers['precedence'] ?? '')) return true
  return /^\s*<>\s*$/.test(headers['return-path'] ?? '')
}

function firstLine(text: string): string {
  return (text.split('\n').find((line) => line.trim() !== '') ?? '').slice(0, 200)
}

/**
 * Whether a mail may act for the person it names. A token or an answered mail was sent to that person; an address alone
 * anybody can write in a From line, so then the receiving server must have found it proven, as Postmark's spam check
 * reports it: by a DKIM signature of the From's domain, or by SPF, which speaks only for the domain in the Return-Path.
 */
export function mayActFor(matchedBy: MatchedBy, mail: Pick<InboundMail, 'from' | 'headers'>): boolean {
  if (matchedBy !== 'address') return true
  const tests = new Set((mail.headers['x-spam-tests'] ?? '').split(',').map((name) => name.trim()))
  return tests.has('DKIM_VALID_AU') || (tests.has('SPF_PASS') && isReturnPathAligned(mail))
}

// Exactly the From's domain or one under it: what stands above a domain may belong to somebody else.
function isReturnPathAligned({ from, headers }: Pick<InboundMail, 'from' | 'headers'>): boolean {
  const returnPath = /^<([^<>\s]{3,320})>$/.exec((headers['return-path'] ?? '').trim())?.[1]
  const [claimed, proven] = [domainOf(from), domainOf(returnPath ?? '')]
  return claimed !== '' && (proven === claimed || proven.endsWith(`.${claimed}`))
}

function domainOf(address: string): string {
  const at = address.lastIndexOf('@')
  return at === -1 ? '' : address.slice(at + 1).toLowerCase()
}

/** How a message was found for a reply. */
export type MatchedBy = 'mailbox-hash' | 'in-reply-to' | 'references' | 'address'
