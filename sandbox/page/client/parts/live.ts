import { useEffect, useState } from 'preact/hooks'
import { getJson } from './api.ts'

const listeners = new Set<() => void>()

/** Listens to the server's ticks, for as long as the page is open. */
export function openStream(): void {
  const stream = new EventSource('/api/stream')
  stream.addEventListener('changed', refresh)
  // After a restart of the server everything may be different.
  stream.addEventListener('open', refresh)
}

/** Reads everything on show again, now. */
export function refresh(): void {
  for (const listener of listeners) listener()
}

export type Live<T> = { data: T | null; trouble: string | null }

/** The JSON at a url, read again after each change. A read in flight is not doubled: it is followed by one more. */
export function useLive<T>(url: string): Live<T> {
  const [live, setLive] = useState<Live<T> & { url: string }>({ url, data: null, trouble: null })
  useEffect(() => follow<T>(url, (next) => setLive({ url, ...next })), [url])
  return live.url === url ? live : { data: null, trouble: null }
}

function follow<T>(url: string, show: (live: Live<T>) => void): () => void {
  let reading = false
  let again = false
  let stopped = false
  const read = async (): Promise<void> => {
    again = reading
    if (reading) return
    reading = true
    const live = await getJson<T>(url).then(
      (data) => ({ data, trouble: null }),
      (error: Error) => ({ data: null, trouble: error.message }),
    )
    reading = false
    if (!stopped) show(live)
    if (again && !stopped) await read()
  }
  const listener = (): void => void read()
  listeners.add(listener)
  listener()
  return () => {
    stopped = true
    listeners.delete(listener)
  }
}
