/** Who may run now. `take` gives the way to end a turn once it is there, or null when too many wait already. */
export type Turns = { take: (key: string) => Promise<(() => void) | null> }

/** How many run at a time, in all and of one key, and how many of one key may wait. */
export type TurnLimits = { inAll: number; perKey: number; waitingPerKey: number }

/** Lets a few run at a time and others wait in line; nobody who has their share running stands in another's way. */
export function turns({ inAll, perKey, waitingPerKey }: TurnLimits): Turns {
  const running: string[] = []
  const waiting: { key: string; begin: () => void }[] = []
  const ofKey = (keys: readonly string[], key: string) => keys.filter((other) => other === key).length
  const mayRun = (key: string) => running.length < inAll && ofKey(running, key) < perKey

  const turnOf = (key: string) => {
    running.push(key)
    return () => {
      running.splice(running.indexOf(key), 1)
      const next = waiting.findIndex((waiter) => mayRun(waiter.key))
      if (next !== -1) waiting.splice(next, 1)[0]?.begin()
    }
  }
  return {
    async take(key) {
      if (mayRun(key)) return turnOf(key)
      const inLine = waiting.map((waiter) => waiter.key)
      if (ofKey(inLine, key) >= waitingPerKey) return null
      const { promise, resolve } = Promise.withResolvers<() => void>()
      waiting.push({ key, begin: () => resolve(turnOf(key)) })
      return promise
    },
  }
}
