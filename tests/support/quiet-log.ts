import type { Log } from '../../src/ports/log.ts'

/** A line as it was logged. */
export type LoggedLine = { level: keyof Log; facts: Readonly<Record<string, unknown>>; message: string }

/** A log that prints nothing and remembers every line. */
export function quietLog(): { log: Log; lines: LoggedLine[] } {
  const lines: LoggedLine[] = []
  const at =
    (level: keyof Log): Log['info'] =>
    (facts, message) => {
      lines.push({ level, facts, message })
    }
  return { log: { info: at('info'), warn: at('warn'), error: at('error') }, lines }
}
