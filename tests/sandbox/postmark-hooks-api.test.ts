import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import type { ServerClient } from 'postmark'

import type { PostmarkStandIn } from '../../sandbox/postmark/types.ts'
import { call, message, startReceiver, startRig } from './postmark-rig.ts'
import type { Receiver } from './postmark-rig.ts'

let receiver: Receiver
let standIn: PostmarkStandIn
let client: ServerClient

beforeEach(async () => {
  receiver = await startReceiver()
  ;({ standIn, client } = await startRig({ automaticDelivery: false }))
})

afterEach(async () => {
  await standIn.stop()
  await receiver.stop()
})

const kinds = () => receiver.received.map(({ body }) => body['RecordType'])

describe('webhooks set up through the API', () => {
  const triggers = {
    Open: { Enabled: true, PostFirstOpenOnly: true },
    Bounce: { Enabled: true, IncludeContent: true },
  }
  const create = async (changes: Record<string, unknown> = {}) =>
    call(standIn, '/webhooks', {
      body: { Url: `${receiver.url}/api`, MessageStream: 'outbound', Triggers: triggers, ...changes },
    })

  it('are probed for every enabled kind before they are saved', async () => {
    const answer = await create({ HttpAuth: { Username: 'u', Password: 'p' } })
    expect(answer.json).toMatchObject({ MessageStream: 'outbound', Status: 'verified', Triggers: triggers })
    expect(new Set(kinds())).toEqual(new Set(['Bounce', 'Open']))
    expect(receiver.received[0]?.headers.authorization).toBe(`Basic ${Buffer.from('u:p').toString('base64')}`)
  })

  it('are not saved when a probe is answered with 204', async () => {
    receiver.answer = ({ body }) => (body['RecordType'] === 'Bounce' ? 204 : 200)
    const answer = await create()
    expect([answer.status, answer.json['ErrorCode']]).toEqual([422, 1364])
    const list = await client.getWebhooks()
    expect(list.Webhooks).toEqual([])
  })

  it('get no events while unverified, and get them once verified', async () => {
    const created = await create({ Verify: false })
    expect(created.json['Status']).toBe('unverified')
    const sent = await client.sendEmail(message({ MessageStream: 'outbound', TrackOpens: true }))
    standIn.inbox.open(sent.MessageID)
    await standIn.webhooks.idle()
    expect(receiver.received).toEqual([])
    await call(standIn, `/webhooks/${String(created.json['ID'])}/verify`, { method: 'POST', body: {} })
    receiver.received.length = 0
    standIn.inbox.bounce(sent.MessageID, 'soft')
    await standIn.webhooks.idle()
    expect(kinds()).toEqual(['Bounce'])
    expect(receiver.received[0]?.body['Content']).toContain('Subject: Hello')
  })

  it('hear of first opens only when they ask for that', async () => {
    await create()
    const sent = await client.sendEmail(message({ MessageStream: 'outbound', TrackOpens: true }))
    receiver.received.length = 0
    standIn.inbox.open(sent.MessageID)
    standIn.inbox.open(sent.MessageID)
    await standIn.webhooks.idle()
    expect(receiver.received.map(({ body }) => body['FirstOpen'])).toEqual([true])
  })

  it('can be edited, listed by stream and deleted with the client', async () => {
    const created = await client.createWebhook({
      Url: `${receiver.url}/a`,
      MessageStream: 'broadcast',
      Triggers: { Click: { Enabled: true } },
    })
    const edited = await client.editWebhook(created.ID, { Url: `${receiver.url}/b` })
    expect(edited).toMatchObject({ Url: `${receiver.url}/b`, Triggers: { Click: { Enabled: true } } })
    const listed = await client.getWebhooks({ messageStream: 'broadcast' })
    expect(listed.Webhooks.map(({ ID }) => ID)).toEqual([created.ID])
    await client.deleteWebhook(created.ID)
    expect((await client.getWebhooks()).Webhooks).toEqual([])
  })

  it('are refused on the inbound stream', async () => {
    const answer = await create({ MessageStream: 'inbound' })
    expect(answer.json['ErrorCode']).toBe(1351)
  })
})
