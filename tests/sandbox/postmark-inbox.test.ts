import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { Errors } from 'postmark'
import type { ServerClient } from 'postmark'

import { UnknownMailError } from '../../sandbox/postmark/inbox.ts'
import type { PostmarkStandIn } from '../../sandbox/postmark/types.ts'
import { message, startReceiver, startRig } from './postmark-rig.ts'
import type { Receiver } from './postmark-rig.ts'

const link = 'https://example.com/x?a=1&b=2'

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
    expect(machine?.['UserAgent']).toBe('Mozilla/5.0')
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
