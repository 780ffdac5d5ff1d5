import { type ClientRequest, request as httpRequest } from 'node:http'
import { afterAll, afterEach, beforeAll, expect, it } from '@jest/globals'
import { postmarkWebhooks } from '../../src/http/postmark-webhooks.ts'
import { createHttpApp, type HttpServer, startHttpServer } from '../../src/http/server.ts'
import { type TestDatabase, testDatabase } from '../support/database.ts'
import { quietLog } from '../support/quiet-log.ts'
import { recordingQueue } from '../support/recording-queue.ts'

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
  await until(async () => (await post(large())).status === 200)
})

type Answer = { status: number; retryAfter: string | undefined }
type Posting = { request: ClientRequest; answer: Promise<Answer> }

/** Begins a call; with `size` it says how long its body will be, else it is sent in chunks. */
function begin({ size, auth = authorization }: { size?: number; auth?: string }): Posting {
  const { promise, resolve, reject } = Promise.withResolvers<Answer>()
  const headers = { authorization: auth, ...(size === undefined ? {} : { 'content-length': size }) }
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

async function until(isSo: () => Promise<boolean>): Promise<void> {
  const end = Date.now() + 10_000
  while (!(await isSo())) {
    if (Date.now() > end) throw new Error('It never came to that')
  }
}

/** Two large calls that stop halfway and hold both places. */
async function twoHalfway() {
  const halves = [large(), large()].map((body) => {
    const posting = begin({ size: Buffer.byteLength(body) })
    posting.request.write(body.slice(0, 100))
    const { request, answer } = posting
    return { request, answer, rest: body.slice(100) }
  })
  await until(async () => (await post(large())).status === 503)
  return halves
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
  await until(async () => (await post(large())).status === 200)
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
