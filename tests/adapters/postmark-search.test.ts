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
