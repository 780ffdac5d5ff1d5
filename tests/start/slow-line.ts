import { once } from 'node:events'
import { createServer, IncomingMessage, request, type ServerResponse } from 'node:http'
import { buffer } from 'node:stream/consumers'
import { z } from 'zod'

/** A line to Baton that is cut in two: what comes in is passed on when `release` is called, its headers at once. */
export type SlowLine = {
  url: string
  /** Resolves when Baton has the headers of a request. */
  begun: Promise<void>
  release: () => void
  stop: () => void
}

/** Opens a line to an address on a port of its own. */
export async function slowLine(target: string): Promise<SlowLine> {
  const begun = Promise.withResolvers<void>()
  const released = Promise.withResolvers<void>()
  const pass = async (incoming: IncomingMessage, answer: ServerResponse): Promise<void> => {
    const body = await buffer(incoming)
    const onward = request(`${target}${incoming.url}`, {
      method: 'POST',
      headers: { ...incoming.headers, 'content-length': body.length, expect: '100-continue' },
    })
    const answered = once(onward, 'response')
    onward.flushHeaders()
    await once(onward, 'continue')
    begun.resolve()
    await released.promise
    onward.end(body)
    const [response] = z.tuple([z.instanceof(IncomingMessage)]).parse(await answered)
    answer.writeHead(response.statusCode ?? 500)
    answer.end(await buffer(response))
  }
  const server = createServer((incoming, answer) => {
    pass(incoming, answer).catch(() => answer.destroy())
  })
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve)
  })
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('No port')
  return {
    url: `http://127.0.0.1:${address.port}`,
    begun: begun.promise,
    release: released.resolve,
    stop: () => {
      server.close()
      server.closeAllConnections()
    },
  }
}
