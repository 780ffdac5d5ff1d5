import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import type { ServerClient } from 'postmark'

import { listOf } from '../../sandbox/postmark/fields.ts'
import type { Fields } from '../../sandbox/postmark/fields.ts'
import type { PostmarkStandIn } from '../../sandbox/postmark/types.ts'
import { call, message, startReceiver, startRig } from './postmark-rig.ts'
import type { Receiver } from './postmark-rig.ts'

let receiver: Receiver
let standIn: PostmarkStandIn
let client: ServerClient

beforeEach(async () => {
  receiver = await startReceiver()
  ;({ standIn, client } = await startRig({
    automaticDelivery: false,
    inboundAddress: 'reply@in.example.com',
    hooks: { eventsUrl: `${receiver.url}/events`, inboundUrl: `${receiver.url}/inbound` },
  }))
})

afterEach(async () => {
  await standIn.stop()
  await receiver.stop()
})

const send = async (changes: Record<string, unknown> = {}) =>
  (await client.sendEmail(message({ TrackOpens: true, TrackLinks: 'HtmlAndText', ...changes }))).MessageID

const bodies = async () => {
  await standIn.webhooks.idle()
  return receiver.received.map(({ body }) => body)
}

describe('answering a mail', () => {
  const thread = {
    ReplyTo: 'Ann <reply+k3x@in.example.com>',
    Headers: [
      { Name: 'Message-ID', Value: '<s-2@mail.example.com>' },
      { Name: 'References', Value: '<s-1@mail.example.com>' },
    ],
    To: 'John Doe <john@example.com>',
  }
  const headersOf = (body: Fields | undefined) =>
    new Map(listOf(body?.['Headers']).map(({ Name, Value }) => [Name, Value]))

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
    const failed = await call(standIn, '/messages/inbound?count=10&offset=0&status=failed')
    expect(listOf(failed.json['InboundMessages'])).toMatchObject([{ MessageID: reply.id }])
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
