import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import type { ServerClient } from 'postmark'

import { listOf } from '../../sandbox/postmark/fields.ts'
import type { Fields } from '../../sandbox/postmark/fields.ts'
import type { PostmarkStandIn } from '../../sandbox/postmark/types.ts'
import { call, message, startRig } from './postmark-rig.ts'

let standIn: PostmarkStandIn
let client: ServerClient

beforeEach(async () => {
  ;({ standIn, client } = await startRig({ automaticDelivery: false }))
})

afterEach(async () => standIn.stop())

const search = async (query: string) => call(standIn, `/messages/outbound?${query}`)
const idsOf = (answer: { json: Fields }) => listOf(answer.json['Messages']).map(({ MessageID }) => MessageID)

describe('searching mails at the Postmark stand-in', () => {
  it('finds by one metadata field, before and after the key was first searched', async () => {
    const first = await client.sendEmail(message({ Metadata: { attempt: 'a-1', sendid: 's-1' } }))
    await client.sendEmail(message({ Metadata: { attempt: 'a-2', sendid: 's-2' } }))
    const filter = { count: 50, offset: 0, messageStream: 'broadcast', metadata_attempt: 'a-1' }
    const before = await client.getOutboundMessages(filter)
    expect(before.Messages.map(({ MessageID }) => MessageID)).toEqual([first.MessageID])
    const second = await client.sendEmail(message({ Metadata: { attempt: 'a-1', sendid: 's-3' } }))
    const after = await client.getOutboundMessages(filter)
    expect(after.TotalCount).toBe(2)
    expect(after.Messages[0]).toMatchObject({
      MessageID: second.MessageID,
      Metadata: { attempt: 'a-1', sendid: 's-3' },
      To: [{ Email: 'john@example.com' }],
      Recipients: ['john@example.com'],
      MessageStream: 'broadcast',
    })
  })

  it('refuses two metadata fields', async () => {
    const answer = await search('count=1&offset=0&metadata_a=1&metadata_b=2')
    expect(answer.status).toBe(422)
  })

  it('looks on outbound unless told otherwise', async () => {
    await client.sendEmail(message())
    const own = await client.sendEmail(message({ MessageStream: 'outbound' }))
    expect(idsOf(await search('count=10&offset=0'))).toEqual([own.MessageID])
    expect(idsOf(await search('count=10&offset=0&messagestream=broadcast'))).toHaveLength(1)
  })

  it('does not find a mail before the index has caught up', async () => {
    standIn.settings.indexLagMs = 90_000
    const sent = await client.sendEmail(message({ MessageStream: 'outbound' }))
    expect(idsOf(await search('count=10&offset=0&metadata_sendid=s-1'))).toEqual([])
    standIn.advance(89_000)
    expect(idsOf(await search('count=10&offset=0&metadata_sendid=s-1'))).toEqual([])
    standIn.advance(1500)
    expect(idsOf(await search('count=10&offset=0&metadata_sendid=s-1'))).toEqual([sent.MessageID])
  })

  it('asks a lag function once per mail', async () => {
    let asked = 0
    standIn.settings.indexLagMs = (random) => {
      asked += 1
      return random() * 10
    }
    await client.sendEmailBatch([message(), message(), message()])
    expect(asked).toBe(3)
  })

  it('pages from the newest, and never beyond 10,000', async () => {
    const sent = await client.sendEmailBatch(
      ['a', 'b', 'c', 'd'].map((name) => message({ To: `${name}@example.com`, MessageStream: 'outbound' })),
    )
    const newestFirst = sent.map(({ MessageID }) => MessageID).reverse()
    expect(idsOf(await search('count=2&offset=0'))).toEqual(newestFirst.slice(0, 2))
    expect(idsOf(await search('count=3&offset=2'))).toEqual(newestFirst.slice(2))
    expect(idsOf(await search('count=2&offset=4'))).toEqual([])
    const refused = await Promise.all(
      ['count=501&offset=0', 'count=500&offset=9501', 'offset=0', 'count=1', 'count=0&offset=0'].map(search),
    )
    expect(refused.map(({ status }) => status)).toEqual([422, 422, 422, 422, 422])
  })

  it('filters by recipient, tag and Eastern date', async () => {
    const sent = await client.sendEmail(message({ Tag: 'spring', MessageStream: 'outbound' }))
    await client.sendEmail(message({ To: 'jane@example.com', MessageStream: 'outbound' }))
    const day = sent.SubmittedAt.slice(0, 10)
    expect(idsOf(await search('count=9&offset=0&recipient=JOHN@example.com'))).toEqual([sent.MessageID])
    expect(idsOf(await search('count=9&offset=0&tag=spring'))).toEqual([sent.MessageID])
    expect(idsOf(await search(`count=9&offset=0&fromdate=${day}&todate=${day}`))).toHaveLength(2)
    expect(idsOf(await search('count=9&offset=0&todate=2001-01-01'))).toEqual([])
  })

  it('shows the events in the details and the headers in the dump', async () => {
    const Headers = [{ Name: 'Message-ID', Value: '<s-1@mail.example.com>' }]
    const sent = await client.sendEmail(message({ Headers, TrackOpens: true }))
    standIn.inbox.open(sent.MessageID)
    standIn.inbox.bounce(sent.MessageID, 'soft')
    const details = await client.getOutboundMessageDetails(sent.MessageID)
    expect(details.MessageEvents.map(({ Type }) => Type)).toEqual(['Opened', 'Bounced'])
    const dump = await client.getOutboundMessageDump(sent.MessageID)
    expect(dump.Body).toContain('Message-ID: <s-1@mail.example.com>\r\n')
    expect(dump.Body).toContain(`X-PM-Message-Id: ${sent.MessageID}\r\n`)
  })

  it('no longer finds a person whose data was removed, but still counts what was accepted', async () => {
    await client.sendEmail(message({ MessageStream: 'outbound' }))
    const body = {
      RequestedBy: 'me@example.com',
      RequestedFor: 'john@example.com',
      NotifyWhenCompleted: false,
    }
    const removal = await call(standIn, '/data-removals', { body })
    expect(removal.json['Status']).toBe('Pending')
    standIn.advance(61_000)
    const done = await call(standIn, `/data-removals/${String(removal.json['ID'])}`)
    expect(done.json['Status']).toBe('Done')
    expect(idsOf(await search('count=9&offset=0'))).toEqual([])
    expect(standIn.accepted.count('s-1')).toBe(1)
  })
})
