import { z } from 'zod'

const levels = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const

/** The parts of Baton that a process can run. */
export const roles = ['bot', 'api', 'worker'] as const

/** One part of Baton. */
export type Role = (typeof roles)[number]

const httpAddress = z
  .url({ protocol: /^https?$/, error: 'must be an address that begins with http:// or https://' })
  .transform((address) => address.replace(/\/+$/, ''))

const postgresAddress = z.url({
  protocol: /^postgres(ql)?$/,
  error: 'must be an address that begins with postgresql://',
})

const token = (prefix: string, where: string) =>
  z.string().startsWith(prefix, { error: `must begin with ${prefix} (${where})` })

const between = (least: number, most: number) =>
  z
    .string()
    .regex(/^\d{1,9}$/, { error: `must be a whole number from ${least} to ${most}` })
    .transform(Number)
    .refine((value) => value >= least && value <= most, { error: `must be from ${least} to ${most}` })

const roleList = z
  .string()
  .transform((list) => list.split(/[\s,]+/).filter((role) => role !== ''))
  .pipe(z.array(z.enum(roles)).min(1))
  .transform((list): ReadonlySet<Role> => new Set(list))

// Basic authentication splits at the first colon, so a user's name cannot hold one (RFC 7617).
const basicUser = z.string().regex(/^[^:]+$/, { error: 'must not contain a colon' })

/** Every variable that Baton reads, with the rule it must keep. Absent and empty are the same. */
export const variables = z.object({
  DATABASE_URL: postgresAddress,
  PORT: between(1, 65_535).default(3000),
  HOST: z.string().optional(),
  PUBLIC_URL: httpAddress,
  APP_SECRET: z.string().min(32, { error: 'must have at least 32 characters' }),
  LOG_LEVEL: z.enum(levels, { error: `must be one of ${levels.join(', ')}` }).default('info'),
  BATON_ROLES: roleList.default(new Set(roles)),
  BATON_TIME_ZONE: z.string().trim().default('UTC'),
  BATON_SEND_LANES: between(1, 64).default(4),
  BATON_SEND_TIMEOUT_SECONDS: between(1, 600).default(30),
  BATON_SEND_LEASE_SECONDS: between(10, 3600).default(120),
  BATON_SETTLE_SECONDS: between(1, 86_400).default(900),
  SLACK_BOT_TOKEN: token('xoxb-', 'OAuth & Permissions, Bot User OAuth Token'),
  // Slack's have 32; one that can be guessed lets anybody act in anybody's name.
  SLACK_SIGNING_SECRET: z
    .string()
    .trim()
    .min(16, { error: 'must have at least 16 characters (Slack’s have 32)' })
    .optional(),
  SLACK_APP_TOKEN: token('xapp-', 'Basic Information, App-Level Tokens').optional(),
  SLACK_API_URL: httpAddress.default('https://slack.com/api'),
  POSTMARK_SERVER_TOKEN: z.string(),
  POSTMARK_ACCOUNT_TOKEN: z.string().optional(),
  POSTMARK_API_URL: httpAddress.default('https://api.postmarkapp.com'),
  POSTMARK_WEBHOOK_USER: basicUser,
  POSTMARK_WEBHOOK_PASSWORD: z.string().min(8, { error: 'must have at least 8 characters' }),
  POSTMARK_INBOUND_ADDRESS: z
    .email({ error: 'must be one e-mail address' })
    .refine((address) => !address.includes('+'), {
      error: 'must not contain a plus sign: Baton adds one with the token of the conversation',
    }),
  POSTMARK_BROADCAST_STREAM: z.string().default('broadcast'),
  OPENAI_API_KEY: z.string().optional(),
  OPENAI_MODEL: z.string().optional(),
  OPENAI_BASE_URL: httpAddress.optional(),
  TWILIO_ACCOUNT_SID: token('AC', 'the account SID').optional(),
  TWILIO_AUTH_TOKEN: z.string().optional(),
  TWILIO_FROM: z
    .string()
    .regex(/^\+[1-9]\d{6,14}$/, { error: 'must be a number in international form, with a plus sign' })
    .optional(),
  TWILIO_API_URL: httpAddress.optional(),
})

/** The variables after reading. */
export type Variables = z.output<typeof variables>

const examples: Readonly<Record<keyof typeof variables.shape, string>> = {
  DATABASE_URL: 'postgresql://baton:password@127.0.0.1:5432/baton',
  PORT: '3000',
  HOST: '127.0.0.1',
  PUBLIC_URL: 'https://baton.example.com',
  APP_SECRET: 'the output of: openssl rand -hex 32',
  LOG_LEVEL: 'info',
  BATON_ROLES: 'bot,api,worker',
  BATON_TIME_ZONE: 'Europe/Berlin',
  BATON_SEND_LANES: '4',
  BATON_SEND_TIMEOUT_SECONDS: '30',
  BATON_SEND_LEASE_SECONDS: '120',
  BATON_SETTLE_SECONDS: '900',
  SLACK_BOT_TOKEN: 'xoxb-…',
  SLACK_SIGNING_SECRET: 'Basic Information, App Credentials, Signing Secret',
  SLACK_APP_TOKEN: 'xapp-…',
  SLACK_API_URL: 'https://slack.com/api',
  POSTMARK_SERVER_TOKEN: 'the server’s page, API Tokens',
  POSTMARK_ACCOUNT_TOKEN: 'the account’s page, API Tokens',
  POSTMARK_API_URL: 'https://api.postmarkapp.com',
  POSTMARK_WEBHOOK_USER: 'postmark',
  POSTMARK_WEBHOOK_PASSWORD: 'the output of: openssl rand -hex 24',
  POSTMARK_INBOUND_ADDRESS: 'reply@inbound.example.com',
  POSTMARK_BROADCAST_STREAM: 'broadcast',
  OPENAI_API_KEY: 'sk-…',
  OPENAI_MODEL: 'gpt-5-mini',
  OPENAI_BASE_URL: 'https://api.openai.com/v1',
  TWILIO_ACCOUNT_SID: 'AC…',
  TWILIO_AUTH_TOKEN: 'the console’s page, Auth Token',
  TWILIO_FROM: '+15005550006',
  TWILIO_API_URL: 'https://api.twilio.com',
}

const exampleByName = new Map(Object.entries(examples))

/** What a good value looks like, or where to find one: the remedy in a mistake's line. */
export function exampleOf(variable: string): string {
  return exampleByName.get(variable) ?? ''
}
