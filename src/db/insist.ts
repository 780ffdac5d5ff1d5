import { setTimeout } from 'node:timers/promises'

/**
 * Does something in the database again while it fails, for whatever reason, as long as `forMs` lasts: a deadlock, a
 * restart, a failover. For what is known and would be lost, and is fenced so that doing it twice changes nothing.
 * Throws the last error when time is up; `onFailure` hears of those before it.
 */
export async function insist<T>(
  work: () => Promise<T>,
  { forMs, onFailure }: { forMs: number; onFailure: (error: unknown) => void },
): Promise<T> {
  const deadline = performance.now() + forMs
  for (let pauseMs = 50; ; pauseMs = Math.min(pauseMs * 2, 2_000)) {
    try {
      return await work()
    } catch (error) {
      if (performance.now() + pauseMs > deadline) throw error
      onFailure(error)
      await setTimeout(pauseMs)
    }
  }
}
