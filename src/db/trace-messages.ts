import { type FoundMail, type Traces, tracesOf } from '../domain/found-mails.ts'
import { idsElsewhere } from './attempt-queries.ts'
import type { Db } from './client.ts'

/** The provider could not be asked about a call, or what it answered does not add up. Nothing is wrong with our own database. */
export class SearchFailed extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options)
    this.name = 'SearchFailed'
  }
}

/** What a `SearchFailed` says of mails of which it cannot be told which one the provider has. */
export const severalUnderOne = 'The email provider shows several mails under one id.'

/** The part of ports/email that finds what the provider has of a call. */
type Search = (attempt: string, stream: 'broadcast' | 'transactional') => Promise<FoundMail[]>
type Call = { attempt: string; purpose: 'sequence' | 'conversation' | 'test' }

/**
 * Asks the provider what it has of a call, and which of that our other calls have already. Throws a `SearchFailed` when it cannot
 * be asked. Not within a transaction.
 */
export async function traceMessages(
  { db, email }: { db: Db; email: { findByAttempt: Search } },
  call: Call,
): Promise<Traces> {
  const mails = await search(email, call)
  return tracesOf(mails, await idsElsewhere(db, mails))
}

async function search(email: { findByAttempt: Search }, { attempt, purpose }: Call): Promise<FoundMail[]> {
  try {
    return await email.findByAttempt(attempt, purpose === 'sequence' ? 'broadcast' : 'transactional')
  } catch (error) {
    throw new SearchFailed(`The email provider could not be asked: ${String(error)}`, { cause: error })
  }
}
