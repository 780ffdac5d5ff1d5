import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { Errors } from 'postmark'
import type { ServerClient } from 'postmark'

import { listOf } from '../../sandbox/postmark/fields.ts'
import type { PostmarkStandIn } from '../../sandbox/postmark/types.ts'
import type { FaultReply } from '../../sandbox/postmark/watch-types.ts'
import { call, clientOf, message, startRig } from './postmark-rig.ts'

let standIn: PostmarkStandIn
let client: ServerClient

beforeEach(async () => {
  ;({ standIn, client } = await startRig())
})

afterEach(async () => standIn.stop())

/** What the vendor's client makes of one send. */
const outcome = async (sender: ServerClient = client): Promise<unknown> =>
  sender.sendEmailBatch([message()]).catch((error: unknown) => error)

describe('faults of the Postmark stand-in', () => {
  it.each<[FaultReply, number]>([
    ['reset', 0],
    ['accept-then-reset', 1],
  ])('%s drops the connection', async (reply, accepted) => {
    standIn.faults.add({ reply })
    expect(await outcome()).toMatchObject({ code: 0, statusCode: 0 })
    expect(standIn.accepted.count('s-1')).toBe(accepted)
    expect(standIn.journal.requests()).toMatchObject([{ status: 0, fault: reply }])
  })

  it.each<[FaultReply, number]>([
    ['timeout', 0],
    ['accept-then-hang', 1],
  ])('%s never answers', async (reply, accepted) => {
    standIn.faults.add({ reply })
    expect(await outcome(clientOf(standIn, 0.2))).toMatchObject({ code: 0, statusCode: 0 })
    expect(standIn.accepted.count('s-1')).toBe(accepted)
  })

  it.each<[FaultReply, unknown]>([
    ['html200', expect.stringContaining('<html>')],
    ['empty200', {}],
    ['nonsense200', [null, 'nonsense', { Unexpected: true }]],
  ])('%s answers 200 without having accepted anything', async (reply, expected) => {
    standIn.faults.add({ reply })
    expect(await outcome()).toEqual(expected)
    expect(standIn.accepted.total()).toBe(0)
  })

  it('truncate accepts and breaks off in the middle of the answer', async () => {
    standIn.faults.add({ reply: 'truncate' })
    const error = await outcome()
    expect(error).toMatchObject({ name: 'TypeError', message: 'terminated' })
    expect(error).not.toBeInstanceOf(Errors.PostmarkError)
    expect(standIn.accepted.count('s-1')).toBe(1)
  })

  it('rate-limit refuses with 429', async () => {
    standIn.faults.add({ reply: 'rate-limit' })
    expect(await outcome()).toBeInstanceOf(Errors.RateLimitExceededError)
    expect(standIn.accepted.total()).toBe(0)
  })

  it('delayed accepts and answers without an ErrorCode', async () => {
    standIn.faults.add({ reply: 'delayed' })
    const [sent] = listOf(await outcome())
    expect(sent).not.toHaveProperty('ErrorCode')
    expect(sent).toMatchObject({ Message: 'Message accepted, but delivery may be delayed.' })
    expect(standIn.inbox.list()).toMatchObject([{ id: sent?.['MessageID'] }])
  })

  it('an error of choice may come after the mails were accepted', async () => {
    const reply = { status: 503, errorCode: 100, message: 'Maintenance' }
    standIn.faults.add({ reply })
    standIn.faults.add({ reply, afterAccept: true })
    expect(await outcome()).toMatchObject({ code: 100, statusCode: 503 })
    expect(standIn.accepted.total()).toBe(0)
    expect(await outcome()).toMatchObject({ code: 100, statusCode: 503 })
    expect(standIn.accepted.total()).toBe(1)
  })

  it('for a recipient fails that message alone', async () => {
    const reply = { status: 422, errorCode: 406, message: 'Inactive.' }
    standIn.faults.add({ match: { recipient: 'bad*' }, reply })
    const body = ['a@example.com', 'Bad <bad@example.com>', 'bad2@example.com'].map((To) => message({ To }))
    const answer = await call(standIn, '/email/batch', { body })
    expect(answer.list.map(({ ErrorCode }) => ErrorCode)).toEqual([0, 406, 0])
  })

  it('for a recipient may drop the whole call that carries it', async () => {
    standIn.faults.add({ match: { recipient: 'b@example.com' }, reply: 'accept-then-reset' })
    await expect(client.sendEmailBatch([message({ To: 'a@example.com' })])).resolves.toHaveLength(1)
    await expect(
      client.sendEmailBatch([message({ To: 'a@example.com' }), message({ To: 'b@example.com' })]),
    ).rejects.toMatchObject({ statusCode: 0 })
    expect(standIn.accepted.count('s-1')).toBe(3)
  })

  it('strike only where they match, as often as they were asked to', async () => {
    standIn.faults.add({ match: { method: 'GET', path: '/messages/*' }, reply: 'rate-limit', times: 2 })
    expect(await outcome()).toHaveLength(1)
    const search = async () => (await call(standIn, '/messages/outbound?count=1&offset=0')).status
    expect([await search(), await search(), await search()]).toEqual([429, 429, 200])
  })

  it('go away when taken away', async () => {
    const remove = standIn.faults.add({ reply: 'rate-limit', times: 10 })
    remove()
    expect(await outcome()).toHaveLength(1)
  })

  it('with a probability strike the same calls for the same seed', async () => {
    const statuses = async (): Promise<number[]> => {
      const rig = await startRig({ seed: 7 })
      rig.standIn.faults.add({ reply: 'rate-limit', probability: 0.3 })
      const seen: number[] = []
      for (let n = 0; n < 40; n += 1) seen.push((await call(rig.standIn, '/server')).status)
      await rig.standIn.stop()
      return seen
    }
    const first = await statuses()
    expect(await statuses()).toEqual(first)
    const struck = first.filter((status) => status === 429).length
    expect(struck).toBeGreaterThan(4)
    expect(struck).toBeLessThan(22)
  })

  it('show how often a mail was accepted', async () => {
    await client.sendEmailBatch([message(), message({ Metadata: { sendid: 's-2' } })])
    await client.sendEmail(message())
    expect([...standIn.accepted.counts()]).toEqual([
      ['s-1', 2],
      ['s-2', 1],
    ])
    expect(standIn.accepted.count('s-9')).toBe(0)
  })
})

