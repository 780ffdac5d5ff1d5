import { createServer, globalAgent, type Server } from 'node:http'
import { afterEach, beforeEach, expect, it } from '@jest/globals'
import { z } from 'zod'
import { postmarkEmail } from '../../src/adapters/postmark.ts'
import type { OutgoingMail } from '../../src/ports/email.ts'
import { until } from '../support/until.ts'

/** What arrived, mail by mail; a mail that is not what was written counts as broken. */
let arrived: { whole: number; broken: number }
let answerEarly: () => boolean
let server: Server
let apiUrl: string

beforeEach(async () => {
  arrived = { whole: 0, broken: 0 }
  answerEarly = () => false
  server = createServer((request, response) => {
    if (answerEarly()) {
      response.writeHead(500).end('{}')
      request.destroy()
      return
    }
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const mails = read(Buffer.concat(chunks).toString())
      response.writeHead(200, { 'content-type': 'application/json' })
      response.end(JSON.stringify(mails.map(({ MessageID }) => ({ ErrorCode: 0, MessageID }))))
    })
  })
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  apiUrl = `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`
})

afterEach(async () => {
  server.closeAllConnections()
  await new Promise<void>((resolve) => void server.close(() => resolve()))
})

const seen = z.array(z.object({ To: z.string(), TextBody: z.string() }))

function read(body: string): { MessageID: string }[] {
  return seen.parse(JSON.parse(body)).map(({ To, TextBody }) => {
    arrived[TextBody === textFor(To) ? 'whole' : 'broken'] += 1
    return { MessageID: To }
  })
}

const textFor = (to: string) => `${to} `.repeat(2_000)

function batch(name: string, size: number): OutgoingMail[] {
  return Array.from({ length: size }, (_, index) => {
    const to = `${name}-${index}@lead.example`
    return {
      from: 'Ann <ann@acme.example>',
      to,
      replyTo: 'reply@in.acme.example',
      subject: 'Hello',
      text: [textFor(to)],
      headers: {},
      metadata: { sendid: to, attempt: name },
      stream: 'broadcast',
    }
  })
}

const settings = {
  serverToken: 't',
  broadcastStream: 'news',
  transactionalStream: 'outbound',
  timeoutSeconds: 60,
}

it('writes no batch over another, however many are on their way', async () => {
  const email = postmarkEmail({ ...settings, apiUrl })
  const lane = async (name: string) => {
    for (let call = 0; call < 6; call += 1) {
      expect(await email.sendBatch(batch(`${name}-${call}`, 40))).toMatchObject({ kind: 'answered' })
    }
  }
  await Promise.all(['a', 'b', 'c', 'd'].map(lane))
  expect(arrived).toEqual({ whole: 4 * 6 * 40, broken: 0 })
})

it('leaves nothing behind on a connection that it uses again and again', async () => {
  const email = postmarkEmail({ ...settings, apiUrl })
  for (let call = 0; call < 15; call += 1) await email.sendBatch(batch(`r-${call}`, 2))
  expect(arrived).toEqual({ whole: 30, broken: 0 })
  const kept = () => Object.values(globalAgent.freeSockets).flatMap((sockets) => sockets ?? [])
  await until('the connection to be free', () => kept().length > 0)
  expect(Math.max(...kept().map((socket) => socket.listenerCount('connect')))).toBeLessThan(2)
})

it('does not take mail for never sent that went over a connection which stood before, as through a proxy', async () => {
  const direct = globalAgent.createConnection.bind(globalAgent)
  globalAgent.createConnection = (options, callback) => {
    const socket = direct(options)
    socket?.once('connect', () => callback?.(null, socket))
    return null
  }
  answerEarly = () => true
  server.prependListener('request', (request) => void request.socket.destroy())
  const outcome = await postmarkEmail({ ...settings, apiUrl }).sendBatch(batch('tunnel', 2))
  globalAgent.createConnection = direct
  expect(outcome).toMatchObject({ kind: 'unknown' })
})

it('writes over nothing that a broken call still holds', async () => {
  const email = postmarkEmail({ ...settings, apiUrl })
  let calls = 0
  answerEarly = () => (calls += 1) % 2 === 0
  const outcomes = await Promise.all(
    Array.from({ length: 16 }, async (_, index) => email.sendBatch(batch(`m-${index}`, 40))),
  )
  const answered = outcomes.filter(({ kind }) => kind === 'answered').length
  expect(outcomes.filter(({ kind }) => kind === 'unknown')).toHaveLength(8)
  expect(arrived).toEqual({ whole: answered * 40, broken: 0 })
})

it('takes nothing for handed over with a token that no header can hold', async () => {
  const email = postmarkEmail({ ...settings, apiUrl, serverToken: '“token”' })
  expect(await email.sendBatch(batch('n', 2))).toMatchObject({ kind: 'refused' })
})
