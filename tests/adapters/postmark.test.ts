import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals'
import { postmarkEmail } from '../../src/adapters/postmark.ts'
import type { Email, MailStream, OutgoingMail } from '../../src/ports/email.ts'
import {
  breakOff,
  hang,
  html,
  json,
  reset,
  stall,
  startVendorServer,
  type VendorServer,
} from './vendor-server.ts'

let server: VendorServer
let email: Email

const settings = {
  serverToken: 'token-1',
  broadcastStream: 'news',
  transactionalStream: 'outbound',
  timeoutSeconds: 60,
}

beforeAll(async () => {
  server = await startVendorServer()
  email = postmarkEmail({ ...settings, apiUrl: server.url })
})
beforeEach(() => void server.seen.splice(0))
afterAll(async () => server.close())

function mail(sendid: string, stream: MailStream = 'broadcast'): OutgoingMail {
  return {
    from: 'Ann <ann@acme.example>',
    to: `${sendid}@lead.example`,
    replyTo: 'reply+t0k@in.acme.example',
    subject: 'Hello',
    html: ['<p>Hi</p>'],
    text: ['Hi'],
    headers: { 'Message-ID': `<${sendid}@acme.example>` },
    metadata: { sendid, attempt: 'a-1' },
    stream,
  }
}

const accepted = (id: string) => ({
  To: `${id.replace('p', 'm')}@lead.example`,
  SubmittedAt: '2026-11-05T07:25:01.4178645-05:00',
  MessageID: id,
  ErrorCode: 0,
  Message: 'OK',
})
const sent = (id: string) => ({ kind: 'accepted', providerMessageId: id })
const two = [mail('m1'), mail('m2')]

describe('a batch that Postmark answers', () => {
  it('carries everything Postmark needs, one recipient per mail', async () => {
    server.willAnswer(json([accepted('p1'), accepted('p2')]))
    expect(await email.sendBatch(two)).toEqual({ kind: 'answered', outcomes: [sent('p1'), sent('p2')] })
    const [request] = server.seen
    expect(request).toMatchObject({ method: 'POST', url: '/email/batch' })
    expect(request?.headers).toMatchObject({ 'x-postmark-server-token': 'token-1' })
    expect(JSON.parse(request?.body ?? '')).toMatchObject([
      {
        From: 'Ann <ann@acme.example>',
        To: 'm1@lead.example',
        ReplyTo: 'reply+t0k@in.acme.example',
        Subject: 'Hello',
        HtmlBody: '<p>Hi</p>',
        TextBody: 'Hi',
        Headers: [
          { Name: 'Message-ID', Value: '<m1@acme.example>' },
          { Name: 'X-PM-KeepID', Value: 'true' },
        ],
        Metadata: { attempt: 'a-1', sendid: 'm1' },
        TrackOpens: true,
        TrackLinks: 'HtmlAndText',
        MessageStream: 'news',
      },
      { To: 'm2@lead.example', Metadata: { sendid: 'm2' } },
    ])
  })

  it('tells each person’s end in order, and who is inactive', async () => {
    server.willAnswer(
      json([
        { ErrorCode: 406, Message: 'marked as inactive' },
        { MessageID: 'p2', To: 'm2@lead.example', Message: 'Message accepted, but delivery may be delayed.' },
        { ErrorCode: 300, Message: 'm3@lead.example' },
      ]),
    )
    expect(await email.sendBatch([...two, mail('m3')])).toEqual({
      kind: 'answered',
      outcomes: [
        { kind: 'rejected', code: 406, reason: 'marked as inactive', inactive: true, about: 'recipient' },
        sent('p2'),
        { kind: 'rejected', code: 300, reason: 'm3@lead.example', inactive: false, about: 'recipient' },
      ],
    })
  })

  it.each([
    [10, 'forbidden'],
    [400, 'sender-refused'],
    [401, 'sender-refused'],
    [405, 'forbidden'],
    [412, 'forbidden'],
    [413, 'forbidden'],
    [1235, 'forbidden'],
  ])('rejects nobody for fault %i, which is our own: %s', async (code, kind) => {
    server.willAnswer(
      json([
        { ErrorCode: code, Message: 'your account' },
        { ErrorCode: 406, Message: 'inactive' },
      ]),
    )
    expect(await email.sendBatch(two)).toEqual({
      kind,
      reason: expect.stringContaining(`code ${code}: your account`),
    })
  })

  it('keeps what was accepted when the account fails in the middle of a batch', async () => {
    server.willAnswer(json([accepted('p1'), { ErrorCode: 405, Message: 'out of credits' }]))
    expect(await email.sendBatch(two)).toEqual({
      kind: 'answered',
      outcomes: [
        sent('p1'),
        { kind: 'refused', whose: 'account', reason: 'Postmark refuses with code 405: out of credits' },
      ],
    })
  })

  it('asks nobody about an empty batch', async () => {
    expect(await email.sendBatch([])).toEqual({ kind: 'answered', outcomes: [] })
    expect(server.seen).toEqual([])
  })
})

