import { describe, expect, it } from '@jest/globals'
import { type InboundMail, type ReplyKind, replyKindOf } from '../../src/domain/reply.ts'

const mail = (given: Partial<InboundMail> = {}): InboundMail => ({
  providerMessageId: 'p1',
  from: 'ada@example.com',
  fromName: 'Ada',
  token: '',
  subject: 'Re: A better coffee?',
  text: '',
  strippedText: '',
  headers: {},
  receivedAt: null,
  ...given,
})

describe('a mail written by a person', () => {
  it.each([
    'Sounds good, call me.',
    'Please stop sending the blue ones, send the red ones instead.',
    'How do I unsubscribe my colleague from your newsletter? He wants it more often.',
    'I will be back on Monday and will read it then.',
    '',
    '> quoted only',
    'Unsubscribe\u0000? No, but stop by for a coffee.',
  ])('%j', (text) => {
    expect(replyKindOf(mail(), text)).toBe('human')
  })

  it.each([
    ['the header that people’s Outlook adds', { 'x-auto-response-suppress': 'All' }],
    ['Auto-Submitted: no', { 'auto-submitted': 'no' }],
    ['a list’s precedence', { precedence: 'bulk' }],
  ])('with %s', (_, headers) => {
    expect(replyKindOf(mail({ headers }), 'Hello')).toBe('human')
  })
})

describe('a mail written by a machine', () => {
  const report = (rest: string) => ({ headers: { 'content-type': `multipart/report; ${rest}` } })
  const away = (type: string) => ({ ...report(`report-type=${type}`), subject: 'Automatic reply: coffee' })
  const cases: [string, Partial<InboundMail>, string, ReplyKind][] = [
    ['by its Auto-Submitted', { headers: { 'auto-submitted': 'auto-replied' } }, 'Got it.', 'auto_reply'],
    ['by X-Autoreply', { headers: { 'x-autoreply': 'yes' } }, 'Ticket 7', 'auto_reply'],
    ['by an empty Return-Path', { headers: { 'return-path': '<>' } }, 'Thanks', 'auto_reply'],
    [
      'that says it is away',
      { headers: { 'auto-submitted': 'auto-replied' } },
      'I am on vacation',
      'out_of_office',
    ],
    ['with the subject of an absence', { subject: 'Automatic reply: coffee' }, 'Hi', 'out_of_office'],
    ['with such a subject in German', { subject: 'Abwesenheitsnotiz' }, 'Hallo', 'out_of_office'],
    ['that reports a delivery', report('report-type=delivery-status; boundary=x'), '', 'bounce'],
    ['that reports one in capitals', report('boundary=x;\r\n\tREPORT-TYPE="Delivery-Status"'), '', 'bounce'],
    ['that says it was read', report('report-type=disposition-notification'), 'Was read', 'auto_reply'],
    ['that says so of an absence', away('disposition-notification'), 'I am on vacation', 'auto_reply'],
    ['that reports a complaint', report('report-type=feedback-report'), 'Unsubscribe', 'auto_reply'],
    ['that reports nothing we know', report('x=y'), '', 'auto_reply'],
    ['that names a report only in passing', report('x="report-type=delivery-status"'), '', 'auto_reply'],
    ['from a mailer daemon', { from: 'MAILER-DAEMON@mx.example' }, 'Undelivered', 'bounce'],
  ]
  it.each(cases)('%s', (_, ...[given, text, kind]) => {
    expect(replyKindOf(mail(given), text)).toBe(kind)
  })

  it('is not asked to leave us, whatever it says', () => {
    const headers = { 'auto-submitted': 'auto-replied' }
    expect(replyKindOf(mail({ headers }), 'Unsubscribe')).toBe('auto_reply')
  })
})

describe('a wish to be left alone', () => {
  it.each([
    'unsubscribe',
    'Unsubscribe me please!',
    'STOP',
    '  Please remove me from your list.  ',
    'Take me off this mailing list, thanks',
    'opt out',
    '\n\n-- stop emailing me --\nAda',
  ])('%j', (text) => {
    expect(replyKindOf(mail(), text)).toBe('unsubscribe')
  })

  it('may stand in the subject alone', () => {
    expect(replyKindOf(mail({ subject: ' UNSUBSCRIBE ' }), '')).toBe('unsubscribe')
  })
})

it('comes to an end on whatever a mail is made of', () => {
  const long = 1_000_000
  for (const text of [
    '!'.repeat(long),
    'please '.repeat(long / 7),
    '\n'.repeat(long),
    `${' '.repeat(long)}stop`,
  ]) {
    expect(replyKindOf(mail({ subject: text.slice(0, 2_000), text }), text)).toMatch(
      /^(?:human|unsubscribe)$/,
    )
  }
})
