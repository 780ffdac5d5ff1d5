import { afterAll, beforeAll, expect, it } from '@jest/globals'
import { type BatonProcess, startBatonProcess } from '../../sandbox/demo/baton-process.ts'
import { batonEnvironment } from '../../sandbox/demo/environment.ts'
import { connectBaton, type Sandbox, startSandbox } from '../../sandbox/demo/sandbox.ts'
import { freePort } from '../../sandbox/postgres/free-port.ts'
import { type EmbeddedServer, startPostgres } from '../../sandbox/postgres/server.ts'
import { type Db, openDb } from '../../src/db/client.ts'
import { migrate } from '../../src/db/migrate.ts'
import { enroll, insertCampaign, insertContact } from '../support/rows.ts'
import { until } from '../support/until.ts'

const patience = { timeoutMs: 40_000 }

let postgres: EmbeddedServer
let sandbox: Sandbox
let db: Db
let baton: BatonProcess | null = null

beforeAll(async () => {
  postgres = await startPostgres()
  sandbox = await startSandbox({ transport: 'http' })
  db = openDb(postgres.url('postgres'))
  await migrate(postgres.url('postgres'), 'prisma/migrations')
}, 60_000)
afterAll(async () => {
  await baton?.stop()
  await sandbox.stop()
  await db.$disconnect()
  await postgres.stop()
}, 60_000)

/** People of two campaigns, all of them due. */
async function dueCampaigns(): Promise<void> {
  for (const name of ['One', 'Two']) {
    const campaign = await insertCampaign(db, { name, senderEmail: 'maya@northwind.example' })
    for (let person = 0; person < 10; person += 1) {
      const { id: contactId } = await insertContact(db)
      await enroll(db, { campaign, contactId })
    }
  }
}

it('PostgreSQL is restarted in the middle of sending: the same process goes on, and everybody gets one mail', async () => {
  await dueCampaigns()
  sandbox.postmark.settings.answerLatencyMs = 1_000
  const port = await freePort()
  connectBaton(sandbox, `http://127.0.0.1:${port}`, 'http')
  const environment = batonEnvironment(sandbox, {
    databaseUrl: postgres.url('postgres'),
    port,
    transport: 'http',
  })
  baton = await startBatonProcess({ ...environment, LOG_LEVEL: 'silent' }, 'src/main.ts')
  const { url, ended } = baton
  let over = false
  void ended.then(() => {
    over = true
  })
  const status = async (path: string) => (await fetch(url + path)).status
  await until('a call to Postmark', () => sandbox.postmark.accepted.total() > 0, patience)
  await postgres.restart(async () => {
    await until('/readyz to say so', async () => (await status('/readyz')) === 503, patience)
    expect(await status('/healthz')).toBe(200)
  })
  await until('/readyz', async () => (await status('/readyz')) === 200, patience)
  await until(
    'all to be sent',
    async () => (await db.message.count({ where: { state: 'sent' } })) === 20,
    patience,
  )
  expect([...sandbox.postmark.accepted.counts().values()]).toEqual(Array.from({ length: 20 }, () => 1))
  expect(over).toBe(false)
}, 150_000)
