import { once } from 'node:events'
import { type ClientRequest, request as httpRequest } from 'node:http'
import { afterAll, afterEach, beforeAll, expect, it } from '@jest/globals'
import { postmarkWebhooks } from '../../src/http/postmark-webhooks.ts'
import { createHttpApp, type HttpServer, startHttpServer } from '../../src/http/server.ts'
import { type TestDatabase, testDatabase } from '../support/database.ts'
import { quietLog } from '../support/quiet-log.ts'
import { recordingQueue } from '../support/recording-queue.ts'
import { until } from '../support/until.ts'

const authorization = `Basic ${Buffer.from('postmark:secret').toString('base64')}`
const megabyte = 1024 * 1024

let database: TestDatabase
let server: HttpServer
beforeAll(async () => {
  database = await testDatabase()
  const { log } = quietLog()
  const deps = { db: database.db, log, queue: recordingQueue().queue }
  const parts = [postmarkWebhooks(deps, { user: 'postmark', password: 'secret' })]
  server = await startHttpServer(createHttpApp({ parts, log }), { port: 0, host: '127.0.0.1' })
})
afterAll(async () => {
  await server.close()
  await database.stop()
})
const open: ClientRequest[] = []
afterEach(async () => {
  for (const call of open.splice(0)) call.destroy()
  await until('a place to be free', async () => (await post(large())).status === 200)
})

type Answer = { status: number; retryAfter: string | undefined }
type Beginning = { size?: number; auth?: string; more?: Record<string, string> }
type Posting = { request: ClientRequest; answer: Promise<Answer> }

/** Begins a call; with `size` it says how long its body will be, else it is sent in chunks. */
function begin({ size, auth = authorization, more = {} }: Beginning): Posting {
  const { promise, resolve, reject } = Promise.withResolvers<Answer>()
  const length = size === undefined ? {} : { 'content-length': size }
  const headers = { authorization: auth, ...length, ...more }
  const to = { port: server.port, host: '127.0.0.1', path: '/webhooks/postmark/inbound', method: 'POST' }
  const request = httpRequest({ ...to, headers }, (response) => {
    response.resume()
    resolve({ status: response.statusCode ?? 0, retryAfter: response.headers['retry-after'] })
  })
  request.on('error', reject)
  // What is broken off on purpose answers nobody.
  promise.catch(() => {})
  open.push(request)
  return { request, answer: promise }
}

let number = 0
function large(size = 2 * megabyte): string {
  number += 1
  return JSON.stringify({ MessageID: `m-${number}`, TextBody: 'x'.repeat(size) })
}

async function post(body: string, more: { chunked?: true; auth?: string } = {}): Promise<Answer> {
  const { chunked, auth = authorization } = more
  const { request, answer } = begin({ auth, ...(chunked ? {} : { size: Buffer.byteLength(body) }) })
  request.end(body)
  return answer
}

type Half = Posting & { rest: string }

/** A large call that stops halfway. Baton has decided about its place when this returns. */
async function half(): Promise<Half> {
  const body = large()
  const posting = begin({ size: Buffer.byteLength(body), more: { expect: '100-continue' } })
  posting.request.flushHeaders()
  await once(posting.request, 'continue')
  posting.request.write(body.slice(0, 100))
  return { ...posting, rest: body.slice(100) }
}

/** Two large calls that stop halfway and hold both places, as soon as both are to be had. */
async function twoHalfway(): Promise<Half[]> {
  return until('two calls to have both places', async () => {
    const halves = [await half(), await half()]
    let refused = 0
    for (const { answer } of halves) void answer.then(() => (refused += 1)).catch(() => {})
    const third = await post(large())
    if (third.status === 503 && refused === 0) return halves
    for (const { request } of halves) request.destroy()
    return null
  })
}

it('a third large body has to come again, however it is sent, until one of two is through', async () => {
  const halves = await twoHalfway()
  expect(await post(large())).toEqual({ status: 503, retryAfter: '60' })
  expect(await post(large(), { chunked: true })).toEqual({ status: 503, retryAfter: '60' })
  for (const { request, rest, answer } of halves) {
    request.end(rest)
    expect(await answer).toMatchObject({ status: 200 })
  }
  expect(await post(large())).toMatchObject({ status: 200 })
  expect(await post(large(), { chunked: true })).toMatchObject({ status: 200 })
})

it('small bodies never wait for large ones', async () => {
  await twoHalfway()
  expect(await post('{"MessageID":"small-1"}')).toMatchObject({ status: 200 })
  expect(await post('{"MessageID":"small-2"}', { chunked: true })).toMatchObject({ status: 200 })
})

it('a stranger takes no place, and is told so while all are taken', async () => {
  const strangers = Array.from({ length: 4 }, () => begin({ size: 3 * megabyte, auth: 'Basic eDp5' }))
  for (const { request, answer } of strangers) {
    request.write('x')
    expect(await answer).toMatchObject({ status: 401 })
  }
  expect(await post(large())).toMatchObject({ status: 200 })
  await twoHalfway()
  expect(await post(large(), { auth: 'Basic eDp5' })).toMatchObject({ status: 401 })
})

it('who breaks off gives the place back', async () => {
  for (const { request } of await twoHalfway()) request.destroy()
  await until('a place to be free', async () => (await post(large())).status === 200)
  // Were one place lost, one of these two would have to come again.
  for (const { request, rest, answer } of await twoHalfway()) {
    request.end(rest)
    expect(await answer).toMatchObject({ status: 200 })
  }
})

it('what is larger than anything is noted and taken without a place', async () => {
  await twoHalfway()
  const { request, answer } = begin({ size: 60 * megabyte })
  request.write('{')
  expect(await answer).toMatchObject({ status: 200 })
  expect(await database.db.webhookDelivery.count({ where: { dedupeKey: { startsWith: 'large:' } } })).toBe(1)
})
