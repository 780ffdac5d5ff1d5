import { type DestinationStream, type LoggerOptions, pino, stdTimeFunctions } from 'pino'
import type { Log } from '../ports/log.ts'
import { loggedError } from './logged-error.ts'

/** Logs as JSON lines, from `level` up, on standard output or where told. Errors come with their stack and causes. */
export function pinoLog(level: string, destination: DestinationStream = process.stdout): Log {
  const options: LoggerOptions = {
    level,
    base: null,
    timestamp: stdTimeFunctions.isoTime,
    formatters: { level: (label) => ({ level: label }) },
    serializers: { error: (error) => loggedError(error), err: (error) => loggedError(error) },
    redact: { paths: ['*.token', '*.authorization', '*.password'], censor: '(hidden)' },
  }
  const logger = pino(options, destination)
  return {
    info: (facts, message) => logger.info(facts, message),
    warn: (facts, message) => logger.warn(facts, message),
    error: (facts, message) => logger.error(facts, message),
  }
}
