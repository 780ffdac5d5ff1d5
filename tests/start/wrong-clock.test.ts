import { afterAll, afterEach, beforeAll, expect, it } from '@jest/globals'
import { type BatonProcess, startBatonProcess } from '../../sandbox/demo/baton-process.ts'
import { batonEnvironment } from '../../sandbox/demo/environment.ts'
import { type Sandbox, startSandbox } from '../../sandbox/demo/sandbox.ts'
import { freePort } from '../../sandbox/postgres/free-port.ts'
import { readConfig } from '../../src/config/config.ts'
import { isZone } from '../../src/domain/local-time.ts'
import { type Baton, startBaton } from '../../src/main/start.ts'
import { reconcileMessages } from '../../src/operations/message/reconcile.ts'
import { sendDueMessages } from '../../src/operations/message/send-due.ts'
import { type TestDatabase, testDatabase } from '../support/database.ts'
import { restoreMachineClock, setMachineClock } from '../support/machine-clock.ts'
import { quietLog } from '../support/quiet-log.ts'
import { enroll, insertCampaign, insertContact } from '../support/rows.ts'
import { until } from '../support/until.ts'

const minute = 60_000
const patience = { timeoutMs: 120_000 }
const never = new AbortController().signal

let database: TestDatabase
let sandbox: Sandbox
let slow: BatonProcess | null = null
const here: Baton[] = []
let before = 0

beforeAll(async () => {
  database = await testDatabase()
  sandbox = await startSandbox({ transport: 'http' })
}, 60_000)
afterEach(restoreMachineClock)
afterAll(async () => {
  await slow?.stop()
  for (const baton of here) await baton.stop()
  await sandbox.stop()
  await database.stop()
}, 60_000)

/** The environment of a worker of its own. */
async function workerEnvironment(): Promise<Record<string, string>> {
  const place = { databaseUrl: database.url, port: await freePort(), transport: 'http' } as const
  const patient = { BATON_SEND_TIMEOUT_SECONDS: '30', BATON_SEND_LEASE_SECONDS: '120' }
  const role = { BATON_ROLES: 'worker', BATON_SEND_LANES: '1', LOG_LEVEL: 'silent' }
  return { ...batonEnvironment(sandbox, place), ...patient, ...role }
}

/** Options for a Node whose machine's clock is behind. */
const behind = (ms: number) => {
  const code = `const Right = Date
    globalThis.Date = class extends Right {
      constructor(...given) { given.length > 0 ? super(...given) : super(Right.now() - ${ms}) }
      static now() { return Right.now() - ${ms} }
    }`
  return { NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(code)}` }
}

/** People who are due, and a Postmark that takes its time to answer and to show in its index what it took. */
async function duePeople(): Promise<void> {
  const { db } = database
  const { settings, accepted } = sandbox.postmark
  const campaign = await insertCampaign(db, { senderEmail: 'maya@northwind.example' })
  for (let person = 0; person < 3; person += 1) {
    const { id: contactId } = await insertContact(db)
    await enroll(db, { campaign, contactId })
  }
  const nextAt = new Date(Date.now() - 30 * minute)
  await db.enrollment.updateMany({ where: { campaignId: campaign.id }, data: { nextAt } })
  settings.indexLagMs = 60 * minute
  settings.automaticDelivery = false
  settings.answerLatencyMs = 10_000
  before = accepted.counts().size
}

/** A Baton in this process that does what it is told to. */
async function startHere(): Promise<Baton['deps']> {
  const environment = { ...(await workerEnvironment()), BATON_ROLES: 'api' }
  const baton = await startBaton(readConfig(environment, isZone), quietLog())
  here.push(baton)
  return baton.deps
}

const theCall = () =>
  until('the call', () => sandbox.postmark.accepted.counts().size === before + 3, patience)

/** The clock's minute, in which others may look after the call, and what becomes of the people. */
async function everybodysCopies(deps: Baton['deps']): Promise<number[]> {
  sandbox.postmark.settings.answerLatencyMs = 0
  await reconcileMessages(deps, {}, never)
  await sendDueMessages(deps, { lane: 2 }, never)
  const underWay = () => database.db.enrollment.count({ where: { status: 'active' } })
  await until('all to be through', async () => (await underWay()) === 0, patience)
  return [...sandbox.postmark.accepted.counts().values()]
}

it('a worker on a machine whose clock is 20 minutes behind is not taken for lost by another: everybody gets one mail', async () => {
  await duePeople()
  const deps = await startHere()
  slow = await startBatonProcess({ ...(await workerEnvironment()), ...behind(20 * minute) }, 'src/main.ts')
  await theCall()
  const copies = await everybodysCopies(deps)
  expect(copies.length).toBe(before + 3)
  expect(new Set(copies)).toEqual(new Set([1]))
  await slow.stop()
}, 240_000)

it('a machine’s clock that is set right by 20 minutes while a call is under way does not repeat it', async () => {
  await duePeople()
  const now = Date.now()
  setMachineClock(new Date(now - 20 * minute))
  const deps = await startHere()
  const call = sendDueMessages(deps, { lane: 1 }, never)
  await theCall()
  setMachineClock(new Date(now))
  const copies = await everybodysCopies(deps)
  await call
  expect(copies.length).toBe(before + 3)
  expect(new Set(copies)).toEqual(new Set([1]))
}, 240_000)
