import type { IncomingMessage, ServerResponse } from 'node:http'

/** Tells every open page that something changed, at most once per `everyMs`. */
export type Ticker = {
  tick: () => void
  attach: (request: IncomingMessage, response: ServerResponse) => void
  stop: () => void
}

export function createTicker(everyMs: number): Ticker {
  const pages = new Set<ServerResponse>()
  let timer: NodeJS.Timeout | null = null
  const tell = (): void => {
    timer = null
    for (const page of pages) page.write('event: changed\ndata: {}\n\n')
  }
  return {
    tick: () => {
      timer ??= setTimeout(tell, everyMs)
    },
    attach: (request, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' })
      response.write('retry: 1000\n\n')
      pages.add(response)
      request.on('close', () => pages.delete(response))
    },
    stop: () => {
      if (timer) clearTimeout(timer)
      for (const page of pages) page.end()
    },
  }
}
