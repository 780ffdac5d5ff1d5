import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals'
import { randomUUID } from 'node:crypto'
import { readPostmarkEvent } from '../../../src/adapters/postmark-events.ts'
import { claimBatch } from '../../support/claim.ts'
import { applySignals } from '../../../src/db/signal-queries.ts'
import { wakeEnrollments } from '../../../src/operations/enrollment/wake.ts'
import { applyMessageEvents } from '../../../src/operations/message/apply-events.ts'
import { type TestDatabase, testDatabase } from '../../support/database.ts'
import { after, plannedStep, planOf } from '../../support/plans.ts'
import { launched, mailsGot } from '../campaign/control-rig.ts'
import { dueCampaign, ledgerRig, never, standing } from './ledger-rig.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await testDatabase()
})
afterAll(() => database.stop())
afterEach(async () => {
  await database.db.campaign.updateMany({ data: { status: 'cancelled' } })
})

const mailbox = { readEvent: readPostmarkEvent, readInbound: () => null }

/** What Postmark says of one mail, stored and waiting. */
async function told(
  { sendid, attempt }: { sendid: string; attempt: string | null },
  given: Record<string, unknown> = {},
): Promise<void> {
  const payload = {
    RecordType: 'Delivery',
    MessageID: `pm-${sendid}`,
    Recipient: 'ada@example.com',
    DeliveredAt: '2026-11-20T09:01:00Z',
    Metadata: { sendid, ...(attempt === null ? {} : { attempt }) },
    ...given,
  }
  await database.db.webhookDelivery.create({
    data: { source: 'postmark-event', dedupeKey: randomUUID(), payload },
  })
}

const hour = 60 * 60 * 1000

/** When the webhook came that waits. */
async function receivedAt(): Promise<Date> {
  return (await database.db.webhookDelivery.findFirstOrThrow({ where: { appliedAt: null } })).receivedAt
}

/** A campaign of one person whose mail was claimed under `attempt` and has no answer yet. */
async function claimed() {
  const rig = ledgerRig(database.db)
  const campaign = await dueCampaign(database.db, 1)
  const attempt = randomUUID()
  const { messages } = await claimBatch(database.db, { now: rig.deps.clock.now(), attempt, limit: 500 })
  const apply = () => applyMessageEvents({ ...rig.deps, mailbox }, {}, never)
  return { rig, campaign, attempt, apply, sendid: messages[0]?.messageId ?? '' }
}

