import { setTimeout } from 'node:timers/promises'
import { openDb } from '../../src/db/client.ts'
import type { Deps } from '../../src/operations/deps.ts'
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

const base = await realDeps({ db: openDb(url, 4), url }, postmarkUrl, { callTimeoutSeconds })
const deps: Deps = {
  ...base,
  settings: { ...base.settings, sendBatch: perCall, sendLeaseMs: leaseMs, settleWindowMs: settleMs },
}

process.send?.('ready')
while (!stopping.signal.aborted) {
  try {
    if (mode === 'naive') await naiveSend(deps)
    else await sendDueMessages(deps, { lane: 1 }, stopping.signal)
    await reconcileMessages(deps, {}, stopping.signal)
  } catch (error) {
    // What a killed neighbour held breaks a statement now and then; a job would be tried again, and so is this.
    console.error(error instanceof Error ? error.message : error)
  }
  await setTimeout(50)
}
process.exit(0)
