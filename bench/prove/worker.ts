import { setTimeout } from 'node:timers/promises'
import { openDb } from '../../src/db/client.ts'
import type { Deps } from '../../src/operations/deps.ts'
import { applyMessageEvents } from '../../src/operations/message/apply-events.ts'
import { reconcileMessages } from '../../src/operations/message/reconcile.ts'
import { sendDueMessages } from '../../src/operations/message/send-due.ts'
import { realDeps } from '../ground/deps.ts'
import { naiveSend } from './naive-send.ts'
import { callTimeoutSeconds, leaseMs, perCall, settleMs } from './windows.ts'

// One worker of the matrix, started to be killed: the real operations and adapters in an endless loop, with short
// windows. pg-boss is left out, because a queue that waits for a dead worker's heartbeat would only make for pauses.
const [url = '', postmarkUrl = '', mode = 'ledger'] = process.argv.slice(2)

const stopping = new AbortController()
process.on('SIGTERM', () => stopping.abort())

const base = await realDeps({ db: openDb(url, 6), url }, postmarkUrl, { callTimeoutSeconds })
const deps: Deps = {
  ...base,
  settings: { ...base.settings, sendBatch: perCall, sendLeaseMs: leaseMs, settleWindowMs: settleMs },
}

/** Does one kind of work again and again, as its jobs would. */
async function keepDoing(work: (signal: AbortSignal) => Promise<void>): Promise<void> {
  while (!stopping.signal.aborted) {
    try {
      await work(stopping.signal)
    } catch (error) {
      // What a killed neighbour held breaks a statement now and then; a job would be tried again, and so is this.
      console.error(error instanceof Error ? error.message : error)
    }
    await setTimeout(50)
  }
}

// At work is who has a connection: most of a short life would be spent on getting one.
await deps.db.campaign.count()
process.send?.('ready')
await Promise.all([
  ...[1, 2].map((lane) =>
    keepDoing((signal) => (mode === 'naive' ? naiveSend(deps) : sendDueMessages(deps, { lane }, signal))),
  ),
  keepDoing((signal) => applyMessageEvents(deps, {}, signal)),
  keepDoing((signal) => reconcileMessages(deps, {}, signal)),
])
process.exit(0)
