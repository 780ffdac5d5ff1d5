import { jobs } from '../../ports/jobs.ts'
import type { Deps } from '../deps.ts'

/** Which of a vendor's webhooks called. */
export type WebhookSource = 'postmark-event' | 'postmark-inbound'

/** One call of a webhook. `dedupeKey` is the same for every repetition of it. */
export type WebhookCall = { source: WebhookSource; dedupeKey: string; payload: object }

/**
 * Keeps what a vendor told us and has it applied; what was kept before changes nothing.
 * Once this returns the vendor may forget. Throws when nothing could be kept.
 */
export async function storeWebhook(
  { db, queue }: Pick<Deps, 'db' | 'queue'>,
  { source, dedupeKey, payload }: WebhookCall,
): Promise<'stored' | 'repeated'> {
  const json = storableJson(payload)
  const stored = await db.$transaction(async (tx) => {
    const [row] = await tx.$queryRaw<{ id: string }[]>`
      INSERT INTO webhook_delivery (source, dedupe_key, payload) VALUES (${source}, ${dedupeKey}, ${json}::jsonb)
      ON CONFLICT (source, dedupe_key) DO NOTHING RETURNING id::text`
    if (row === undefined) return 'repeated'
    if (source === 'postmark-inbound') {
      await queue.enqueue(tx, jobs.recordReply, { payload: { webhookDeliveryId: row.id } })
    }
    return 'stored'
  })
  // Events come by the thousand and one waiting job applies all that are there. Were it enqueued in the same commit, all
  // of them would queue up for that one job's row, and the worker behind them; a crash in between is the clock's to mend.
  if (source === 'postmark-event' && stored === 'stored') {
    await db.$transaction((tx) =>
      queue.enqueue(tx, jobs.applyMessageEvents, { payload: {}, key: 'all', ifNoneWaits: true }),
    )
  }
  return stored
}

// jsonb has no NUL and no half of a surrogate pair, and JSON.stringify writes exactly these as escapes. A mail that
// holds one must not be refused for ever, so they become U+FFFD. The first alternative keeps "\\u0000" as it is.
function storableJson(payload: object): string {
  return JSON.stringify(payload).replaceAll(/\\\\|\\u0000|\\ud[89a-f][0-9a-f]{2}/g, (escape) =>
    escape === '\\\\' ? escape : '\uFFFD',
  )
}