describe('the journal', () => {
  it('tells listeners of requests and webhook attempts until they leave', async () => {
    const seen: string[] = []
    const leave = standIn.journal.onChange((entry) =>
      seen.push(
        entry.kind === 'request' ? `${entry.method} ${entry.path} ${entry.status}` : entry.recordType,
      ),
    )
    standIn.connect({ eventsUrl: 'http://127.0.0.1:1/closed' })
    await call(standIn, '/server')
    await client.sendEmail(message())
    await standIn.webhooks.idle()
    leave()
    await call(standIn, '/server')
    expect(seen).toEqual(['GET /server 200', 'POST /email 200', 'Delivery'])
  })
})

describe('faults on order', () => {
  it('tell how often they will still strike, and each can be taken back by itself', async () => {
    standIn.faults.add({ reply: 'rate-limit', times: 2 })
    standIn.faults.add({ reply: 'reset', times: 3 })
    await outcome()
    const waiting = () => standIn.faults.waiting().map(({ fault, left }) => [fault.reply, left])
    expect(waiting()).toEqual([
      ['rate-limit', 1],
      ['reset', 3],
    ])
    standIn.faults.takeBack(standIn.faults.waiting()[0]?.id ?? 0)
    expect(waiting()).toEqual([['reset', 3]])
    expect(await outcome()).toMatchObject({ statusCode: 0 })
  })
})
