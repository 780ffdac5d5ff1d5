/** Tells whoever waits that something happened, at most once per turn of the event loop. */
export type Changes = {
  changed: () => void
  onChange: (listener: () => void) => () => void
  waitFor: <T>(
    what: string,
    probe: () => T | null | undefined | false,
    timeoutMs?: number,
  ) => Promise<NonNullable<T>>
  stop(): void
}

export function makeChanges(): Changes {
  const listeners = new Set<() => void>()
  let scheduled = false
  const tell = (): void => {
    scheduled = false
    for (const listener of listeners) listener()
  }
  const onChange = (listener: () => void): (() => void) => {
    listeners.add(listener)
    return () => listeners.delete(listener)
  }
  return {
    changed() {
      if (scheduled || listeners.size === 0) return
      scheduled = true
      setImmediate(tell)
    },
    onChange,
    waitFor: async (what, probe, timeoutMs = 60_000) => waitUntil(onChange, { what, probe, timeoutMs }),
    stop: () => {
      listeners.clear()
    },
  }
}

/** Probes may look at things outside the workspace, whose changes nobody announces. */
const pollMs = 50

type Wait<T> = { what: string; probe: () => T | null | undefined | false; timeoutMs: number }

async function waitUntil<T>(
  onChange: Changes['onChange'],
  { what, probe, timeoutMs }: Wait<T>,
): Promise<NonNullable<T>> {
  const found = probe()
  if (isThere(found)) return found
  return new Promise((resolve, reject) => {
    const settle = (act: () => void): void => {
      clearTimeout(timer)
      clearInterval(poll)
      stop()
      act()
    }
    const look = (): void => {
      try {
        const value = probe()
        if (isThere(value)) settle(() => resolve(value))
      } catch (error) {
        settle(() => reject(error instanceof Error ? error : new Error(String(error))))
      }
    }
    const timer = setTimeout(
      () => settle(() => reject(new Error(`Waited ${timeoutMs} ms in vain for ${what}`))),
      timeoutMs,
    )
    const stop = onChange(look)
    const poll = setInterval(look, pollMs)
  })
}

const isThere = <T>(value: T | null | undefined | false): value is NonNullable<T> =>
  value !== null && value !== undefined && value !== false
