import { setTimeout } from 'node:timers/promises'

const everyMs = 20

/**
 * The first truthy thing that `probe` gives, asked every 20 ms. Throws with `what` when it takes too long, which is far
 * longer than a busy machine needs: it only matters where the thing never comes.
 */
export async function until<T>(
  what: string,
  probe: () => T | Promise<T>,
  { timeoutMs = 60_000 }: { timeoutMs?: number } = {},
): Promise<NonNullable<T>> {
  const deadline = Date.now() + timeoutMs
  for (;;) {
    const found = await probe()
    if (found) return found
    if (Date.now() > deadline) throw new Error(`Waited ${timeoutMs} ms in vain for ${what}`)
    await setTimeout(everyMs)
  }
}
