import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { Errors } from 'postmark'
import type { ServerClient } from 'postmark'

import { UnknownMailError } from '../../sandbox/postmark/inbox.ts'
import type { PostmarkStandIn } from '../../sandbox/postmark/types.ts'
import type { UnsubscribeHandling } from '../../sandbox/postmark/words.ts'
import { message, startReceiver, startRig } from './postmark-rig.ts'
import type { Receiver } from './postmark-rig.ts'

const link = 'https://example.com/x?a=1&b=2'

let receiver: Receiver
let standIn: PostmarkStandIn
let client: ServerClient

const start = async (unsubscribe: UnsubscribeHandling) => {
  receiver = await startReceiver()
  ;({ standIn, client } = await startRig({
    automaticDelivery: false,
    inboundAddress: 'reply@in.example.com',
    hooks: { eventsUrl: `${receiver.url}/events`, inboundUrl: `${receiver.url}/inbound` },
    streams: [
      { id: 'outbound', kind: 'Transactional' },
      { id: 'broadcast', kind: 'Broadcasts', unsubscribe },
      { id: 'inbound', kind: 'Inbound' },
    ],
  }))
}

beforeEach(async () => start('Custom'))

afterEach(async () => {
  await standIn.stop()
  await receiver.stop()
})

const restart = async (unsubscribe: UnsubscribeHandling) => {
  await standIn.stop()
  await receiver.stop()
  await start(unsubscribe)
}

const send = async (changes: Record<string, unknown> = {}) =>
  (await client.sendEmail(message({ TrackOpens: true, TrackLinks: 'HtmlAndText', ...changes }))).MessageID

const bodies = async () => {
  await standIn.webhooks.idle()
  return receiver.received.map(({ body }) => body)
}

describe('reading a mail', () => {
  it('lists mails of one address, newest first', async () => {
    const first = await send()
    await send({ To: 'Jane <jane@example.com>' })
    const last = await send({ To: '"John, the" <JOHN@example.com>' })
    const ids = standIn.inbox.list({ to: 'John@example.com' }).map(({ id }) => id)
    expect(ids).toEqual([last, first])
    expect(standIn.inbox.list({ limit: 1 }).map(({ id }) => id)).toEqual([last])
  })

  it('says that it does not know a mail', () => {
    expect(() => standIn.inbox.open('nope')).toThrow(UnknownMailError)
  })

  it('tells of first and later opens, by people and by machines', async () => {
    const id = await send()
    standIn.inbox.open(id, { machine: true })
    standIn.inbox.open(id)
    const [machine, person] = await bodies()
    expect(machine).toMatchObject({ RecordType: 'Open', FirstOpen: true, MessageID: id, Geo: {} })
    expect(machine?.['UserAgent']).toContain('GoogleImageProxy')
    expect(person).toMatchObject({ FirstOpen: false, Metadata: { sendid: 's-1' }, ReadSeconds: 5 })
    expect(person).not.toHaveProperty('ServerID')
    expect(standIn.inbox.mail(id).happened).toEqual(['opened', 'opened'])
  })

  it('reports no opens and clicks that the sender did not ask to track', async () => {
    const id = await send({ TrackOpens: false, TrackLinks: 'None' })
    expect(standIn.inbox.open(id).webhooks).toEqual([])
    expect(standIn.inbox.click(id, link).webhooks).toEqual([])
    expect(await bodies()).toEqual([])
  })

  it('reports the first click on each link only', async () => {
    const id = await send({ TextBody: 'See https://example.com/other.' })
    expect(standIn.inbox.links(id)).toEqual([
      { url: link, text: 'offer', tracked: true },
      { url: 'https://example.com/other', text: 'https://example.com/other', tracked: true },
    ])
    standIn.inbox.click(id, link)
    standIn.inbox.click(id, link)
    standIn.inbox.click(id, 'https://example.com/other')
    const clicks = await bodies()
    expect(clicks.map((body) => [body['OriginalLink'], body['ClickLocation']])).toEqual([
      [link, 'HTML'],
      ['https://example.com/other', 'Text'],
    ])
    expect(() => standIn.inbox.click(id, 'https://example.com/none')).toThrow('has no link')
  })
})

