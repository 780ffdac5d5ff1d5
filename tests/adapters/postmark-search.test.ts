import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals'
import { postmarkEmail } from '../../src/adapters/postmark.ts'
import type { Email } from '../../src/ports/email.ts'
import { html, json, reset, startVendorServer, type VendorServer } from './vendor-server.ts'

let server: VendorServer
let email: Email

beforeAll(async () => {
  server = await startVendorServer()
  email = postmarkEmail({
    serverToken: 'token-1',
    apiUrl: server.url,
    broadcastStream: 'news',
    transactionalStream: 'outbound',
    timeoutSeconds: 60,
  })
})
beforeEach(() => void server.seen.splice(0))
afterAll(async () => server.close())

describe('the search for an attempt', () => {
  const row = (n: number, attempt = 'a-1') => ({ MessageID: `p${n}`, Metadata: { attempt, sendid: `m${n}` } })

  it.each([
    ['broadcast', 'news'],
    ['transactional', 'outbound'],
  ] as const)('asks about the %s stream', async (stream, id) => {
    server.willAnswer(json({ TotalCount: 1, Messages: [row(1)] }))
    expect(await email.findByAttempt('a-1', stream)).toEqual([{ sendid: 'm1', providerMessageId: 'p1' }])
    const asked = new URL(server.seen[0]?.url ?? '', 'http://x.example')
    expect(asked.pathname).toBe('/messages/outbound')
    expect(Object.fromEntries(asked.searchParams)).toEqual({
      count: '500',
      offset: '0',
      messagestream: id,
      metadata_attempt: 'a-1',
    })
  })

  it('reads every page', async () => {
    server.willAnswer((response, request) => {
      const offset = Number(new URL(request.url, 'http://x.example').searchParams.get('offset'))
      const rows = Array.from({ length: Math.min(500, 1_100 - offset) }, (_, n) => row(offset + n))
      json({ TotalCount: 1_100, Messages: rows })(response, request)
    })
    const found = await email.findByAttempt('a-1', 'broadcast')
    expect(new Set(found.map((each) => each.sendid)).size).toBe(1_100)
    expect(server.seen).toHaveLength(3)
  })

  it('takes no mail of another attempt, whatever the provider lists', async () => {
    server.willAnswer(
      json({ TotalCount: 3, Messages: [row(1, 'a-2'), row(2), { MessageID: 'p3', Metadata: {} }] }),
    )
    expect(await email.findByAttempt('a-1', 'broadcast')).toEqual([{ sendid: 'm2', providerMessageId: 'p2' }])
  })

  it('goes on from what it got where pages are shorter than asked for', async () => {
    server.willAnswer((response, request) => {
      const offset = Number(new URL(request.url, 'http://x.example').searchParams.get('offset'))
      const rows = Array.from({ length: Math.min(2, 5 - offset) }, (_, n) => row(offset + n))
      json({ TotalCount: 5, Messages: rows })(response, request)
    })
    const found = await email.findByAttempt('a-1', 'broadcast')
    expect(found.map(({ sendid }) => sendid)).toEqual(['m0', 'm1', 'm2', 'm3', 'm4'])
  })

  it('finds every mail where the provider shows several under one id', async () => {
    const rows = [row(1), { ...row(2), MessageID: 'p1' }]
    server.willAnswer(json({ TotalCount: 2, Messages: rows }))
    const found = await email.findByAttempt('a-1', 'broadcast')
    expect(found.map(({ sendid }) => sendid)).toEqual(['m1', 'm2'])
  })

  const shortOf = (total: number, rows: object[]) => json({ TotalCount: total, Messages: rows })

  it.each([
    ['one of three', shortOf(3, [row(1)])],
    ['none of three', shortOf(3, [])],
    ['one of three, three times', shortOf(3, [row(1), row(1), row(1)])],
    ['more than it can page through', shortOf(10_001, [row(1)])],
  ])('throws when it is shown %s, so that nobody is taken for not found', async (_name, answer) => {
    server.willAnswer(answer)
    await expect(email.findByAttempt('a-1', 'broadcast')).rejects.toThrow(
      /Search for sent mails failed. Postmark has \d+ and showed \d/,
    )
    expect(server.seen.length).toBeLessThanOrEqual(20)
  })

  it.each(['p\u0000', 'p 1', 'p'.repeat(72_000)])(
    'throws on an id that is none (case %#), and stores nothing',
    async (MessageID) => {
      server.willAnswer(shortOf(1, [{ ...row(1), MessageID }]))
      await expect(email.findByAttempt('a-1', 'broadcast')).rejects.toThrow('something unreadable')
    },
  )

  it.each([
    ['an error', json({ ErrorCode: 10, Message: 'bad token' }, 401)],
    ['a reset', reset],
    ['a page', html(200)],
    ['an empty answer', json('')],
  ])('throws on %s, so that nothing is concluded from it', async (_name, answer) => {
    server.willAnswer(answer)
    await expect(email.findByAttempt('a-1', 'broadcast')).rejects.toThrow('Search for sent mails failed')
  })
})
