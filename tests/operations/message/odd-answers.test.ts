import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals'
import { z } from 'zod'
import { postmarkEmail } from '../../../src/adapters/postmark.ts'
import { reconcileMessages } from '../../../src/operations/message/reconcile.ts'
import { sendDueMessages } from '../../../src/operations/message/send-due.ts'
import { json, reset, startVendorServer, type VendorServer } from '../../adapters/vendor-server.ts'
import { type TestDatabase, testDatabase } from '../../support/database.ts'
import { dueCampaign, ledgerRig, never, standing } from './ledger-rig.ts'

let database: TestDatabase
let server: VendorServer
beforeAll(async () => {
  database = await testDatabase()
  server = await startVendorServer()
})
afterEach(() => database.db.campaign.updateMany({ data: { status: 'cancelled' } }))
afterAll(async () => {
  await server.close()
  await database.stop()
})

const batch = z.array(
  z.object({ To: z.string(), Metadata: z.object({ sendid: z.string(), attempt: z.string() }) }),
)
type Taken = z.infer<typeof batch>[number]
type Items = (mails: Taken[]) => object[] | 'lost'

const good = (mails: Taken[]) => mails.map((mail) => ({ ...mail, MessageID: idOf(mail), ErrorCode: 0 }))
const idOf = ({ Metadata }: Taken) => `pm-${Metadata.sendid}`

/** Three people whose mails go to a provider that takes all of them, and answers and shows what it is told to. */
async function threeMails() {
  const rig = ledgerRig(database.db)
  const campaign = await dueCampaign(database.db, 3)
  const taken: Taken[] = []
  const settings = { broadcastStream: 'news', transactionalStream: 'outbound', timeoutSeconds: 60 }
  const deps = { ...rig.deps, email: postmarkEmail({ serverToken: 't', apiUrl: server.url, ...settings }) }
  const will = ({ items = good, shown = 500 }: { items?: Items; shown?: number }) =>
    server.willAnswer((response, request) => {
      if (request.method === 'GET') {
        const asked = new URL(request.url, server.url).searchParams.get('metadata_attempt')
        const rows = taken.filter(({ Metadata }) => Metadata.attempt === asked)
        return json({ TotalCount: rows.length, Messages: good(rows.slice(0, shown)) })(response, request)
      }
      const mails = batch.parse(JSON.parse(request.body))
      taken.push(...mails)
      const answer = items(mails)
      return (answer === 'lost' ? reset : json(answer))(response, request)
    })
  const send = () => sendDueMessages(deps, { lane: 1 }, never)
  const reconcile = async () => {
    rig.pass(deps.settings.sendLeaseMs + deps.settings.settleWindowMs + 1)
    await reconcileMessages(deps, {}, never)
  }
  const ids = async () => {
    const rows = await database.db.message.findMany({ where: { campaignId: campaign.id } })
    return rows.every(({ id, providerMessageId }) => providerMessageId === `pm-${id}`)
  }
  return { rig, campaign, taken, will, send, reconcile, ids, stands: () => standing(database.db, campaign) }
}

describe('a search that shows less than it says there is', () => {
  it.each([0, 1])('(%i of 3) sends nothing twice: it is asked again until it shows all', async (shown) => {
    const { rig, taken, will, send, reconcile, stands } = await threeMails()
    will({ items: () => 'lost', shown })
    await send()
    await reconcile()
    await send()
    expect(taken).toHaveLength(3)
    expect(await stands()).toMatchObject({ unknown: 3 })
    expect(rig.lines).toMatchObject([{ level: 'error', message: 'A call could not be reconciled' }])
    will({})
    await reconcile()
    expect(await stands()).toMatchObject({ sent: 3 })
    expect(taken).toHaveLength(3)
  })
})

describe('an answer that cannot be what it seems', () => {
  it.each<[string, Items]>([
    ['with one id for all', (mails) => mails.map((mail) => ({ ...mail, MessageID: 'pm-one' }))],
    ['with ids that cannot be stored', (mails) => mails.map(({ To }) => ({ To, MessageID: `${To}\u0000` }))],
    ['with ids of 72 kB', (mails) => mails.map(({ To }) => ({ To, MessageID: To.padEnd(72_000, 'x') }))],
    ['in another order than asked', (mails) => good([...mails.slice(1), ...mails.slice(0, 1)])],
  ])(
    '%s leaves its mails unknown at once, and the search tells what became of each',
    async (_name, items) => {
      const { rig, taken, will, send, reconcile, ids, stands } = await threeMails()
      will({ items })
      await send()
      expect(await stands()).toMatchObject({ unknown: 3 })
      expect(rig.lines).toEqual([])
      await reconcile()
      expect(await stands()).toMatchObject({ sent: 3 })
      expect(await ids()).toBe(true)
      expect(taken).toHaveLength(3)
    },
  )
})
