import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals'
import { postmarkWebhooks } from '../../src/http/postmark-webhooks.ts'
import { createHttpApp, type HttpServer, startHttpServer } from '../../src/http/server.ts'
import { type TestDatabase, testDatabase } from '../support/database.ts'
import { type LoggedLine, quietLog } from '../support/quiet-log.ts'
import { recordingQueue } from '../support/recording-queue.ts'

const credentials = { user: 'postmark', password: 'a:pass:word' }
const basic = (user: string, password: string) =>
  `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`
const authorization = basic(credentials.user, credentials.password)

let database: TestDatabase
let server: HttpServer
let lines: LoggedLine[]
let queueIsAway = false
beforeAll(async () => {
  database = await testDatabase()
  const quiet = quietLog()
  lines = quiet.lines
  const { queue } = recordingQueue()
  const deps = {
    db: database.db,
    log: quiet.log,
    queue: {
      enqueue: (...words: Parameters<typeof queue.enqueue>) =>
        queueIsAway ? Promise.reject(new Error('away')) : queue.enqueue(...words),
    },
  }
  const app = createHttpApp({ parts: [postmarkWebhooks(deps, credentials)], log: quiet.log })
  server = await startHttpServer(app, { port: 0, host: '127.0.0.1' })
})
afterAll(async () => {
  await server.close()
  await database.stop()
})
beforeEach(async () => {
  await database.db.webhookDelivery.deleteMany()
  lines.length = 0
})

type Call = { route?: 'events' | 'inbound'; body: unknown; headers?: Record<string, string> }

