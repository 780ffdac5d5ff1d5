import type { Journal, RequestEntry, WebhookAttempt } from './watch-types.ts'

/** The journal with its writing side. */
export type JournalBox = Journal & {
  addRequest(entry: Omit<RequestEntry, 'kind' | 'seq'>): void
  addAttempt(entry: Omit<WebhookAttempt, 'kind' | 'seq'>): WebhookAttempt
  clear(): void
}

const keptRequests = 2000
const keptAttempts = 20_000

/** Appends, and drops the older half once twice the limit is held, so that adding stays cheap. */
const keep = <T>(entries: T[], entry: T, limit: number): void => {
  entries.push(entry)
  if (entries.length >= 2 * limit) entries.splice(0, limit)
}

export const createJournal = (): JournalBox => {
  const requests: RequestEntry[] = []
  const attempts: WebhookAttempt[] = []
  const listeners = new Set<(entry: RequestEntry | WebhookAttempt) => void>()
  let seq = 0
  const tell = (entry: RequestEntry | WebhookAttempt): void => {
    for (const listener of listeners) listener(entry)
  }
  return {
    requests: () => requests,
    attempts: () => attempts,
    onChange: (listener) => {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    addRequest: (fields) => {
      const entry: RequestEntry = { kind: 'request', seq: ++seq, ...fields }
      keep(requests, entry, keptRequests)
      tell(entry)
    },
    addAttempt: (fields) => {
      const entry: WebhookAttempt = { kind: 'webhook', seq: ++seq, ...fields }
      keep(attempts, entry, keptAttempts)
      tell(entry)
      return entry
    },
    clear: () => {
      requests.length = 0
      attempts.length = 0
    },
  }
}
