import type { ApiEntry, DeliveryEntry, Journal, JournalEntry } from './types.ts'

/** An entry before the journal gave it its number. */
export type NewEntry = Omit<ApiEntry, 'n'> | Omit<DeliveryEntry, 'n'>

export type JournalLog = Journal & { add(entry: NewEntry): void }

/** Keeps the newest `limit` entries (a quarter more at times, so that dropping the oldest is rare work). */
export function makeJournal(limit: number): JournalLog {
  const entries: JournalEntry[] = []
  let lastN = 0
  const since = (n: number): readonly JournalEntry[] => {
    const first = entries[0]?.n ?? 0
    return n < first ? entries : entries.slice(n - first + 1)
  }
  return {
    add(entry) {
      lastN += 1
      entries.push({ ...entry, n: lastN })
      if (entries.length > limit * 1.25) entries.splice(0, entries.length - limit)
    },
    entries: () => entries,
    since,
    calls: (method) =>
      entries.filter((entry) => entry.kind === 'api').filter((call) => call.method === method),
    deliveries: (of) =>
      entries
        .filter((entry) => entry.kind === 'delivery')
        .filter((delivery) => of === undefined || delivery.of === of),
    toJsonLines: () => entries.map((entry) => `${JSON.stringify(entry)}\n`).join(''),
  }
}
