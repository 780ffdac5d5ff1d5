import { readConfig } from '../../src/config/config.ts'
import { isZone } from '../../src/domain/local-time.ts'
import { maxBatch } from '../../src/domain/message.ts'
import { buildVendors } from '../../src/main/adapters.ts'
import type { Deps } from '../../src/operations/deps.ts'
import type { Ground } from './database.ts'
import { environment } from './environment.ts'
import { errorsOnly, noChat, noQueue } from './quiet.ts'

/** What operations reach for, with the adapters that `npm start` has; only jobs, Slack and the log lead nowhere. */
export async function realDeps(
  { db, url }: Ground,
  postmarkUrl: string,
  { callTimeoutSeconds = 30 }: { callTimeoutSeconds?: number } = {},
): Promise<Deps> {
  const timeout = { BATON_SEND_TIMEOUT_SECONDS: String(callTimeoutSeconds) }
  const config = readConfig({ ...environment({ databaseUrl: url, postmarkUrl }), ...timeout }, isZone)
  const { lanes, leaseMs, settleMs } = config.sending
  return {
    ...(await buildVendors(config)),
    db,
    queue: noQueue,
    clock: { now: () => new Date() },
    chat: noChat,
    log: errorsOnly,
    settings: {
      timeZone: config.timeZone,
      inboundAddress: config.postmark.inboundAddress,
      sendLanes: lanes,
      sendBatch: maxBatch,
      sendLeaseMs: leaseMs,
      sendTimeoutMs: config.sending.timeoutMs,
      settleWindowMs: settleMs,
    },
  }
}