describe('a letter to one person', () => {
  const letter = [mail('m1', 'transactional')]

  it('goes to /email without any tracking', async () => {
    server.willAnswer(json(accepted('p1')))
    expect(await email.sendBatch(letter)).toEqual({ kind: 'answered', outcomes: [sent('p1')] })
    expect(server.seen[0]?.url).toBe('/email')
    expect(JSON.parse(server.seen[0]?.body ?? '')).toMatchObject({
      TrackOpens: false,
      TrackLinks: 'None',
      MessageStream: 'outbound',
    })
  })

  it.each([
    [406, true, 'recipient'],
    [300, false, 'mail'],
  ])('is rejected by 422 with code %i', async (code, inactive, about) => {
    server.willAnswer(json({ ErrorCode: code, Message: 'no\nway' }, 422))
    expect(await email.sendBatch(letter)).toEqual({
      kind: 'answered',
      outcomes: [{ kind: 'rejected', code, inactive, about, reason: expect.stringContaining('no\nway') }],
    })
  })

  it('rejects nobody when the sender is not confirmed', async () => {
    server.willAnswer(json({ ErrorCode: 400, Message: 'not a Sender Signature' }, 422))
    expect(await email.sendBatch(letter)).toMatchObject({ kind: 'sender-refused' })
  })
})

describe('a call without a usable answer', () => {
  it.each([
    ['a used-up rate', 'refused', json({ ErrorCode: 0, Message: 'slow down' }, 429)],
    ['a used-up rate that breaks off', 'refused', breakOff(429)],
    ['maintenance', 'refused', json({ ErrorCode: 100, Message: 'maintenance' }, 503)],
    ['a wrong token', 'forbidden', json({ ErrorCode: 10, Message: 'bad token' }, 401)],
    ['a wrong token told by half an answer', 'forbidden', breakOff(401)],
    ['a firewall', 'forbidden', html(403)],
    ['a batch over the limit', 'forbidden', json({ ErrorCode: 410, Message: 'too many' }, 422)],
    ['a batch too large', 'forbidden', html(413)],
    ['an overloaded proxy', 'unknown', html(503)],
    ['an internal error', 'unknown', json({ ErrorCode: 101, Message: 'oops' }, 500)],
    ['a bad gateway', 'unknown', html(502)],
    ['a gateway timeout', 'unknown', html(504)],
    ['a request timeout', 'unknown', html(408)],
    ['a reset after the request', 'unknown', reset],
    ['half an answer', 'unknown', breakOff(200)],
    ['a page', 'unknown', html(200)],
    ['an empty answer', 'unknown', json('')],
    ['nonsense', 'unknown', json('[{"Error')],
    ['null', 'unknown', json('null')],
    ['one result too few', 'unknown', json([accepted('p1')])],
    ['one result too many', 'unknown', json([accepted('p1'), accepted('p2'), accepted('p3')])],
    ['success without an id', 'unknown', json([accepted('p1'), { ErrorCode: 0, Message: 'OK' }])],
    ['an item that is no object', 'unknown', json([accepted('p1'), 'OK'])],
  ])('is judged right: %s → %s', async (_name, kind, answer) => {
    server.willAnswer(answer)
    expect(await email.sendBatch(two)).toEqual({
      kind,
      reason: expect.stringMatching(/^Postmark answered|gave no/),
    })
    expect(server.seen).toHaveLength(1)
  })

  it.each([
    ['silence', hang],
    ['half an answer, then silence', stall(200)],
  ])('is judged right when its time is over: %s → unknown', async (_name, answer) => {
    const impatient = postmarkEmail({ ...settings, apiUrl: server.url, timeoutSeconds: 2 })
    server.willAnswer(answer)
    expect(await impatient.sendBatch(two)).toEqual({
      kind: 'unknown',
      reason: expect.stringMatching(/^Postmark answered|gave no/),
    })
    expect(server.seen).toHaveLength(1)
  })

  it('counts as refused when nobody listens there', async () => {
    const gone = await startVendorServer()
    await gone.close()
    const outcome = await postmarkEmail({ ...settings, apiUrl: gone.url }).sendBatch(two)
    expect(outcome).toEqual({ kind: 'refused', reason: expect.stringContaining('ECONNREFUSED') })
  })

  it('counts as refused when the name does not exist', async () => {
    const nowhere = postmarkEmail({ ...settings, apiUrl: 'http://postmark.invalid' })
    const outcome = await nowhere.sendBatch(two)
    expect(outcome).toEqual({ kind: 'refused', reason: expect.stringMatching(/ENOTFOUND|EAI_AGAIN/) })
  })

  it('counts as refused when the server speaks no TLS', async () => {
    const secure = postmarkEmail({ ...settings, apiUrl: server.url.replace('http:', 'https:') })
    expect(await secure.sendBatch(two)).toMatchObject({ kind: 'refused' })
    expect(server.seen).toEqual([])
  })

  it('is not repeated to, and its token not shown to, the address of a redirect', async () => {
    server.willAnswer((response) => void response.writeHead(307, { Location: '/elsewhere' }).end())
    expect(await email.sendBatch(two)).toMatchObject({ kind: 'forbidden' })
    expect(server.seen.map((request) => request.url)).toEqual(['/email/batch'])
  })

  it('never tells the token', async () => {
    server.willAnswer(json({ ErrorCode: 10, Message: 'bad token' }, 401))
    expect(JSON.stringify(await email.sendBatch(two))).not.toContain('token-1')
  })
})
