import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'

import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { ServerClient } from 'postmark'

import { fieldsOf } from '../../sandbox/postmark/fields.ts'
import type { PostmarkStandIn } from '../../sandbox/postmark/types.ts'
import { call, message, startReceiver, startRig } from './postmark-rig.ts'
import type { Receiver } from './postmark-rig.ts'

let standIn: PostmarkStandIn
let client: ServerClient
let receiver: Receiver

beforeEach(async () => {
  receiver = await startReceiver()
  ;({ standIn, client } = await startRig({ inboundAddress: 'reply@in.example.com' }))
})

afterEach(async () => {
  await standIn.stop()
  await receiver.stop()
})

const post = async (path: string, body: unknown = {}) => call(standIn, `/control${path}`, { body })

describe('the control API of the Postmark stand-in', () => {
  it('does from outside what people do to mails', async () => {
    await post('/connect', { eventsUrl: `${receiver.url}/e`, inboundUrl: `${receiver.url}/i` })
    await post('/settings', { automaticDelivery: false })
    const sent = await client.sendEmail(
      message({ TrackOpens: true, TrackLinks: 'HtmlOnly', ReplyTo: 'reply+abc@in.example.com' }),
    )
    const id = sent.MessageID
    const links = await call(standIn, `/control/links/${id}`)
    const [link] = links.list
    await post('/events/delivery', { id })
    await post('/events/open', { id, machine: true })
    await post('/events/click', { id, url: link?.['url'] })
    await post('/events/reply', { id, text: 'Yes' })
    await post('/events/out-of-office', { id })
    await post('/inbound', { from: 'a@b.example.com', to: 'reply@in.example.com', subject: 'x', text: 'y' })
    await post('/events/bounce', { id, kind: 'soft' })
    await post('/events/spam', { id })
    await post('/webhooks/idle')
    const kinds = receiver.received.map(({ path, body }) => body['RecordType'] ?? path)
    expect(kinds).toHaveLength(9)
    expect(kinds).toEqual(
      expect.arrayContaining([
        '/i',
        '/i',
        '/i',
        'Bounce',
        'Click',
        'Delivery',
        'Open',
        'SpamComplaint',
        'SubscriptionChange',
      ]),
    )
    const mail = await call(standIn, `/control/messages/${id}`)
    expect(mail.json['happened']).toEqual(['delivered', 'opened', 'clicked', 'bounced', 'complained'])
    const attempts = await call(standIn, '/control/webhooks/attempts')
    expect(attempts.list).toHaveLength(9)
  })

  it('moves, stops and speeds up the clock', async () => {
    let base = 1_000_000
    const rig = await startRig({ now: () => base })
    const control = async (path: string, body: unknown = {}) =>
      call(rig.standIn, `/control/clock${path}`, { body })
    await control('/pause')
    base += 10
    await control('/advance', { ms: 5000 })
    const stopped = await call(rig.standIn, '/control/clock')
    await control('/resume', { speed: 60 })
    base += 1000
    const faster = await call(rig.standIn, '/control/clock')
    await rig.standIn.stop()
    expect([stopped.json['now'], faster.json['now']]).toEqual([1_005_000, 1_065_000])
  })

  it('lets what becomes due on the way happen at its own moment', async () => {
    const rig = await startRig({ now: () => 1_000_000, deliveryLatencyMs: 300 })
    await rig.client.sendEmail(message())
    rig.standIn.advance(86_400_000)
    const [mail] = rig.standIn.inbox.list()
    const delivered = rig.standIn.inbox.mail(mail?.id ?? '').events.map(({ at }) => at)
    expect([delivered, rig.standIn.now()]).toEqual([[1_000_300], 87_400_000])
    await rig.standIn.stop()
  })

  it('adds and clears faults, and counts what was accepted', async () => {
    await post('/faults', {
      reply: { status: 500, errorCode: 101, message: 'x' },
      afterAccept: true,
      times: 5,
    })
    await expect(client.sendEmail(message())).rejects.toMatchObject({ statusCode: 500 })
    const waiting = await call(standIn, '/control/faults')
    expect(waiting.list).toMatchObject([{ fault: { times: 5 }, left: 4 }])
    await call(standIn, '/control/faults', { method: 'DELETE' })
    await client.sendEmail(message())
    const accepted = await call(standIn, '/control/accepted')
    expect(accepted.json).toEqual({ total: 2, repeated: { 's-1': 2 } })
  })

  it('says what is wrong with an order', async () => {
    const fault = await post('/faults', { reply: 'explode' })
    const mail = await post('/events/open', { id: 'nope' })
    const path = await post('/nowhere')
    expect([fault.status, mail.status, path.status]).toEqual([400, 400, 404])
    expect(fault.json['error']).toContain('explode')
  })

  it('forgets everything on reset, but not its hooks', async () => {
    await post('/connect', { eventsUrl: receiver.url })
    const first = await client.sendEmail(message())
    standIn.inbox.bounce(first.MessageID, 'hard')
    await standIn.webhooks.idle()
    standIn.faults.add({ reply: 'rate-limit' })
    await post('/reset')
    expect([standIn.accepted.total(), standIn.inbox.list()]).toEqual([0, []])
    receiver.received.length = 0
    await client.sendEmail(message())
    await standIn.webhooks.idle()
    expect(receiver.received).toMatchObject([{ body: { RecordType: 'Delivery' } }])
  })
})

describe('the Postmark stand-in as a process of its own', () => {
  it('prints where it listens, serves, and stops on SIGTERM', async () => {
    const child = spawn(
      process.execPath,
      [
        'sandbox/postmark/serve.ts',
        '--domains',
        'mail.example.com',
        '--no-bodies',
        '--index-lag-ms',
        '60000',
      ],
      { stdio: ['ignore', 'pipe', 'inherit'], env: { ...process.env, NODE_OPTIONS: '' } },
    )
    const exited = once(child, 'exit')
    const line = await new Promise<string>((resolve) => {
      createInterface(child.stdout).once('line', resolve)
    })
    const port = Number(fieldsOf(JSON.parse(line))['port'])
    const remote = new ServerClient('server-token', { useHttps: false, requestHost: `127.0.0.1:${port}` })
    const sent = await remote.sendEmail(message({ MessageStream: 'outbound' }))
    const filter = { count: 1, offset: 0, metadata_sendid: 's-1' }
    expect((await remote.getOutboundMessages(filter)).TotalCount).toBe(0)
    await fetch(`http://127.0.0.1:${port}/control/clock/advance`, { method: 'POST', body: '{"ms":60001}' })
    expect((await remote.getOutboundMessages(filter)).Messages[0]?.MessageID).toBe(sent.MessageID)
    expect((await remote.getOutboundMessageDetails(sent.MessageID)).HtmlBody).toBe('')
    child.kill('SIGTERM')
    expect(await exited).toEqual([0, null])
  })
})
