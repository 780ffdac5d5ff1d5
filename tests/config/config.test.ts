import { describe, expect, it } from '@jest/globals'
import { readConfig as readConfigBy, readDatabaseUrl } from '../../src/config/config.ts'
import { ConfigError } from '../../src/config/config-error.ts'
import { isZone } from '../../src/domain/local-time.ts'

const readConfig = (environment: Record<string, string | undefined>) => readConfigBy(environment, isZone)

const complete = {
  DATABASE_URL: 'postgresql://baton:hunter2hunter2@127.0.0.1:5432/baton',
  PUBLIC_URL: 'https://baton.example.com/',
  APP_SECRET: 'a secret that is long enough to be one',
  SLACK_BOT_TOKEN: 'xoxb-1-2-canary',
  SLACK_SIGNING_SECRET: 'signing-canary-8f42e6',
  POSTMARK_SERVER_TOKEN: 'server-canary',
  POSTMARK_WEBHOOK_USER: 'postmark',
  POSTMARK_WEBHOOK_PASSWORD: 'webhook-canary',
  POSTMARK_INBOUND_ADDRESS: 'reply@inbound.example.com',
}

function mistakesOf(environment: Record<string, string | undefined>): Record<string, string> {
  try {
    readConfig(environment)
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error
    return Object.fromEntries(error.mistakes.map(({ variable, problem }) => [variable, problem]))
  }
  return {}
}

describe('a complete environment', () => {
  it('is read into groups, with defaults for what was left out', () => {
    const config = readConfig(complete)
    expect([...config.roles]).toEqual(['bot', 'api', 'worker'])
    expect(config.http).toEqual({ port: 3000, publicUrl: 'https://baton.example.com' })
    expect(config.sending).toEqual({ lanes: 4, timeoutMs: 30_000, leaseMs: 120_000, settleMs: 900_000 })
    expect(config.slack.intake).toEqual({ kind: 'http', signingSecret: 'signing-canary-8f42e6' })
    expect(config.postmark).toMatchObject({ accountToken: null, broadcastStream: 'broadcast' })
    expect([config.openai, config.twilio, config.timeZone]).toEqual([null, null, 'UTC'])
  })

  it('uses Socket Mode when there is an app token, and needs no signing secret then', () => {
    const config = readConfig({ ...complete, SLACK_APP_TOKEN: 'xapp-1', SLACK_SIGNING_SECRET: '' })
    expect(config.slack.intake).toEqual({ kind: 'socket', appToken: 'xapp-1' })
  })

  it('turns a whole optional feature into an object', () => {
    const config = readConfig({ ...complete, OPENAI_API_KEY: 'sk-1', OPENAI_MODEL: 'some-model' })
    expect(config.openai).toEqual({
      apiKey: 'sk-1',
      model: 'some-model',
      baseUrl: 'https://api.openai.com/v1',
    })
  })

  it('says where the workspace is at home', () => {
    expect(readConfig({ ...complete, BATON_TIME_ZONE: ' Asia/Tokyo ' }).timeZone).toBe('Asia/Tokyo')
  })

  it.each([
    ['worker', ['worker']],
    ['api, bot', ['api', 'bot']],
    ['', ['bot', 'api', 'worker']],
  ])('reads the roles "%s"', (BATON_ROLES, roles) => {
    expect([...readConfig({ ...complete, BATON_ROLES }).roles]).toEqual(roles)
  })
})

describe('a mistaken environment', () => {
  it('is refused with every mistake at once, whether missing, malformed or between two variables', () => {
    const mistakes = mistakesOf({
      ...complete,
      DATABASE_URL: undefined,
      APP_SECRET: 'short',
      SLACK_SIGNING_SECRET: ' ',
      TWILIO_FROM: '+15005550006',
      BATON_SEND_LEASE_SECONDS: '60',
    })
    expect(Object.keys(mistakes).toSorted()).toEqual([
      'APP_SECRET',
      'BATON_SEND_LEASE_SECONDS',
      'DATABASE_URL',
      'SLACK_SIGNING_SECRET',
      'TWILIO_ACCOUNT_SID',
      'TWILIO_AUTH_TOKEN',
    ])
    expect(mistakes['DATABASE_URL']).toBe('is not set')
  })

  it.each([
    ['PORT', '0x50', /whole number/],
    ['PORT', '70000', /from 1 to 65535/],
    ['DATABASE_URL', 'mysql://x', /postgresql:\/\//],
    ['PUBLIC_URL', 'baton.example.com', /http/],
    ['PUBLIC_URL', 'javascript:alert(1)', /http/],
    ['SLACK_BOT_TOKEN', 'xoxp-1', /xoxb-/],
    ['SLACK_APP_TOKEN', 'xoxb-1', /xapp-/],
    ['SLACK_SIGNING_SECRET', '8f742231b10e888', /at least 16 characters/],
    ['APP_SECRET', 'x'.repeat(31), /at least 32 characters/],
    ['BATON_ROLES', 'bot,web', /not known/],
    ['LOG_LEVEL', 'loud', /one of/],
    ['BATON_TIME_ZONE', 'Europe/Atlantis', /name of a time zone/],
    ['BATON_TIME_ZONE', 'PST', /name of a time zone/],
    ['BATON_TIME_ZONE', 'EST', /with a place in it/],
    ['BATON_TIME_ZONE', '+01:00', /name of a time zone/],
    ['POSTMARK_WEBHOOK_USER', 'post:mark', /colon/],
    ['POSTMARK_INBOUND_ADDRESS', 'reply+x@inbound.example.com', /plus/],
  ])('%s=%s is named', (variable, value, problem) => {
    expect(mistakesOf({ ...complete, [variable]: value })[variable]).toMatch(problem)
  })

  it('names what is missing of a feature that was begun', () => {
    const mistakes = mistakesOf({ ...complete, OPENAI_BASE_URL: 'https://models.example.com' })
    expect(Object.keys(mistakes)).toEqual(['OPENAI_API_KEY', 'OPENAI_MODEL'])
  })

  it('is told as one readable message that gives away no value', () => {
    expect(() => readConfig({ ...complete, APP_SECRET: 'secret-canary', PORT: 'port-canary' })).toThrow(
      [
        'Baton cannot start: 2 settings need mending.',
        '  PORT must be a whole number from 1 to 65535.',
        '    Example: PORT=3000',
        '  APP_SECRET must have at least 32 characters.',
        '    Example: APP_SECRET=the output of: openssl rand -hex 32',
        'What each is for: .env.example',
      ].join('\n'),
    )
    const everything = Object.fromEntries(Object.keys(complete).map((name) => [name, 'canary']))
    expect(() => readConfig(everything)).toThrow(ConfigError)
    expect(() => readConfig(everything)).not.toThrow(/canary/)
  })
})

describe('a command that needs only the database', () => {
  it('reads its address and asks for nothing else', () => {
    expect(readDatabaseUrl({ DATABASE_URL: complete.DATABASE_URL })).toBe(complete.DATABASE_URL)
    expect(() => readDatabaseUrl({})).toThrow('DATABASE_URL is not set')
  })
})