async function post({ route = 'events', body, headers = { authorization } }: Call): Promise<number> {
  const response = await fetch(`http://127.0.0.1:${server.port}/webhooks/postmark/${route}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  })
  await response.text()
  return response.status
}
const stored = () => database.db.webhookDelivery.findMany({ orderBy: { id: 'asc' } })
const delivery = {
  RecordType: 'Delivery',
  MessageID: '883953f4-6105-42a2-a16a-77a8eac79483',
  Recipient: 'john@example.com',
  DeliveredAt: '2026-11-05T16:33:54.9070259Z',
}
const click = {
  RecordType: 'Click',
  MessageID: delivery.MessageID,
  Recipient: 'john@example.com',
  ReceivedAt: '2026-11-05T16:33:54.9070259Z',
  OriginalLink: 'https://example.com/a',
}

describe('a caller of the Postmark webhooks', () => {
  it.each([
    ['none', undefined],
    ['another scheme', `Bearer ${credentials.password}`],
    ['nothing after the scheme', 'Basic '],
    ['what is not base64', 'Basic !!!'],
    ['no colon', `Basic ${Buffer.from('postmark').toString('base64')}`],
    ['another password', basic('postmark', 'a:pass:wor')],
    ['the password cut at its colon', basic('postmark', 'a')],
    ['another user', basic('postmarl', 'a:pass:word')],
    ['nothing in both', basic('', '')],
  ])('with %s for credentials gets 401, and nothing happens', async (_what, header) => {
    const headers = header === undefined ? {} : { authorization: header }
    for (const route of ['events', 'inbound'] as const) {
      expect(await post({ route, body: delivery, headers })).toBe(401)
    }
    expect(await stored()).toEqual([])
    expect(lines.map(({ level }) => level)).toEqual(['warn', 'warn'])
    expect(JSON.stringify(lines)).not.toContain('pass')
  })

  it('may write the scheme in any case', async () => {
    expect(
      await post({ body: delivery, headers: { authorization: authorization.replace('Basic', 'basic') } }),
    ).toBe(200)
  })

  it('is told 401, not 413, before a body of any size was read', async () => {
    expect(await post({ body: 'x'.repeat(6 * 1024 * 1024), headers: {} })).toBe(401)
  })
})

describe('an event', () => {
  it('is stored as it came', async () => {
    expect(await post({ body: delivery })).toBe(200)
    expect(await stored()).toMatchObject([{ source: 'postmark-event', payload: delivery, appliedAt: null }])
  })

  it('is stored once over all repetitions, by its trace id or by what it says', async () => {
    const traced = { authorization, 'x-pm-webhook-trace-id': 'trace-1' }
    for (const headers of [traced, traced, { authorization }, { authorization }]) {
      expect(await post({ body: delivery, headers })).toBe(200)
    }
    expect((await stored()).map(({ dedupeKey }) => dedupeKey)).toEqual([
      'trace:trace-1',
      expect.stringMatching(/^event:[0-9a-f]{64}$/),
    ])
  })

  it('is told from every other that differs in one of the fields that make it', async () => {
    const others = [
      delivery,
      { ...delivery, RecordType: 'Open' },
      { ...delivery, Recipient: 'jane@example.com' },
      { ...delivery, DeliveredAt: '2026-11-05T16:33:55Z' },
      { ...delivery, MessageID: 'b' },
      click,
      { ...click, OriginalLink: 'https://example.com/b' },
      { RecordType: 'Bounce', MessageID: 'b', ID: 1, Email: 'john@example.com' },
      { RecordType: 'Bounce', MessageID: 'b', ID: 2, Email: 'john@example.com' },
      { RecordType: 'SubscriptionChange', MessageID: null, Recipient: 'a@example.com', ChangedAt: 'x' },
      {
        RecordType: 'SubscriptionChange',
        MessageID: null,
        Recipient: 'a@example.com',
        ChangedAt: 'x',
        Tag: 1,
      },
    ]
    for (const body of others) await post({ body })
    expect(await stored()).toHaveLength(others.length)
  })

  it('gets 500 when it cannot be put in line; repeated by Postmark it is still one', async () => {
    queueIsAway = true
    const status = await post({ body: delivery })
    queueIsAway = false
    expect(status).toBe(500)
    expect(await post({ body: delivery })).toBe(200)
    expect(await stored()).toHaveLength(1)
  })
})

describe('what nobody announced', () => {
  it.each([
    ['a probe', '{"Probe":true}'],
    ['an unknown kind', '{"RecordType":"Sneeze","MessageID":{"a":1}}'],
    ['no JSON', '{"RecordType":'],
    ['a list', '[]'],
    ['a word', '"hello"'],
    ['nothing', ''],
    ['very deep JSON', `{"a":${'['.repeat(20_000)}${']'.repeat(20_000)}}`],
    ['a character that PostgreSQL refuses', String.raw`{"MessageID":"a\u0000b\ud800"}`],
  ])('%s from Postmark itself is kept and taken', async (_what, body) => {
    for (const route of ['events', 'inbound'] as const) expect(await post({ route, body })).toBe(200)
    expect(await stored()).toHaveLength(2)
  })

  it('is taken even when it is too large to be kept, and an operator is told', async () => {
    expect(await post({ body: `{"a":"${'x'.repeat(5 * 1024 * 1024)}"}` })).toBe(200)
    expect(await stored()).toMatchObject([
      { payload: { unreadable: expect.stringMatching(/^A body of \d+ bytes$/) } },
    ])
    expect(lines).toMatchObject([{ level: 'error', message: 'A webhook call was too large to be kept' }])
  })
})

describe('an inbound mail', () => {
  it('is stored once per mail, whatever trace it comes with', async () => {
    const body = { MessageID: 'm-1', From: 'alan@example.com' }
    for (const trace of ['1', '2']) {
      await post({ route: 'inbound', body, headers: { authorization, 'x-pm-webhook-trace-id': trace } })
    }
    expect(await stored()).toMatchObject([
      { source: 'postmark-inbound', dedupeKey: 'message:m-1', payload: body },
    ])
  })

  it('may be larger than any event, and is kept without the files in it', async () => {
    const file = { Name: 'a.pdf', ContentType: 'application/pdf', ContentLength: 6_000_000 }
    const Attachments = [{ ...file, Content: 'A'.repeat(6 * 1024 * 1024) }]
    const body = { MessageID: 'm-2', Attachments, RawEmail: 'everything again' }
    expect(await post({ route: 'inbound', body })).toBe(200)
    const [row] = await stored()
    expect(row?.payload).toEqual({ MessageID: 'm-2', Attachments: [file] })
  })

  it('is kept in bounds, whatever was put into it', async () => {
    const Headers = Array.from({ length: 20_000 }, (_, index) => ({ Name: `X-${index}`, Value: 'x' }))
    const body = { MessageID: 'm-3', Subject: 'Hi', HtmlBody: 'x'.repeat(20 * 1024 * 1024), Headers }
    expect(await post({ route: 'inbound', body: { ...body, ['k'.repeat(600_000)]: [body.HtmlBody] } })).toBe(
      200,
    )
    const [row] = await stored()
    expect(JSON.stringify(row?.payload).length).toBeLessThan(2_000_000)
    expect(row?.payload).toMatchObject({ MessageID: 'm-3', Subject: 'Hi', Headers: Headers.slice(0, 1_000) })
  })
})

it('a bounce is kept without the mail in it, and with no more of the stranger’s words than anybody reads', async () => {
  const bounce = { RecordType: 'Bounce', MessageID: 'b', ID: 1, Email: 'a@example.com' }
  const hostile = { Content: 'x'.repeat(1_000_000), Details: 'y'.repeat(1_000_000) }
  expect(await post({ body: { ...bounce, ...hostile } })).toBe(200)
  const [row] = await stored()
  expect(row?.payload).toEqual({ ...bounce, Details: 'y'.repeat(10_000) })
})
