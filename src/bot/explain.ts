import { randomBytes } from 'node:crypto'
import { Refusal } from '../domain/refusal.ts'
import { databaseAwaySentence, recognizeOutage } from '../operations/health/recognize-outage.ts'
import type { Log } from '../ports/log.ts'
import { isLateTrigger, slackError } from './slack-errors.ts'
import { faultSentence, tooSlowSentence } from './views/notice.ts'
import { escaped } from './views/text.ts'

/**
 * The one place where what was thrown becomes what a person reads: a refusal speaks for itself, anything else gets a
 * ref that leads to its line in the log.
 */
export function explain(error: unknown, log: Log): string {
  if (error instanceof Refusal) return escaped(error.message, 1500)
  if (isLateTrigger(error)) {
    log.warn({ error: slackError(error) }, 'A dialog was opened too late')
    return tooSlowSentence
  }
  if (recognizeOutage(error)) {
    log.error({ error }, 'Something a person did in Slack came to nothing: the database is away')
    return databaseAwaySentence
  }
  const ref = randomBytes(2).toString('hex')
  log.error({ ref, error: traceOf(error) }, 'Something a person did in Slack failed')
  return faultSentence(ref)
}

const traceOf = (error: unknown): string =>
  error instanceof Error ? (error.stack ?? error.message) : String(error)
