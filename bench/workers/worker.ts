import { once } from 'node:events'
import { openDb } from '../../src/db/client.ts'
import { sendDueMessages } from '../../src/operations/message/send-due.ts'
import { realDeps } from '../ground/deps.ts'

// A process that sends when it is told to and says when there was nothing left.
const [url = '', postmarkUrl = '', lanes = '1'] = process.argv.slice(2)
const deps = await realDeps({ db: openDb(url, Number(lanes) + 2), url }, postmarkUrl)
await deps.db.campaign.count()
process.send?.('ready')
for (;;) {
  await once(process, 'message')
  const { signal } = new AbortController()
  const lane = (_: unknown, index: number) => sendDueMessages(deps, { lane: index + 1 }, signal)
  await Promise.all(Array.from({ length: Number(lanes) }, lane))
  process.send?.('done')
}
