type Stoppable = { stop: () => Promise<void> }

/** The time for which the demo runs: what was begun in it is stopped in mirrored order when it ends. */
export type Life = {
  /** Starts something; once the end has begun nothing is started any more. */
  begin: <T extends Stoppable>(start: () => Promise<T>) => Promise<T>
  /** Resolves when a signal asks for the end. */
  ended: Promise<void>
  /** Stops everything, what is only just starting included. */
  end: () => Promise<void>
}

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

// At Ctrl+C the terminal tells every process of the group, and npm passes on what it was told: that is one wish, not two.
const sameWishMs = 1_000

/** Listens to signals from now on: Ctrl+C, a supervisor's, a terminal that is closed. Who asks again later ends it at once. */
export function beginLife(): Life {
  const begun: Promise<Stoppable>[] = []
  const ending = new AbortController()
  const ended = new Promise<void>((resolve) => {
    let askedAt: number | null = null
    const ask = (): void => {
      askedAt ??= performance.now()
      if (performance.now() - askedAt > sameWishMs) process.exit(1)
      ending.abort()
      resolve()
    }
    for (const signal of signals) process.on(signal, ask)
  })
  return {
    begin: async (start) => {
      ending.signal.throwIfAborted()
      const starting = start()
      begun.push(starting)
      return starting
    },
    ended,
    end: async () => {
      ending.abort()
      for (const starting of begun.toReversed()) await stop(starting)
    },
  }
}

/** What never came up has said so to whoever waited for it, and needs no stopping. */
async function stop(starting: Promise<Stoppable>): Promise<void> {
  const started = await starting.catch(() => null)
  await started?.stop()
}
