import { ConfigError, type Mistake } from './config-error.ts'
import { relationMistakes, zoneMistakes } from './relations.ts'
import { exampleOf, type Role, type Variables, variables } from './variables.ts'

/** Everything that a deployment decides. Addresses end without a slash; times are in milliseconds. */
export type Config = {
  roles: ReadonlySet<Role>
  logLevel: Variables['LOG_LEVEL']
  /** IANA name: where the workspace is at home. */
  timeZone: string
  /** Of at least 32 characters; keys are derived from it, it is never used as one. */
  appSecret: string
  database: { url: string }
  /** `host`: the address to listen on; absent: all of this machine's. */
  http: { port: number; host: string | undefined; publicUrl: string }
  sending: { lanes: number; timeoutMs: number; leaseMs: number; settleMs: number }
  slack: SlackConfig
  postmark: PostmarkConfig
  /** Null where no model is set up. */
  openai: { apiKey: string; model: string; baseUrl: string } | null
  /** Null where no SMS is set up. */
  twilio: { accountSid: string; authToken: string; from: string; apiUrl: string } | null
}

/** Slack reaches Baton over a socket that Baton opens, or by signed HTTP requests. */
export type SlackConfig = {
  botToken: string
  apiUrl: string
  intake: { kind: 'socket'; appToken: string } | { kind: 'http'; signingSecret: string }
}

/** How mail is sent and how Postmark proves itself when it calls. */
export type PostmarkConfig = {
  serverToken: string
  /** Only for looking at the account's servers and domains. */
  accountToken: string | null
  apiUrl: string
  webhook: { user: string; password: string }
  inboundAddress: string
  broadcastStream: string
}

type Environment = Readonly<Record<string, string | undefined>>

/**
 * Reads the environment once. `isZone`: what is a time zone to whoever calculates with it. Throws one `ConfigError` with
 * every mistake in it.
 */
export function readConfig(environment: Environment, isZone: (name: string) => boolean): Config {
  const given = withoutEmpty(environment)
  const result = variables.safeParse(given)
  const issues = result.success ? [] : result.error.issues
  const mistakes = [
    ...issues.map((issue) => mistakeOf(issue, given)),
    ...relationMistakes(given),
    ...zoneMistakes(given, isZone),
  ]
  if (!result.success || mistakes.length > 0) throw new ConfigError(mistakes)
  return grouped(result.data)
}

/** Reads only the database's address, for commands that need nothing else. Throws a `ConfigError`. */
export function readDatabaseUrl(environment: Environment): string {
  const given = withoutEmpty(environment)
  const result = variables.pick({ DATABASE_URL: true }).safeParse(given)
  if (!result.success) throw new ConfigError(result.error.issues.map((issue) => mistakeOf(issue, given)))
  return result.data.DATABASE_URL
}

// An .env file that leaves `NAME=` means "not set".
function withoutEmpty(environment: Environment): Environment {
  return Object.fromEntries(Object.entries(environment).filter(([, value]) => value?.trim() !== ''))
}

function mistakeOf(issue: { path: PropertyKey[]; message: string }, given: Environment): Mistake {
  const variable = String(issue.path[0])
  const problem = problemOf(issue, given[variable])
  return { variable, problem, example: exampleOf(variable) }
}

function problemOf(issue: { path: PropertyKey[]; message: string }, value: string | undefined): string {
  if (value === undefined) return 'is not set'
  // Inside a list the path goes on, and the message would be about one of its parts.
  return issue.path.length > 1 ? 'has a part that is not known' : issue.message
}

function grouped(v: Variables): Config {
  return {
    roles: v.BATON_ROLES,
    logLevel: v.LOG_LEVEL,
    timeZone: v.BATON_TIME_ZONE,
    appSecret: v.APP_SECRET,
    database: { url: v.DATABASE_URL },
    http: { port: v.PORT, host: v.HOST, publicUrl: v.PUBLIC_URL },
    sending: {
      lanes: v.BATON_SEND_LANES,
      timeoutMs: v.BATON_SEND_TIMEOUT_SECONDS * 1000,
      leaseMs: v.BATON_SEND_LEASE_SECONDS * 1000,
      settleMs: v.BATON_SETTLE_SECONDS * 1000,
    },
    slack: { botToken: v.SLACK_BOT_TOKEN, apiUrl: v.SLACK_API_URL, intake: slackIntake(v) },
    postmark: {
      serverToken: v.POSTMARK_SERVER_TOKEN,
      accountToken: v.POSTMARK_ACCOUNT_TOKEN ?? null,
      apiUrl: v.POSTMARK_API_URL,
      webhook: { user: v.POSTMARK_WEBHOOK_USER, password: v.POSTMARK_WEBHOOK_PASSWORD },
      inboundAddress: v.POSTMARK_INBOUND_ADDRESS,
      broadcastStream: v.POSTMARK_BROADCAST_STREAM,
    },
    openai: openai(v),
    twilio: twilio(v),
  }
}

function slackIntake(v: Variables): SlackConfig['intake'] {
  if (v.SLACK_APP_TOKEN !== undefined) return { kind: 'socket', appToken: v.SLACK_APP_TOKEN }
  if (v.SLACK_SIGNING_SECRET !== undefined) return { kind: 'http', signingSecret: v.SLACK_SIGNING_SECRET }
  throw new Error('Neither SLACK_APP_TOKEN nor SLACK_SIGNING_SECRET is set, and no mistake was found')
}

function openai(v: Variables): Config['openai'] {
  if (v.OPENAI_API_KEY === undefined || v.OPENAI_MODEL === undefined) return null
  const baseUrl = v.OPENAI_BASE_URL ?? 'https://api.openai.com/v1'
  return { apiKey: v.OPENAI_API_KEY, model: v.OPENAI_MODEL, baseUrl }
}

function twilio(v: Variables): Config['twilio'] {
  const { TWILIO_ACCOUNT_SID: accountSid, TWILIO_AUTH_TOKEN: authToken, TWILIO_FROM: from } = v
  if (accountSid === undefined || authToken === undefined || from === undefined) return null
  return { accountSid, authToken, from, apiUrl: v.TWILIO_API_URL ?? 'https://api.twilio.com' }
}
