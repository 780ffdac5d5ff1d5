import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals'
import { randomUUID } from 'node:crypto'
import { readPostmarkEvent } from '../../../src/adapters/postmark-events.ts'
import type { Signal } from '../../../src/domain/plan.ts'
import { applySignals } from '../../../src/db/signal-queries.ts'
import { applyMessageEvents } from '../../../src/operations/message/apply-events.ts'
import { tick } from '../../../src/operations/message/tick.ts'
import { type TestDatabase, testDatabase } from '../../support/database.ts'
import { plannedStep, planOf } from '../../support/plans.ts'
import { enroll, insertCampaign, insertContact, insertMessage } from '../../support/rows.ts'
import { day, minute } from '../campaign/control-rig.ts'
import { rowOf } from '../campaign/edit-rig.ts'
import { dueCampaign, ledgerRig, never } from './ledger-rig.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await testDatabase()
})
afterAll(() => database.stop())
afterEach(() => database.db.campaign.updateMany({ data: { status: 'cancelled' } }))

const plan = planOf([plannedStep('One'), plannedStep('Two')])

/** What is stored of a campaign becomes what another release has written. */
const makeUnreadable = ({ id }: { id: string }) =>
  database.db.campaignVersion.updateMany({
    where: { campaignId: id },
    data: { plan: { ...plan, ofAnotherRelease: true } },
  })

describe('the clock’s minute', () => {
  it('ends a rest that is too long, but not that of a campaign with a plan that cannot be read', async () => {
    const { db } = database
    const rig = ledgerRig(db)
    const now = rig.deps.clock.now().getTime()
    const unreadable = await insertCampaign(db, { plan, restsUntil: new Date(now + 10 * minute) })
    await makeUnreadable(unreadable)
    const farOff = await insertCampaign(db, { plan, restsUntil: new Date(now + 5 * day) })

    await tick(rig.deps)

    expect(await rowOf(db, unreadable)).toMatchObject({ restsUntil: new Date(now + 10 * minute) })
    expect(await rowOf(db, farOff)).toMatchObject({ restsUntil: null })
    expect(rig.lines).toEqual([])
  })

  it('puts in line what is due even where a rest that is too long cannot be ended', async () => {
    const { db } = database
    const rig = ledgerRig(db)
    await dueCampaign(db, 1)
    const until = new Date(rig.deps.clock.now().getTime() + day)
    await db.sendHold.create({ data: { provider: 'email', reason: 'too much to do', failures: 9, until } })
    await db.$executeRaw`ALTER TABLE send_hold ADD CONSTRAINT stays CHECK (failures = 9 AND until > '2026-11-21') NOT VALID`
    try {
      await tick(rig.deps)
    } finally {
      await db.$executeRaw`ALTER TABLE send_hold DROP CONSTRAINT stays`
      await db.sendHold.deleteMany()
    }
    expect(rig.recorded).toContainEqual(expect.objectContaining({ job: 'send-due-messages' }))
    expect(rig.lines).toMatchObject([
      { level: 'error', message: 'Rests that are longer than any can be could not be ended' },
    ])
  })
})

/** Somebody who got a mail of a campaign whose plan can be read no more. */
async function written() {
  const { db } = database
  const campaign = await insertCampaign(db, { plan })
  const contact = await insertContact(db)
  const enrollment = await enroll(db, { campaign, contactId: contact.id })
  const message = await insertMessage(db, { enrollment, state: 'sent' })
  await makeUnreadable(campaign)
  return { contact, enrollment, message }
}

const enrollmentOf = ({ enrollment: { id } }: { enrollment: { id: string } }) =>
  database.db.enrollment.findUniqueOrThrow({ where: { id } })

describe('somebody whose campaign has a plan that cannot be read', () => {
  it.each([
    ['bounced', { RecordType: 'Bounce', Type: 'HardBounce', TypeCode: 1, Inactive: true }],
    ['complained', { RecordType: 'SpamComplaint', Type: 'SpamComplaint', TypeCode: 512, Inactive: true }],
  ])('is suppressed all the same when a webhook says that they %s', async (reason, event) => {
    const { db } = database
    const person = await written()
    const { message, contact } = person
    const payload = {
      ...event,
      MessageID: `pm-${message.id}`,
      Email: contact.email,
      BouncedAt: '2026-11-20T09:05:00Z',
      Metadata: { sendid: message.id, attempt: message.attempt },
    }
    const { id } = await db.webhookDelivery.create({
      data: { source: 'postmark-event', dedupeKey: randomUUID(), payload },
    })
    await applyMessageEvents(
      { ...ledgerRig(db).deps, mailbox: { readEvent: readPostmarkEvent, readInbound: () => null } },
      {},
      never,
    )
    expect(await db.webhookDelivery.findUnique({ where: { id } })).toMatchObject({ outcome: 'applied' })
    expect(await db.suppression.findMany({ where: { address: contact.email } })).toMatchObject([{ reason }])
    expect(await enrollmentOf(person)).toMatchObject({ status: 'stopped', reason })
  })

  it.each<[Signal, object]>([
    ['reply', { status: 'replied', reason: 'replied' }],
    ['out-of-office', { status: 'paused', reason: 'out of office' }],
    ['click', { status: 'active', reason: null }],
  ])('is dealt with by the usual rules: %s', async (signal, expected) => {
    const person = await written()
    const told = { enrollmentId: person.enrollment.id, signal, note: '' }
    await database.db.$transaction((tx) => applySignals(tx, [told], new Date('2026-11-20T09:05:00Z')))
    expect(await enrollmentOf(person)).toMatchObject(expected)
  })
})