describe('a mail that comes back', () => {
  it('hard makes the address inactive on its stream, until the bounce is activated', async () => {
    const id = await send()
    standIn.inbox.bounce(id, 'hard')
    const [bounce, change] = await bodies()
    expect(bounce).toMatchObject({ RecordType: 'Bounce', Type: 'HardBounce', TypeCode: 1, Inactive: true })
    expect(bounce).toMatchObject({
      CanActivate: true,
      Email: 'john@example.com',
      Metadata: { sendid: 's-1' },
    })
    expect(change).toMatchObject({ SuppressSending: true, SuppressionReason: 'HardBounce', MessageID: id })
    await expect(send()).rejects.toBeInstanceOf(Errors.InactiveRecipientsError)
    await expect(send({ MessageStream: 'outbound' })).resolves.toEqual(expect.any(String))
    const listed = await client.getBounces({ count: 10, offset: 0, messageStream: 'broadcast' })
    expect(listed.Bounces.map(({ ID, MessageID }) => [ID, MessageID])).toEqual([[bounce?.['ID'], id]])
    await client.activateBounce(Number(bounce?.['ID']))
    await expect(send()).resolves.toEqual(expect.any(String))
  })

  it('softly leaves it active', async () => {
    standIn.inbox.bounce(await send(), 'soft')
    expect(await bodies()).toMatchObject([{ Type: 'SoftBounce', TypeCode: 4096, Inactive: false }])
    await expect(send()).resolves.toEqual(expect.any(String))
  })

  it('as a complaint makes it inactive for good', async () => {
    standIn.inbox.complain(await send())
    const [complaint, change] = await bodies()
    expect(complaint).toMatchObject({ RecordType: 'SpamComplaint', TypeCode: 100_001, CanActivate: false })
    expect(change).toMatchObject({ SuppressionReason: 'SpamComplaint', Origin: 'Recipient' })
    await expect(client.activateBounce(Number(complaint?.['ID']))).rejects.toMatchObject({ code: 1003 })
    const deletion = await client.deleteSuppressions('broadcast', {
      Suppressions: [{ EmailAddress: 'john@example.com' }],
    })
    expect(deletion.Suppressions[0]?.Status).toBe('Failed')
  })
})

describe('answering a mail', () => {
  const thread = {
    ReplyTo: 'Ann <reply+k3x@in.example.com>',
    Headers: [
      { Name: 'Message-ID', Value: '<s-2@mail.example.com>' },
      { Name: 'References', Value: '<s-1@mail.example.com>' },
    ],
    To: 'John Doe <john@example.com>',
  }
  const headersOf = (body: Readonly<Record<string, unknown>> | undefined) =>
    new Map((body?.['Headers'] as { Name: string; Value: string }[]).map(({ Name, Value }) => [Name, Value]))

  it('goes to Reply-To, in the thread, with the original quoted', async () => {
    const id = await send(thread)
    const reply = standIn.inbox.reply(id, { text: 'Sounds good.' })
    const [body] = await bodies()
    expect(receiver.received[0]?.path).toBe('/inbound')
    expect(body).toMatchObject({
      MessageID: reply.id,
      From: 'john@example.com',
      FromName: 'John Doe',
      Subject: 'Re: Hello',
      OriginalRecipient: 'reply+k3x@in.example.com',
      MailboxHash: 'k3x',
      ToFull: [{ Email: 'reply+k3x@in.example.com', Name: 'Ann', MailboxHash: 'k3x' }],
      StrippedTextReply: 'Sounds good.',
    })
    expect(body).not.toHaveProperty('RecordType')
    expect(body?.['TextBody']).toMatch(/^Sounds good\.\n\nOn .* wrote:\n> Hi, see/)
    const headers = headersOf(body)
    expect(headers.get('In-Reply-To')).toBe('<s-2@mail.example.com>')
    expect(headers.get('References')).toBe('<s-1@mail.example.com> <s-2@mail.example.com>')
    expect([...headers.keys()][0]).toBe('Return-Path')
    expect(standIn.inbox.sent()[0]).toMatchObject({ status: 'processed', inReplyTo: id })
  })

  it('may come from another address and with another subject', async () => {
    const id = await send(thread)
    standIn.inbox.reply(id, { text: 'For John', fromOther: 'jane@example.com', subject: 'Fwd: Hello' })
    expect(await bodies()).toMatchObject([{ From: 'jane@example.com', Subject: 'Fwd: Hello' }])
  })

  it('by an absent person’s server is marked as automatic', async () => {
    standIn.inbox.outOfOffice(await send(thread))
    const [body] = await bodies()
    expect(body?.['Subject']).toBe('Automatic reply: Hello')
    expect(headersOf(body).get('Auto-Submitted')).toBe('auto-replied')
    expect(headersOf(body).get('In-Reply-To')).toBe('<s-2@mail.example.com>')
  })

  it('never reaches the server when the mail names no address of its own', async () => {
    const reply = standIn.inbox.reply(await send(), { text: 'Hello?' })
    expect(reply.status).toBe('undeliverable')
    expect(await bodies()).toEqual([])
    const listed = await client.getInboundMessages({ count: 10, offset: 0 })
    expect(listed.TotalCount).toBe(0)
  })

  it('is tried for hours on any answer but 200, and stops at 403', async () => {
    const id = await send(thread)
    receiver.answer = () => 204
    const reply = standIn.inbox.reply(id, { text: 'Yes' })
    await standIn.webhooks.idle()
    for (const minutes of [1, 5, 10, 10, 10, 15, 30, 60, 120, 360]) {
      expect(standIn.inbox.sent()[0]?.status).toBe('queued')
      standIn.advance(minutes * 60_000)
      await standIn.webhooks.idle()
    }
    expect(receiver.received).toHaveLength(11)
    expect(standIn.inbox.sent()[0]?.status).toBe('failed')
    const failed = await client.getInboundMessages({ count: 10, offset: 0, status: 'failed' as never })
    expect(failed.InboundMessages.map(({ MessageID }) => MessageID)).toEqual([reply.id])
    receiver.answer = () => 403
    await client.retryInboundHookForMessage(reply.id)
    await standIn.webhooks.idle()
    expect(standIn.webhooks.pending().retrying).toBe(0)
    expect(standIn.journal.attempts().at(-1)).toMatchObject({ outcome: 'dropped', retriesRemaining: 10 })
  })

  it('is not needed to write to us', async () => {
    standIn.inbox.sendNew({ from: 'a@b.example.com', to: 'reply@in.example.com', subject: 'Hi', text: 'New' })
    const [body] = await bodies()
    expect(body).toMatchObject({ MailboxHash: '', StrippedTextReply: '', TextBody: 'New' })
    expect(headersOf(body).has('In-Reply-To')).toBe(false)
  })
})

