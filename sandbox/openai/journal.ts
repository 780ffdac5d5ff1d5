/** One request and what became of it. An entry appears when the request has arrived and is completed by its answer. */
export type JournalEntry = {
  /** Stable over the entry's life; also sent as `x-request-id`. */
  readonly id: string
  /** Epoch milliseconds on the stand-in's clock. */
  readonly at: number
  readonly method: string
  readonly path: string
  /** Byte for byte as received, decoded as UTF-8. The key is never kept. */
  readonly requestBody: string
  /** 0 until answered, and for good when the connection ended without an answer. */
  readonly status: number
  readonly answerBody: string
  /** `ok`, an error code or the name of the fault; `waiting` until then, `left` when the caller went away. */
  readonly outcome: string
  /** Names of the rules and the words in the reply that made the answer. */
  readonly reasons: readonly string[]
}

/** What went in and out, oldest first; the oldest are dropped after some thousands. */
export type Journal = {
  entries(): readonly JournalEntry[]
  /** Called after each arrival and each answer; returns what ends it. */
  onChange(listener: () => void): () => void
}

export type JournalBox = Journal & {
  open(entry: Pick<JournalEntry, 'id' | 'at' | 'method' | 'path' | 'requestBody'>): void
  close(id: string, end: Pick<JournalEntry, 'status' | 'answerBody' | 'outcome' | 'reasons'>): void
  clear(): void
}

const kept = 2000

export function createJournal(): JournalBox {
  const entries = new Map<string, JournalEntry>()
  const listeners = new Set<() => void>()
  const tell = (): void => {
    for (const listener of listeners) listener()
  }
  return {
    entries: () => [...entries.values()],
    onChange: (listener) => {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    open: (entry) => {
      entries.set(entry.id, { ...entry, status: 0, answerBody: '', outcome: 'waiting', reasons: [] })
      const [oldest] = entries.keys()
      if (entries.size > kept && oldest !== undefined) entries.delete(oldest)
      tell()
    },
    close: (id, end) => {
      const entry = entries.get(id)
      if (entry === undefined) return
      entries.set(id, { ...entry, ...end })
      tell()
    },
    clear: () => {
      entries.clear()
      tell()
    },
  }
}
