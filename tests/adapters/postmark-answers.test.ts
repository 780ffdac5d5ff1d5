import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { postmarkEmail } from '../../src/adapters/postmark.ts'
import type { Email, MailStream, OutgoingMail } from '../../src/ports/email.ts'
import { json, startVendorServer, type VendorServer } from './vendor-server.ts'

let server: VendorServer
let email: Email

beforeAll(async () => {
  server = await startVendorServer()
  const streams = { broadcastStream: 'news', transactionalStream: 'outbound' }
  email = postmarkEmail({ serverToken: 'token-1', apiUrl: server.url, ...streams, timeoutSeconds: 60 })
})
afterAll(async () => server.close())

const mail = (sendid: string, stream: MailStream = 'broadcast'): OutgoingMail => ({
  from: 'Ann <ann@acme.example>',
  to: `${sendid}@lead.example`,
  replyTo: 'reply+t0k@in.acme.example',
  subject: 'Hello',
  text: ['Hi'],
  headers: {},
  metadata: { sendid, attempt: 'a-1' },
  stream,
})
const item = (MessageID: string, To?: unknown) => ({ ErrorCode: 0, Message: 'OK', MessageID, To })
const unknown = { kind: 'unknown', reason: expect.any(String) }
const accepted = (providerMessageId: string) => ({ kind: 'accepted', providerMessageId })

async function outcomesOf(items: object[], mails = items.map((_, n) => mail(`m${n + 1}`))) {
  server.willAnswer(json(items))
  const outcome = await email.sendBatch(mails)
  return outcome.kind === 'answered' ? outcome.outcomes : outcome.kind
}

describe('an id that Postmark gives a mail', () => {
  it.each(['p\u0000', 'p 1', 'pä', 'p'.repeat(201), 'p'.repeat(72_000)])(
    'and that is none (case %#) tells nothing about that mail, which is asked about; the others are sent',
    async (id) => {
      expect(await outcomesOf([item('p1'), item(id), item('p3')])).toEqual([
        accepted('p1'),
        unknown,
        accepted('p3'),
      ])
    },
  )

  it('and gives another too tells nothing about either', async () => {
    expect(await outcomesOf([item('p1'), item('p1'), item('p3')])).toEqual([unknown, unknown, accepted('p3')])
  })

  it('and that is none tells nothing about a letter either', async () => {
    server.willAnswer(json(item('p\u0000')))
    const outcome = await email.sendBatch([mail('m1', 'transactional')])
    expect(outcome).toEqual({ kind: 'answered', outcomes: [unknown] })
  })
})

describe('an answer that names its recipient', () => {
  it('in another order than asked tells nothing about the mails it may be for', async () => {
    const items = [
      item('p2', 'm2@lead.example'),
      item('p1', 'm1@lead.example'),
      item('p3', 'm3@lead.example'),
    ]
    expect(await outcomesOf(items)).toEqual([unknown, unknown, accepted('p3')])
  })

  it.each([
    'M1@Lead.Example',
    ' m1@lead.example ',
    '"Ada L" <m1@lead.example>',
    'Ada <M1@lead.example>',
    '',
    null,
    7,
    undefined,
  ])('as %j is about the mail in its place', async (to) => {
    expect(await outcomesOf([item('p1', to)])).toEqual([accepted('p1')])
  })

  it('that is somebody else rejects nobody', async () => {
    const items = [
      { ErrorCode: 406, Message: 'inactive', To: 'm2@lead.example' },
      item('p2', 'm2@lead.example'),
    ]
    expect(await outcomesOf(items)).toEqual([unknown, accepted('p2')])
  })

  it('puts nothing back in line that may have been taken, whatever else was refused', async () => {
    const items = [item('p2', 'x@lead.example'), { ErrorCode: 405, Message: 'out of credits' }]
    expect(await outcomesOf(items)).toMatchObject([unknown, { kind: 'refused', whose: 'account' }])
  })
})

describe('a rejected mail', () => {
  it.each([
    [406, 'marked as inactive', 'recipient'],
    [300, 'Address M1@lead.example is not allowed.', 'recipient'],
    [300, "Invalid 'ReplyTo' address: 'reply+t0k@'.", 'mail'],
    [300, 'Provide either email TextBody or HtmlBody or both.', 'mail'],
    [402, 'Invalid JSON', 'mail'],
    [403, 'Invalid field', 'mail'],
    [411, 'The attachment is not allowed.', 'mail'],
  ])('by code %i, “%s”, is so because of its %s', async (code, Message, about) => {
    expect(await outcomesOf([{ ErrorCode: code, Message }, item('p2')])).toEqual([
      { kind: 'rejected', code, reason: Message, inactive: code === 406, about },
      accepted('p2'),
    ])
  })

  it.each([
    ["Invalid 'To' address: 'm1@lead'.", "Invalid 'To' address: 'm1@lead' (m1@lead.example)."],
    ["Error parsing 'To': Illegal domain", "Error parsing 'To': Illegal domain (m1@lead.example)."],
  ])(
    'in words that name but the field of its recipient, “%s”, names who that is',
    async (Message, reason) => {
      const rejected = { kind: 'rejected', code: 300, reason, inactive: false, about: 'recipient' }
      expect(await outcomesOf([{ ErrorCode: 300, Message }, item('p2')])).toEqual([rejected, accepted('p2')])
    },
  )

  it('says why in words that can be stored and shown', async () => {
    const [outcome] = await outcomesOf([{ ErrorCode: 300, Message: `no\u0000\n${'x'.repeat(9_000)}` }])
    expect(outcome).toMatchObject({ reason: expect.stringMatching(/^no\nx{1,2000}$/) })
  })

  it.each([401, 500])('as a whole call by status %i says so in such words too', async (status) => {
    server.willAnswer(json({ ErrorCode: 10, Message: 'bad\u0000 token' }, status))
    expect(await email.sendBatch([mail('m1')])).toMatchObject({
      reason: expect.stringMatching(/: bad token$/),
    })
  })
})