describe('unsubscribing', () => {
  const own = (url: string) => ({
    Headers: [
      { Name: 'List-Unsubscribe', Value: `<mailto:x@y.example.com>, <${url}>` },
      { Name: 'List-Unsubscribe-Post', Value: 'List-Unsubscribe=One-Click' },
    ],
  })

  it('with custom handling posts one click to the sender, and adds nothing to the mail', async () => {
    const id = await send(own(`${receiver.url.replace(/\/\/.*@/, '//')}/u/token`))
    const mail = standIn.inbox.mail(id)
    expect([mail.html, mail.text]).toEqual([message().HtmlBody, message().TextBody])
    await standIn.inbox.unsubscribe(id)
    expect(receiver.received).toMatchObject([
      { path: '/u/token', body: { text: 'List-Unsubscribe=One-Click' } },
    ])
    expect(standIn.journal.attempts()).toEqual([])
  })

  it('with Postmark’s handling replaces the headers, adds a footer and reports the change', async () => {
    await restart('Postmark')
    const id = await send(own('https://example.com/u'))
    const mail = standIn.inbox.mail(id)
    const url = `${standIn.url}/unsubscribe/${id}`
    const listHeaders = mail.headers.filter(({ Name }) => Name.startsWith('List-'))
    expect(listHeaders).toEqual([
      { Name: 'List-Unsubscribe', Value: `<${url}>` },
      { Name: 'List-Unsubscribe-Post', Value: 'List-Unsubscribe=One-Click' },
    ])
    expect(mail.html).toContain(`href="${url}"`)
    expect(mail.text).toContain(url)
    await standIn.inbox.unsubscribe(id)
    expect(await bodies()).toMatchObject([
      {
        RecordType: 'SubscriptionChange',
        MessageID: id,
        Recipient: 'john@example.com',
        Origin: 'Recipient',
        SuppressSending: true,
        SuppressionReason: 'ManualSuppression',
        Metadata: { sendid: 's-1' },
      },
    ])
    await expect(send()).rejects.toMatchObject({ code: 406 })
  })

  it('puts Postmark’s link where the sender left room for it, and then no footer', async () => {
    await restart('Postmark')
    const id = await send({
      HtmlBody: '<a href="{{{ pm:unsubscribe }}}">Leave</a>',
      TextBody: 'Leave: {{{pm:unsubscribe}}}',
    })
    const url = `${standIn.url}/unsubscribe/${id}`
    const { html, text } = standIn.inbox.mail(id)
    expect([html, text]).toEqual([`<a href="${url}">Leave</a>`, `Leave: ${url}`])
  })

  it('on Postmark’s page needs a press of the button, not just a look', async () => {
    await restart('Postmark')
    const id = await send()
    const url = `${standIn.url}/unsubscribe/${id}`
    expect(await (await fetch(url)).text()).toContain('<form method="post">')
    expect(await bodies()).toEqual([])
    await fetch(url, { method: 'POST' })
    expect(await bodies()).toMatchObject([{ RecordType: 'SubscriptionChange' }])
  })

  it('without headers presses the button on the page behind the visible link', async () => {
    const { createServer } = await import('node:http')
    const seen: string[] = []
    const page = createServer((request, response) => {
      seen.push(`${request.method} ${request.url}`)
      request.resume()
      response.end(
        '<form action="/confirm?t=1" method="post"><input name="t" value="1"><button>OK</button></form>',
      )
    })
    await new Promise<void>((resolve) => {
      page.listen(0, '127.0.0.1', resolve)
    })
    const address = page.address()
    const port = typeof address === 'object' ? address?.port : 0
    const id = await send({
      HtmlBody: `<a href="http://127.0.0.1:${port}/u/1">Unsubscribe</a>`,
      TextBody: '',
    })
    await standIn.inbox.unsubscribe(id)
    page.close()
    page.closeAllConnections()
    expect(seen).toEqual(['GET /u/1', 'POST /confirm?t=1'])
  })
})
