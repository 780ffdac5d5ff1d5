import { createServer, type RequestListener } from 'node:http'
import { afterEach, expect, it } from '@jest/globals'
import { createSlackClient } from '../../src/bot/slack-client.ts'
import { readFile } from '../../src/bot/slack-files.ts'
import { quietLog } from '../support/quiet-log.ts'

const stops: (() => void)[] = []
afterEach(() => {
  for (const stop of stops.splice(0)) stop()
})

/** Reads a file from a server that answers like this, at most 100 bytes of it. */
async function readFrom(listener: RequestListener, claim: { size?: number; url?: string } = {}) {
  const server = createServer(listener)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  stops.push(() => {
    server.closeAllConnections()
    server.close()
  })
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('No port')
  const { port } = address
  const apiUrl = `http://127.0.0.1:${port}/api/`
  const client = createSlackClient({ token: 'xoxb-secret', apiUrl, log: quietLog().log })
  const url = claim.url ?? `http://127.0.0.1:${port}/files/a.csv`
  return readFile(client, { id: 'F1', name: 'a.csv', size: claim.size ?? 10, url }, 100)
}

const answering =
  (body: string, type = 'text/csv'): RequestListener =>
  (_, response) => {
    response.setHeader('content-type', type).end(body)
  }

it('reads a file with the bot’s token', async () => {
  let token: string | undefined
  const outcome = await readFrom((request, response) => {
    token = request.headers.authorization
    response.end('email\na@example.com\n')
  })
  expect(outcome).toEqual({ kind: 'ok', bytes: new TextEncoder().encode('email\na@example.com\n') })
  expect(token).toBe('Bearer xoxb-secret')
})

it('knows a login page from a file, whatever it is called', async () => {
  const page = '<!DOCTYPE html><html><body>Sign in</body></html>'
  for (const type of ['text/html; charset=utf-8', 'text/csv']) {
    const outcome = await readFrom(answering(page, type))
    expect(outcome).toMatchObject({ kind: 'unreadable' })
    expect(JSON.stringify(outcome)).toContain('files:read')
  }
})

it('stops at the limit, whatever size was claimed and however much comes', async () => {
  const { promise: closed, resolve: close } = Promise.withResolvers<undefined>()
  const endless: RequestListener = (_, response) => {
    response.on('close', () => {
      close(undefined)
    })
    const more = () => {
      while (!response.destroyed && response.write('x'.repeat(64))) continue
      if (!response.destroyed) response.once('drain', more)
    }
    more()
  }
  expect(await readFrom(endless)).toEqual({ kind: 'too-large' })
  await closed
  expect(await readFrom(answering('x'.repeat(100)))).toMatchObject({ kind: 'ok' })
  expect(await readFrom(answering('x'), { size: 101 })).toEqual({ kind: 'too-large' })
})

it('gives the token to Slack and to nobody else', async () => {
  for (const url of [
    'https://slack.com.evil.example/a',
    'http://files.slack.com/a',
    'file:///etc/passwd',
    'nothing',
  ]) {
    expect(await readFrom(answering('x'), { url })).toMatchObject({ kind: 'unreadable' })
  }
})

it('follows no redirect, so that the token stays with Slack, and says what to mend', async () => {
  const asked: (string | undefined)[] = []
  const elsewhere = createServer((request, response) => {
    asked.push(request.headers.authorization)
    response.end('email\na@example.com\n')
  })
  await new Promise<void>((resolve) => elsewhere.listen(0, '127.0.0.1', resolve))
  stops.push(() => elsewhere.close())
  const address = elsewhere.address()
  if (address === null || typeof address === 'string') throw new Error('No port')
  for (const status of [301, 302, 303, 307, 308]) {
    const outcome = await readFrom((_, response) => {
      response.writeHead(status, { location: `http://127.0.0.1:${address.port}/a.csv` }).end()
    })
    expect(outcome).toEqual({ kind: 'unreadable', reason: expect.stringContaining('files:read') })
  }
  expect(asked).toEqual([])
})

it('says that a file is gone, and fails for another try when Slack is down', async () => {
  const status =
    (code: number): RequestListener =>
    (_, response) => {
      response.writeHead(code).end()
    }
  expect(await readFrom(status(404))).toMatchObject({ kind: 'unreadable' })
  await expect(readFrom(status(503))).rejects.toThrow('503')
})
