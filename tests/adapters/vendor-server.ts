import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'

/** A request as the vendor's server saw it. */
export type SeenRequest = { method: string; url: string; headers: IncomingMessage['headers']; body: string }

/** What a test lets the vendor's server do with a request; it may also do nothing, or drop the connection. */
export type Answer = (response: ServerResponse, request: SeenRequest) => void

/** A server on this machine that does what one test asks of it, good manners or not. */
export type VendorServer = {
  url: string
  seen: SeenRequest[]
  willAnswer: (answer: Answer) => void
  close: () => Promise<void>
}

/** Answers JSON. A string goes out as it is. */
export function json(body: unknown, status = 200): Answer {
  return (response) => {
    response.writeHead(status, { 'Content-Type': 'application/json' })
    response.end(typeof body === 'string' ? body : JSON.stringify(body))
  }
}

/** Answers a page, as proxies and maintenance modes do. */
export function html(status: number): Answer {
  return (response) => {
    response.writeHead(status, { 'Content-Type': 'text/html' })
    response.end('<html><body>Be right back</body></html>')
  }
}

/** Reads the whole request, then resets the connection. */
export const reset: Answer = (response) => void response.socket?.resetAndDestroy()

/** Reads the whole request and never answers. */
export const hang: Answer = () => undefined

/** Sends the status and the first bytes, then resets the connection. */
export function breakOff(status: number): Answer {
  return (response) => {
    response.writeHead(status, { 'Content-Type': 'application/json', 'Content-Length': '500' })
    response.write('[{"ErrorCode":', () => response.socket?.resetAndDestroy())
  }
}

/** Sends the status and the first bytes, then nothing more. */
export function stall(status: number): Answer {
  return (response) => {
    response.writeHead(status, { 'Content-Type': 'application/json', 'Content-Length': '500' })
    response.write('[{"ErrorCode":')
  }
}

/** Starts a server on a free port. */
export async function startVendorServer(): Promise<VendorServer> {
  const seen: SeenRequest[] = []
  let answer: Answer = json({})
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const { method = '', url = '', headers } = request
      const one = { method, url, headers, body: Buffer.concat(chunks).toString('utf8') }
      seen.push(one)
      answer(response, one)
    })
  })
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('The server has no port.')
  return {
    url: `http://127.0.0.1:${address.port}`,
    seen,
    willAnswer: (next) => {
      answer = next
    },
    close: async () => {
      server.closeAllConnections()
      await new Promise<void>((resolve) => void server.close(() => resolve()))
    },
  }
}
