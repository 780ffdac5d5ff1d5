import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { Errors } from 'postmark'
import type { ServerClient } from 'postmark'

import type { PostmarkStandIn } from '../../sandbox/postmark/types.ts'
import { call, message, startRig } from './postmark-rig.ts'

let standIn: PostmarkStandIn
let client: ServerClient

beforeEach(async () => {
  ;({ standIn, client } = await startRig())
})

afterEach(async () => standIn.stop())

describe('sending one mail to the Postmark stand-in', () => {
  it('answers with a lower-case UUID and an Eastern time of seven fraction digits', async () => {
    const sent = await client.sendEmail(message())
    expect(sent).toMatchObject({ To: 'john@example.com', ErrorCode: 0, Message: 'OK' })
    expect(sent.MessageID).toMatch(/^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/)
    expect(sent.SubmittedAt).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{7}-0[45]:00$/)
    expect(Math.abs(Date.parse(sent.SubmittedAt) - Date.now())).toBeLessThan(10_000)
  })

  it('keeps a Message-ID of the sender, and makes one otherwise', async () => {
    const Headers = [{ Name: 'Message-ID', Value: '<s-1@mail.example.com>' }]
    const own = await client.sendEmail(message({ Headers }))
    const made = await client.sendEmail(message())
    expect(standIn.inbox.mail(own.MessageID).messageId).toBe('<s-1@mail.example.com>')
    expect(standIn.inbox.mail(made.MessageID).messageId).toBe(`<${made.MessageID}@mtasv.net>`)
  })

  it('puts a mail without a stream on outbound', async () => {
    const sent = await client.sendEmail(message({ MessageStream: undefined }))
    expect(standIn.inbox.mail(sent.MessageID).stream).toBe('outbound')
  })

  it('accepts nothing with the test token, and skips the sender check', async () => {
    const answer = await call(standIn, '/email', {
      body: message({ From: 'x@elsewhere.example.com' }),
      headers: { 'X-Postmark-Server-Token': 'POSTMARK_API_TEST' },
    })
    expect(answer.json['Message']).toBe('Test job accepted')
    expect(standIn.accepted.total()).toBe(0)
  })
})

const many = (count: number, make: (index: number) => [string, string]) =>
  Object.fromEntries(Array.from({ length: count }, (_, index) => make(index)))

describe('what the Postmark stand-in refuses', () => {
  it.each<[string, Record<string, unknown>, number]>([
    ['a From that is no address', { From: 'ann' }, 300],
    ['a From over 255 characters', { From: `${'a'.repeat(250)} <a@mail.example.com>` }, 300],
    ['a From that is not verified', { From: 'ann@other.example.com' }, 400],
    ['no recipient', { To: '' }, 300],
    ['a recipient that is no address', { To: 'john@' }, 300],
    ['a unicode local part', { To: 'jöhn@example.com' }, 300],
    ['a bad Cc', { Cc: 'a@example.com, b' }, 300],
    ['51 recipients', { To: Array.from({ length: 51 }, (_, n) => `a${n}@example.com`).join(',') }, 300],
    ['a bad ReplyTo', { ReplyTo: 'nobody' }, 300],
    ['a subject over 2000 units', { Subject: 'x'.repeat(2001) }, 300],
    ['a tag over 1000 characters', { Tag: 'x'.repeat(1001) }, 300],
    ['no body at all', { HtmlBody: '', TextBody: '' }, 300],
    ['an unknown TrackLinks', { TrackLinks: 'Some' }, 300],
    ['an HTML body over 5 MB', { HtmlBody: 'ä'.repeat(2_700_000) }, 300],
    ['11 metadata fields', { Metadata: many(11, (n) => [`k${n}`, 'v']) }, 300],
    ['a metadata name of 21 characters', { Metadata: { ['k'.repeat(21)]: 'v' } }, 300],
    ['a metadata value of 81 characters', { Metadata: { sendid: 'v'.repeat(81) } }, 300],
    ['metadata names that differ in case only', { Metadata: { sendid: 'a', SendId: 'b' } }, 300],
    ['metadata that is not text', { Metadata: { sendid: 7 } }, 403],
    ['a field of the wrong type', { Subject: 7 }, 403],
    ['a header with a line break', { Headers: [{ Name: 'X-A', Value: 'a\r\nBcc: x@y.zz' }] }, 300],
    ['an executable', { Attachments: [{ Name: 'a.EXE', Content: 'eA==', ContentType: 'a/b' }] }, 411],
    ['a stream that does not exist', { MessageStream: 'nope' }, 1235],
    ['a stream that cannot send', { MessageStream: 'inbound' }, 1236],
  ])('%s', async (_what, changes, errorCode) => {
    const answer = await call(standIn, '/email', { body: message(changes) })
    expect([answer.status, answer.json['ErrorCode']]).toEqual([422, errorCode])
    expect(answer.headers.get('x-pm-apierrorcode')).toBe(String(errorCode))
    expect(standIn.accepted.total()).toBe(0)
  })

  it('nothing that is exactly at a limit', async () => {
    const To = Array.from({ length: 50 }, (_, n) => `a${n}@example.com`).join(', ')
    const Metadata = many(10, (n) => [`${'k'.repeat(19)}${n}`, 'v'.repeat(80)])
    const sent = await client.sendEmail(
      message({ To, Metadata, Subject: 'x'.repeat(2000), Tag: 't'.repeat(1000) }),
    )
    expect(sent.ErrorCode).toBe(0)
  })

  it('a bad token with 401 and code 10, so that the client names it', async () => {
    const answer = await call(standIn, '/email', {
      body: message(),
      headers: { 'X-Postmark-Server-Token': 'wrong' },
    })
    expect([answer.status, answer.json['ErrorCode']]).toEqual([401, 10])
  })

  it('a request that is not JSON with 415, and JSON that cannot be read with 402', async () => {
    const typed = await call(standIn, '/email', { body: 'x', headers: { 'Content-Type': 'text/plain' } })
    const broken = await call(standIn, '/email', { body: '{"From":' })
    expect(typed.status).toBe(415)
    expect([broken.status, broken.json['ErrorCode']]).toEqual([422, 402])
  })

  it('a single mail over 10 MB with 413 in HTML', async () => {
    const answer = await call(standIn, '/email', { body: `"${'x'.repeat(10 * 1024 * 1024)}"` })
    expect(answer.status).toBe(413)
    expect(answer.headers.get('content-type')).toContain('text/html')
  })

  it('an endpoint it does not know with 501', async () => {
    const answer = await call(standIn, '/templates')
    expect(answer.status).toBe(501)
  })
})

