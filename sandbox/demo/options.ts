import { parseArgs } from 'node:util'
import type { Transport } from './manifest.ts'

/** What `npm run demo -- …` was told. */
export type DemoOptions = { play: boolean; exit: boolean; transport: Transport; port: number }

const usage = 'Known are --play, --exit, --transport socket or http, and --port 4000.'

/** Reads the words after `npm run demo --`. @throws Error with a sentence for whoever typed them. */
export function readOptions(args: readonly string[]): DemoOptions {
  const { transport, port, ...rest } = parse(args)
  if (transport !== 'socket' && transport !== 'http')
    throw new Error(`There is no transport “${transport}”. ${usage}`)
  if (!/^\d{1,5}$/.test(port) || Number(port) > 65_535)
    throw new Error(`“${port}” is no port: use a number up to 65535. ${usage}`)
  return { ...rest, transport, port: Number(port) }
}

function parse(args: readonly string[]): { play: boolean; exit: boolean; transport: string; port: string } {
  try {
    return parseArgs({
      args: [...args],
      options: {
        play: { type: 'boolean', default: false },
        exit: { type: 'boolean', default: false },
        transport: { type: 'string', default: 'socket' },
        port: { type: 'string', default: '4000' },
      },
    }).values
  } catch (error) {
    const [first = ''] = String(error instanceof Error ? error.message : error).split('. ')
    throw new Error(`${first}. ${usage}`, { cause: error })
  }
}

/** What went wrong, as whoever started the demo can mend it. */
export function startTrouble(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  const taken = 'code' in error && error.code === 'EADDRINUSE' && 'port' in error ? String(error.port) : null
  if (taken === null) return error.message
  return `Port ${taken} is taken, perhaps by a demo that still runs. Stop that, or choose another: npm run demo -- --port ${Number(taken) + 1}`
}
