import { pino, stdSerializers, stdTimeFunctions } from 'pino'
import type { Log } from '../ports/log.ts'

/** Logs as JSON lines on standard output, from `level` up. Errors are written with their stack and causes. */
export function pinoLog(level: string): Log {
  const logger = pino({
    level,
    base: null,
    timestamp: stdTimeFunctions.isoTime,
    formatters: { level: (label) => ({ level: label }) },
    serializers: { error: stdSerializers.errWithCause, err: stdSerializers.errWithCause },
    redact: { paths: ['*.token', '*.authorization', '*.password'], censor: '(hidden)' },
  })
  return {
    info: (facts, message) => logger.info(facts, message),
    warn: (facts, message) => logger.warn(facts, message),
    error: (facts, message) => logger.error(facts, message),
  }
}
