import { Server } from 'node:http'
import { connect, type Socket } from 'node:net'
import { afterEach, describe, expect, it, jest } from '@jest/globals'
import type { RequestHandler } from 'express'
import { Registry } from 'prom-client'
import { metricsRoutes } from '../../src/http/metrics.ts'
import { createHttpApp, type HttpServer, startHttpServer } from '../../src/http/server.ts'
import { quietLog } from '../support/quiet-log.ts'

const open: HttpServer[] = []
afterEach(async () => {
  await Promise.all(open.splice(0).map((server) => server.close()))
})

async function serve(...parts: RequestHandler[]) {
  const { log, lines } = quietLog()
  const server = await startHttpServer(createHttpApp({ parts, log }), { port: 0, host: '127.0.0.1' })
  open.push(server)
  return { server, lines, url: `http://127.0.0.1:${server.port}` }
}

describe('the HTTP server', () => {
  it('answers 404 in words where there is nothing, and does not say what it is made of', async () => {
    const { url } = await serve()
    const response = await fetch(`${url}/nothing`)
    expect([response.status, await response.text()]).toEqual([404, 'There is nothing at this address.\n'])
    expect(response.headers.has('x-powered-by')).toBe(false)
  })

  it('hides a fault behind a reference that the log has too', async () => {
    const { url, lines } = await serve(() => {
      throw new Error('SELECT secret FROM canary')
    })
    const response = await fetch(`${url}/u/a-token`)
    const text = await response.text()
    const ref = /^That did not work \(ref ([0-9a-f]{8})\)\.\n$/.exec(text)?.[1]
    expect([response.status, text]).toEqual([500, expect.not.stringContaining('canary')])
    expect(lines).toMatchObject([{ level: 'error', facts: { ref, route: '/u' } }])
    expect(JSON.stringify(lines)).not.toContain('a-token')
  })

  it('says in a sentence that its port is taken', async () => {
    const { server } = await serve()
    const again = startHttpServer(createHttpApp({ parts: [], log: quietLog().log }), {
      port: server.port,
      host: '127.0.0.1',
    })
    await expect(again).rejects.toThrow(
      `Port ${server.port} is taken by another program. Stop that one, or set PORT to a free port.`,
    )
  })

  it('gives its metrics as Prometheus reads them', async () => {
    const { url } = await serve(metricsRoutes(new Registry()))
    const response = await fetch(`${url}/metrics`)
    expect(response.headers.get('content-type')).toMatch(/^text\/plain; version=/)
  })
})

describe('stopping', () => {
  it('finishes the request that is running, then closes its kept-alive connection, and takes no new ones', async () => {
    const { promise: begun, resolve: begin } = Promise.withResolvers<undefined>()
    const { promise: released, resolve: release } = Promise.withResolvers<undefined>()
    const { server } = await serve(async (_request, response) => {
      begin(undefined)
      await released
      response.send('finished')
    })
    const socket = await dial(server.port)
    const idle = await dial(server.port)
    socket.write('GET / HTTP/1.1\r\nHost: x\r\nConnection: keep-alive\r\n\r\n')
    const received = readAll(socket)
    await begun
    const cutOff = jest.spyOn(Server.prototype, 'closeAllConnections')
    const closed = server.close()
    await expect(dial(server.port)).rejects.toThrow(/ECONNREFUSED/)
    release(undefined)
    await closed
    expect(cutOff).not.toHaveBeenCalled()
    expect(await received).toMatch(/200 OK[^]*finished/)
    expect(await readAll(idle)).toBe('')
  })
})

async function dial(port: number): Promise<Socket> {
  const socket = connect(port, '127.0.0.1')
  const { promise, resolve, reject } = Promise.withResolvers<undefined>()
  socket.once('connect', () => {
    resolve(undefined)
  })
  socket.once('error', reject)
  await promise
  return socket
}

/** What comes in until the other side ends the connection. */
async function readAll(socket: Socket): Promise<string> {
  let received = ''
  for await (const text of socket.setEncoding('utf8')) received += String(text)
  return received
}
