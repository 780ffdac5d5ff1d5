import { LogLevel, type Logger } from '@slack/bolt'
import type { Log } from '../ports/log.ts'

/** Lets Slack's libraries report in our log. Their debug and info lines are about their own workings: left out. */
export function boltLogger(log: Log): Logger {
  return {
    debug: () => {},
    info: () => {},
    warn: (...parts: unknown[]) => log.warn({ from: 'slack' }, words(parts)),
    error: (...parts: unknown[]) => log.error({ from: 'slack' }, words(parts)),
    setLevel: () => {},
    getLevel: () => LogLevel.WARN,
    setName: () => {},
  }
}

const words = (parts: readonly unknown[]): string =>
  parts.map((part) => (part instanceof Error ? part.message : String(part))).join(' ')