describe('a webhook', () => {
  it('that proves a mail accepted settles it, and the late answer changes nothing more', async () => {
    const { campaign, attempt, apply, sendid, rig } = await claimed()
    await told({ sendid, attempt })
    await apply()
    expect(await standing(database.db, campaign)).toMatchObject({ sent: 1, delivered: 1 })
    expect(rig.recorded).toContainEqual({ job: 'send-due-messages', payload: { lane: 1 }, key: 'lane-1' })
    await rig.reconcileLater()
    expect(rig.office.asked).toEqual([])
  })

  it('settles a mail that is back in line, so that it is not sent again', async () => {
    const { campaign, attempt, apply, sendid, rig } = await claimed()
    await rig.reconcileLater()
    expect(await standing(database.db, campaign)).toMatchObject({ waiting: 1 })
    await told({ sendid, attempt })
    await apply()
    await rig.send()
    expect(rig.office.copies.size).toBe(0)
    expect(await standing(database.db, campaign)).toMatchObject({ sent: 1 })
  })

  it('of an attempt given up, while another is with the provider, is an incident and settles nothing', async () => {
    const { campaign, attempt, apply, sendid, rig } = await claimed()
    await rig.reconcileLater()
    await claimBatch(database.db, { now: rig.deps.clock.now(), attempt: randomUUID(), limit: 500 })
    await told({ sendid, attempt })
    await apply()
    expect(await standing(database.db, campaign)).toMatchObject({ sending: 1, sent: 0 })
    expect(await database.db.webhookDelivery.findFirst({ orderBy: { receivedAt: 'desc' } })).toMatchObject({
      outcome: 'incident',
    })
    expect(rig.lines).toContainEqual(expect.objectContaining({ level: 'warn' }))
  })

  it('is applied once, however many apply at once', async () => {
    const { campaign, attempt, apply, sendid } = await claimed()
    for (let copy = 0; copy < 20; copy += 1) await told({ sendid, attempt }, { MessageID: `pm-${sendid}` })
    await Promise.all(Array.from({ length: 6 }, apply))
    expect(await database.db.event.count({ where: { messageId: sendid } })).toBe(20)
    expect(await standing(database.db, campaign)).toMatchObject({ sent: 1, delivered: 1 })
    expect(await database.db.webhookDelivery.count({ where: { appliedAt: null } })).toBe(0)
  })

  it('that cannot be applied holds up none of the others, and is not tried for ever', async () => {
    const rig = ledgerRig(database.db)
    const campaign = await dueCampaign(database.db, 4)
    const attempt = randomUUID()
    const { messages } = await claimBatch(database.db, { now: rig.deps.clock.now(), attempt, limit: 500 })
    // Two mails under one id of the provider's: the database takes only the first.
    for (const [index, { messageId }] of messages.entries())
      await told({ sendid: messageId, attempt }, index < 2 ? { MessageID: `same-${attempt}` } : {})
    const apply = () => applyMessageEvents({ ...rig.deps, mailbox }, {}, never)
    await apply()
    expect(await standing(database.db, campaign)).toMatchObject({ sent: 3, delivered: 3, sending: 1 })
    const waiting = { where: { appliedAt: null } }
    expect(await database.db.webhookDelivery.count(waiting)).toBe(1)
    rig.pass((await receivedAt()).getTime() + hour - 1 - rig.deps.clock.now().getTime())
    await apply()
    expect(await database.db.webhookDelivery.count(waiting)).toBe(1)
    rig.pass(1)
    await apply()
    expect(await database.db.webhookDelivery.count(waiting)).toBe(0)
    const [culprit, ...others] = await database.db.webhookDelivery.findMany({ where: { outcome: 'failed' } })
    expect(others).toEqual([])
    expect(rig.lines).toContainEqual({
      level: 'error',
      facts: expect.objectContaining({ webhookDeliveryId: culprit?.id }),
      message: expect.stringContaining('could not be applied'),
    })
    const notes = rig.recorded.filter(({ job }) => job === 'note-failed-webhooks')
    expect(notes).toMatchObject([{ key: 'all' }])
  })

  it('is applied when what was in its way is gone, though it failed more than once', async () => {
    const { rig, campaign, attempt, apply, sendid } = await claimed()
    await told({ sendid, attempt })
    const enqueue = () => Promise.reject(new Error('the queue is locked'))
    await applyMessageEvents({ ...rig.deps, queue: { enqueue }, mailbox }, {}, never)
    expect(await standing(database.db, campaign)).toMatchObject({ sending: 1, delivered: 0 })
    await apply()
    expect(await standing(database.db, campaign)).toMatchObject({ sent: 1, delivered: 1 })
  })

  it('stays to be applied while the database is what fails', async () => {
    const { apply, attempt, sendid, rig } = await claimed()
    await told({ sendid, attempt })
    const db = new Proxy(database.db, {
      get: (target, name): unknown =>
        name === '$transaction' ? () => Promise.reject(new Error('away')) : Reflect.get(target, name),
    })
    await expect(applyMessageEvents({ ...rig.deps, db, mailbox }, {}, never)).rejects.toThrow('away')
    expect(await database.db.webhookDelivery.count({ where: { appliedAt: null } })).toBe(1)
    await apply()
    expect(await database.db.webhookDelivery.count({ where: { appliedAt: null } })).toBe(0)
  })

  it('about a mail that is not ours, or that nobody can read, is put away', async () => {
    const { apply } = await claimed()
    await told({ sendid: randomUUID(), attempt: null })
    await told({ sendid: 'not-a-uuid', attempt: 'neither' }, { MessageID: null })
    await told({ sendid: randomUUID(), attempt: null }, { RecordType: 'Novelty' })
    await told({ sendid: randomUUID(), attempt: null }, { DeliveredAt: 'yesterday' })
    await apply()
    const outcomes = await database.db.webhookDelivery.findMany({ orderBy: { receivedAt: 'desc' }, take: 4 })
    const count = (wanted: string) => outcomes.filter(({ outcome }) => outcome === wanted).length
    expect([count('ignored'), count('unmatched')]).toEqual([2, 2])
  })
})

describe('a webhook of a mail that was given up', () => {
  /** A campaign of two steps whose first mail was lost twice on the way, so that a person must decide. */
  async function givenUp() {
    const plan = planOf([plannedStep('One'), plannedStep('Two', { wait: after(1, 'days') })])
    const campaign = await launched(database.db, plan, { people: 1 })
    const { rig } = campaign
    rig.office.fates.push('lost', 'lost')
    for (const _ of [1, 2]) {
      await rig.send()
      await rig.reconcileLater()
    }
    const { id: sendid, attempt } = await database.db.message.findFirstOrThrow({
      where: { campaignId: campaign.id, state: 'needs_human' },
    })
    const goOn = async () => {
      await told({ sendid, attempt })
      await applyMessageEvents({ ...rig.deps, mailbox }, {}, never)
      await wakeEnrollments(rig.deps, {}, never)
      rig.pass(24 * hour)
      await rig.send()
      return mailsGot(database.db, campaign)
    }
    return { ...campaign, goOn }
  }

  it('lets its person go on with the next step, in its time', async () => {
    const { goOn } = await givenUp()
    expect(await goOn()).toEqual({ 'One, Two': 1 })
  })

  it('lets nobody go on in a campaign that was cancelled', async () => {
    const { goOn, id } = await givenUp()
    await database.db.campaign.update({ where: { id }, data: { status: 'cancelled' } })
    expect(await goOn()).toEqual({ One: 1 })
    expect(await database.db.enrollment.findFirst({ where: { campaignId: id } })).toMatchObject({
      status: 'stopped',
    })
  })

  it('lets nobody go on who has answered it', async () => {
    const { goOn, id, rig } = await givenUp()
    await database.db.campaign.update({ where: { id }, data: { status: 'running' } })
    const { id: enrollmentId } = await database.db.enrollment.findFirstOrThrow({ where: { campaignId: id } })
    await applySignals(database.db, [{ enrollmentId, signal: 'reply', note: '' }], rig.deps.clock.now())
    expect(await goOn()).toEqual({ One: 1 })
    expect(await database.db.enrollment.findFirst({ where: { campaignId: id } })).toMatchObject({
      status: 'replied',
    })
  })
})
