import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { randomUUID } from 'node:crypto'
import { readPostmarkEvent } from '../../../src/adapters/postmark-events.ts'
import { finishCampaigns } from '../../../src/db/campaign-queries.ts'
import { type Db, openDb } from '../../../src/db/client.ts'
import { unsubscribeContact } from '../../../src/operations/contact/unsubscribe.ts'
import { applyMessageEvents } from '../../../src/operations/message/apply-events.ts'
import { tick } from '../../../src/operations/message/tick.ts'
import { type TestDatabase, testDatabase } from '../../support/database.ts'
import { replyRig } from '../reply/reply-rig.ts'
import { crowd, peopleReadFor, unforeseenCrowd } from './crowd-rig.ts'
import { ledgerRig, never } from './ledger-rig.ts'
import { claimCall, settleCall, taken } from './open-call-rig.ts'

const batch = 50
const few = crowd / 20

let database: TestDatabase
let db: Db
let launch: () => Promise<void>

function crowded() {
  beforeAll(async () => {
    database = await testDatabase()
    db = openDb(database.url, 1)
    launch = await unforeseenCrowd(db)
  })
  afterAll(async () => {
    await db.$disconnect()
    await database.stop()
  })
}

const readFor = (work: () => Promise<unknown>) => peopleReadFor(db, work)

/** Claims a batch and settles it as sent. Returns what was read for either. */
async function sendBatch(): Promise<[number, number]> {
  const rig = ledgerRig(db)
  let call = { attempt: '', ids: [] as string[] }
  const claimed = await readFor(async () => {
    call = await claimCall(rig, batch)
  })
  const settled = await readFor(() => settleCall(rig, call.attempt, call.ids.map(taken)))
  expect(call.ids).toHaveLength(batch)
  return [claimed, settled]
}

/** Somebody who got a mail and of whom nothing was heard yet. */
async function somebody() {
  const message = await db.message.findFirstOrThrow({
    where: { state: 'sent', enrollment: { status: 'active' }, events: { none: {} } },
    include: { contact: true, enrollment: true },
  })
  const { contact, enrollment } = message
  if (!contact || !enrollment) throw new Error('A mail of nobody')
  return { message, contact, enrollment }
}

/** Applies a webhook of such a kind about somebody's mail. */
async function hear(event: Record<string, unknown>): Promise<void> {
  const { id, attempt, address, providerMessageId } = (await somebody()).message
  const about = { MessageID: providerMessageId, Recipient: address, Email: address }
  const payload = { ...about, Metadata: { sendid: id, attempt: attempt ?? '' }, ...event }
  const row = { source: 'postmark-event', dedupeKey: randomUUID(), payload } as const
  await db.webhookDelivery.create({ data: row })
  const mailbox = { readEvent: readPostmarkEvent, readInbound: () => null }
  await applyMessageEvents({ ...ledgerRig(db).deps, mailbox }, {}, never)
  expect(await db.webhookDelivery.findFirst({ where: { dedupeKey: row.dedupeKey } })).toMatchObject({
    outcome: 'applied',
  })
}

const at = '2026-11-20T09:05:00Z'

describe('of thousands of people who were launched since PostgreSQL looked last, nobody else is read', () => {
  crowded()
  beforeAll(() => launch())

  it('for a batch of them', async () => {
    expect(Math.max(...(await sendBatch()))).toBeLessThan(few)
  })

  it.each([
    { RecordType: 'Delivery', DeliveredAt: at },
    { RecordType: 'Bounce', Type: 'HardBounce', TypeCode: 1, BouncedAt: at, ID: 7, Inactive: true },
    { RecordType: 'SpamComplaint', Type: 'SpamComplaint', TypeCode: 512, BouncedAt: at, ID: 8 },
  ])('for what is told of one mail: $RecordType', async (event) => {
    expect(await readFor(() => hear(event))).toBeLessThan(few)
  })

  it('for somebody who unsubscribes', async () => {
    const { message, contact } = await somebody()
    const { deps } = ledgerRig(db)
    const token = deps.links.unsubscribe(message.id).split('/').at(-1) ?? ''
    expect(await readFor(() => unsubscribeContact(deps, { token }))).toBeLessThan(few)
    expect(await db.suppression.count({ where: { address: contact.email } })).toBe(1)
  })

  it('for somebody who replies', async () => {
    const person = await somebody()
    const rig = replyRig(db)
    const delivery = await rig.arrives(person)
    expect(await readFor(() => rig.record(delivery))).toBeLessThan(few)
    expect(await db.reply.count({ where: { contactId: person.contact.id } })).toBe(1)
  })

  it('for a call whose worker is gone', async () => {
    const rig = ledgerRig(db)
    await claimCall(rig, batch)
    expect(await readFor(() => rig.reconcileLater())).toBeLessThan(few)
    expect(await db.openCall.count()).toBe(0)
  })

  it('for the look at what is due, once a minute, whether anybody is or not', async () => {
    const { deps } = ledgerRig(db)
    const clock = { now: () => new Date('2026-11-19T09:00:00Z') }
    expect(await readFor(() => tick(deps))).toBeLessThan(few)
    expect(await readFor(() => tick({ ...deps, clock }))).toBeLessThan(few)
  })

  it('for the look at which campaigns are through', async () => {
    expect(await readFor(() => finishCampaigns(db, new Date(at)))).toBeLessThan(few)
  })
})

describe('where PostgreSQL could not look at them either when they were launched, for somebody else was looking', () => {
  crowded()

  it('the launch does not wait for it, and nobody else is read for a batch', async () => {
    await database.db.$transaction(async (tx) => {
      await tx.$executeRaw`LOCK TABLE enrollment IN SHARE UPDATE EXCLUSIVE MODE`
      await launch()
    })
    expect(Math.max(...(await sendBatch()))).toBeLessThan(few)
    expect(await readFor(() => hear({ RecordType: 'Delivery', DeliveredAt: at }))).toBeLessThan(few)
  })
})
