import { createServer } from 'node:http'
import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import { PageError, refuseForeign, sendJson } from './http.ts'
import { answerApi } from './api.ts'
import { contentSecurityPolicy, readAsset } from './assets.ts'
import { createTicker } from './stream.ts'
import type { StandIns } from './stand-ins.ts'
import type { Ticker } from './stream.ts'

export type PageOptions = StandIns & {
  /** Port on 127.0.0.1; 0 takes any free one. */
  port: number
}

export type Page = {
  /** `http://127.0.0.1:<port>` */
  url: string
  stop(): Promise<void>
}

const tickEveryMs = 150

/** Serves the sandbox's web page: what every person of the workspace sees, and what passed behind it. */
export async function startPage({ port, ...standIns }: PageOptions): Promise<Page> {
  const ticker = createTicker(tickEveryMs)
  const forget = sourcesOf(standIns).map((source) => source.onChange(ticker.tick))
  const server = createServer((request, response) => void answer({ standIns, ticker, request, response }))
  await listen(server, port)
  return {
    url: `http://127.0.0.1:${portOf(server)}`,
    stop: async () => {
      for (const stop of forget) stop()
      ticker.stop()
      server.closeAllConnections()
      await new Promise((done) => server.close(done))
    },
  }
}

function sourcesOf({
  slack,
  postmark,
  openai,
  time,
}: StandIns): { onChange: (listener: () => void) => () => void }[] {
  return [slack, postmark.journal, openai, ...(time ? [time] : [])]
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', resolve)
  })
}

function portOf(server: Server): number {
  const address = server.address()
  return typeof address === 'object' && address !== null ? address.port : 0
}

type Exchange = { standIns: StandIns; ticker: Ticker; request: IncomingMessage; response: ServerResponse }

async function answer(exchange: Exchange): Promise<void> {
  const { request, response } = exchange
  try {
    refuseForeign(request)
    await route(exchange)
  } catch (error) {
    const status = error instanceof PageError ? error.status : 422
    const message = error instanceof Error ? error.message : String(error)
    if (!response.headersSent) sendJson(response, status, { error: message })
    else response.end()
  }
}

async function route({ standIns, ticker, request, response }: Exchange): Promise<void> {
  const url = new URL(request.url ?? '/', 'http://page')
  if (url.pathname === '/api/stream') ticker.attach(request, response)
  else if (url.pathname.startsWith('/api/'))
    await answerApi({ standIns, url, request, response, changed: ticker.tick })
  else await answerAsset(url.pathname, response)
}

async function answerAsset(path: string, response: ServerResponse): Promise<void> {
  const asset = await readAsset(path)
  if (!asset) throw new PageError(404, 'There is no such file.')
  response.writeHead(200, {
    'content-type': asset.type,
    // Revalidated each time: whoever edits the client reloads and sees it.
    'cache-control': path.endsWith('.woff2') ? 'max-age=86400' : 'no-cache',
    'content-security-policy': contentSecurityPolicy,
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
  })
  response.end(asset.body)
}
