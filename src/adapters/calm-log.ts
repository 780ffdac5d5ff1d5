import type { Log } from '../ports/log.ts'

type Facts = Parameters<Log['warn']>[0]
type Heard = { since: number; passed: number; leftOut: number }

const minuteMs = 60_000
/** Some words hold what was heard from outside, so that there is no end of them. */
const mostKinds = 1_000

/**
 * Passes on at most `most` warnings and errors a minute of the same words about the same kind of fault, so that an outage
 * does not bury what else happens; the first of the next minute says how many were left out. What somebody was given a ref to
 * is always passed on.
 */
export function calmLog(log: Log, most = 10): Log {
  const heard = new Map<string, Heard>()
  const calm =
    (level: 'warn' | 'error') =>
    (facts: Facts, message: string): void => {
      if ('ref' in facts) {
        log[level](facts, message)
        return
      }
      const key = `${message} ${kindOf(facts['error'])}`
      const now = performance.now()
      const known = heard.get(key)
      if (known && now - known.since < minuteMs) {
        if (known.passed >= most) {
          known.leftOut += 1
          return
        }
        known.passed += 1
        log[level](facts, message)
        return
      }
      if (heard.size >= mostKinds) heard.clear()
      heard.set(key, { since: now, passed: 1, leftOut: 0 })
      log[level](known && known.leftOut > 0 ? { ...facts, leftOut: known.leftOut } : facts, message)
    }
  return { info: (facts, message) => log.info(facts, message), warn: calm('warn'), error: calm('error') }
}

function kindOf(error: unknown): string {
  if (typeof error !== 'object' || error === null) return ''
  return String(Reflect.get(error, 'code') ?? Reflect.get(error, 'name') ?? '')
}
