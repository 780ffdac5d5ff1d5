import { once } from 'node:events'
import { openDb } from '../../src/db/client.ts'
import { realDeps } from '../ground/deps.ts'
import { batonSend } from '../send/baton.ts'
import type { Told } from './told.ts'

const sampleMs = 250
const megabyte = 1024 * 1024

// A process that sends when it is told to, and tells what it needs meanwhile.
const [url = '', postmarkUrl = '', lanes = '1'] = process.argv.slice(2)
const deps = await realDeps({ db: openDb(url, Number(lanes) + 4), url }, postmarkUrl)
await deps.db.campaign.count()
let sent = 0
const { email } = deps
const counting = {
  ...deps,
  email: {
    ...email,
    sendBatch: (batch: Parameters<typeof email.sendBatch>[0]) => {
      sent += batch.length
      return email.sendBatch(batch)
    },
  },
}
const tell = (told: Told) => process.send?.(told)
const memory = () => ({ sent, now: process.memoryUsage().rss / megabyte })
tell({ kind: 'ready', ...memory() })
setInterval(() => tell({ kind: 'sample', ...memory() }), sampleMs).unref()
for (;;) {
  const message: unknown[] = await once(process, 'message')
  const rate = await batonSend(counting, { mails: Number(message[0]), lanes: Number(lanes) })
  // Linux and macOS count in kilobytes here, through Node alike.
  tell({ kind: 'done', rate, most: process.resourceUsage().maxRSS / 1024 })
}
