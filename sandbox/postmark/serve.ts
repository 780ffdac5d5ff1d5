/**
 * Runs the stand-in as a process of its own:
 * `node sandbox/postmark/serve.ts --port 4001 --server-token s --domains example.com --no-bodies`.
 * Every option may come from the environment instead (`POSTMARK_SANDBOX_PORT`, …). Prints one JSON line
 * `{"url", "port"}` when it listens, and stops on SIGTERM or SIGINT.
 */
import { parseArgs } from 'node:util'

import { startPostmark } from './server.ts'
import type { PostmarkOptions } from './types.ts'

const string = { type: 'string' } as const
const boolean = { type: 'boolean' } as const

const { values } = parseArgs({
  options: {
    port: string,
    'server-token': string,
    'account-token': string,
    domains: string,
    signatures: string,
    'inbound-address': string,
    'events-url': string,
    'inbound-url': string,
    'index-lag-ms': string,
    'index-lag-up-to-ms': string,
    'delivery-latency-ms': string,
    'answer-latency-ms': string,
    'broadcast-unsubscribe': string,
    seed: string,
    'no-bodies': boolean,
    'no-delivery': boolean,
  },
})

type OptionName = keyof typeof values

const fromEnvironment = (name: OptionName): string | undefined =>
  process.env[`POSTMARK_SANDBOX_${name.replaceAll('-', '_').toUpperCase()}`]

const text = (name: OptionName): string | undefined => {
  const value = values[name]
  return typeof value === 'string' ? value : fromEnvironment(name)
}

const flag = (name: OptionName): boolean => values[name] === true || fromEnvironment(name) === 'true'

const number = (name: OptionName): number => {
  const value = Number(text(name) ?? 0)
  if (!Number.isFinite(value) || value < 0) throw new Error(`--${name} must be a number from 0.`)
  return value
}

const list = (name: OptionName): string[] => (text(name) ?? '').split(',').filter((item) => item !== '')

const indexLag = (): number | ((random: () => number) => number) => {
  const upTo = number('index-lag-up-to-ms')
  return upTo > 0 ? (random) => random() * upTo : number('index-lag-ms')
}

const optional = (): Partial<PostmarkOptions> => {
  const [eventsUrl, inboundUrl] = [text('events-url'), text('inbound-url')]
  const inboundAddress = text('inbound-address')
  return {
    hooks: {
      ...(eventsUrl === undefined ? {} : { eventsUrl }),
      ...(inboundUrl === undefined ? {} : { inboundUrl }),
    },
    ...(inboundAddress === undefined ? {} : { inboundAddress }),
  }
}

const standIn = await startPostmark({
  ...optional(),
  port: number('port'),
  serverToken: text('server-token') ?? 'server-token',
  accountToken: text('account-token') ?? 'account-token',
  domains: list('domains'),
  signatures: list('signatures'),
  streams: [
    { id: 'outbound', kind: 'Transactional' },
    {
      id: 'broadcast',
      kind: 'Broadcasts',
      unsubscribe: text('broadcast-unsubscribe') === 'Postmark' ? 'Postmark' : 'Custom',
    },
    { id: 'inbound', kind: 'Inbound' },
  ],
  keepBodies: !flag('no-bodies'),
  automaticDelivery: !flag('no-delivery'),
  indexLagMs: indexLag(),
  deliveryLatencyMs: number('delivery-latency-ms'),
  answerLatencyMs: number('answer-latency-ms'),
  seed: number('seed'),
})

process.stdout.write(`${JSON.stringify({ url: standIn.url, port: standIn.port })}\n`)

const stop = (): void => {
  void standIn.stop()
}
process.once('SIGTERM', stop)
process.once('SIGINT', stop)
