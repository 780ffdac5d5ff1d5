import type { Config } from '../config/config.ts'

/** A start that failed for a reason the operator can mend; its message is a sentence for them. */
export class StartProblem extends Error {
  constructor(sentence: string, cause: unknown) {
    super(sentence, { cause })
    this.name = 'StartProblem'
  }
}

const databaseCodes: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nothing answers there. Start PostgreSQL, or set DATABASE_URL to where it runs.',
  ENOTFOUND: 'there is no such host. Check the host in DATABASE_URL.',
  ETIMEDOUT: 'it does not answer. Check the host and the firewall.',
  '28P01': 'it refuses the password. Check user and password in DATABASE_URL.',
  '28000': 'it refuses this user. Check the user in DATABASE_URL.',
  '3D000': 'it has no such database. Create it, or check the name in DATABASE_URL.',
}

/** Turns what went wrong at start into a sentence where the cause is known; anything else stays as it is. */
export function explainStart(error: unknown, config: Config): Error {
  const code = codeOf(error)
  const database = databaseCodes[code]
  if (database !== undefined && !isSlack(error)) {
    const { host } = new URL(config.database.url)
    return new StartProblem(`The database at ${host} cannot be used: ${database}`, error)
  }
  if (error instanceof Error && error.message.startsWith('Port '))
    return new StartProblem(error.message, error)
  if (isSlack(error)) {
    const reason = error instanceof Error ? error.message : String(error)
    return new StartProblem(
      `Slack cannot be used: ${reason}. Check the SLACK_ variables and the network.`,
      error,
    )
  }
  return error instanceof Error ? error : new Error(String(error))
}

// The Slack client's errors carry codes of their own, such as slack_webapi_platform_error.
function isSlack(error: unknown): boolean {
  return ownCode(error).startsWith('slack_') || (error instanceof Error && error.name.startsWith('WebAPI'))
}

function ownCode(error: unknown): string {
  return typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : ''
}

function codeOf(error: unknown): string {
  if (error instanceof AggregateError) return codeOf(error.errors[0])
  const code = ownCode(error)
  if (databaseCodes[code] !== undefined) return code
  return error instanceof Error && error.cause !== undefined ? codeOf(error.cause) : code
}