describe('batches', () => {
  it('fail item by item, in request order, with nothing but code and message', async () => {
    const items = [message({ To: 'a@example.com' }), message({ To: 'bad' }), message({ To: 'c@example.com' })]
    const answer = await call(standIn, '/email/batch', { body: items })
    expect(answer.status).toBe(200)
    expect(answer.list.map((result) => result['To'])).toEqual(['a@example.com', undefined, 'c@example.com'])
    expect(answer.list[1]).toEqual({ ErrorCode: 300, Message: "Invalid 'To' address: 'bad'." })
  })

  it('take 500 mails; 501 fail as a whole with 410', async () => {
    const batch = (count: number) =>
      Array.from({ length: count }, () => message({ Metadata: { sendid: 's' } }))
    await expect(client.sendEmailBatch(batch(500))).resolves.toHaveLength(500)
    const answer = await call(standIn, '/email/batch', { body: batch(501) })
    expect([answer.status, answer.json['ErrorCode']]).toEqual([422, 410])
    expect(standIn.accepted.count('s')).toBe(500)
  })

  it('over 50 MB fail with 413', async () => {
    const answer = await call(standIn, '/email/batch', { body: `["${'x'.repeat(50 * 1024 * 1024)}"]` })
    expect(answer.status).toBe(413)
  })

  it('that are no array, or hold a field of a wrong type, fail as a whole', async () => {
    const object = await call(standIn, '/email/batch', { body: { Messages: [] } })
    const holed = await call(standIn, '/email/batch', { body: [message(), null] })
    const mistyped = await call(standIn, '/email/batch', { body: [message(), message({ To: ['a@b.cc'] })] })
    const codes = [object, holed, mistyped].map(({ json }) => json['ErrorCode'])
    expect(codes).toEqual([403, 403, 403])
    expect(standIn.accepted.total()).toBe(0)
  })
})

describe('inactive recipients', () => {
  const suppress = async (stream: string, ...addresses: string[]) =>
    client.createSuppressions(stream, { Suppressions: addresses.map((EmailAddress) => ({ EmailAddress })) })

  it('are refused with 406, on their own stream only, whatever the case of the address', async () => {
    await suppress('broadcast', 'John@Example.com')
    const failure = await client.sendEmail(message()).catch((error: unknown) => error)
    expect(failure).toBeInstanceOf(Errors.InactiveRecipientsError)
    expect(failure).toMatchObject({ recipients: ['john@example.com'] })
    const other = await client.sendEmail(message({ MessageStream: 'outbound' }))
    expect(other.ErrorCode).toBe(0)
  })

  it('are told in the other wording on demand, which the client cannot read', async () => {
    standIn.settings.inactiveWording = 'newlines'
    await suppress('broadcast', 'john@example.com')
    const failure = await client.sendEmail(message()).catch((error: unknown) => error)
    expect(failure).toBeInstanceOf(Errors.InactiveRecipientsError)
    const wording = expect.stringContaining('inactive.\nFound inactive addresses: john@example.com.\n')
    expect(failure).toMatchObject({ recipients: [], message: wording })
  })

  it('do not stop a mail that has active ones too', async () => {
    await suppress('broadcast', 'john@example.com')
    const sent = await client.sendEmail(message({ To: 'john@example.com, jane@example.com' }))
    expect(sent.Message).toBe(
      'Message OK, but will not deliver to these inactive addresses: john@example.com.',
    )
  })
})
