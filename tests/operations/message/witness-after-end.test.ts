import { randomUUID } from 'node:crypto'
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals'
import { readPostmarkEvent } from '../../../src/adapters/postmark-events.ts'
import { finishCampaigns } from '../../../src/db/campaign-queries.ts'
import { lockCampaign } from '../../../src/db/lock-queries.ts'
import { cancelCampaign } from '../../../src/operations/campaign/cancel.ts'
import { wakeEnrollments } from '../../../src/operations/enrollment/wake.ts'
import { applyMessageEvents } from '../../../src/operations/message/apply-events.ts'
import { type TestDatabase, testDatabase } from '../../support/database.ts'
import { after, plannedStep, planOf } from '../../support/plans.ts'
import { admin, enroll, insertCampaign, insertContact } from '../../support/rows.ts'
import { ledgerRig, never } from './ledger-rig.ts'

const hour = 3_600_000

let database: TestDatabase
beforeAll(async () => {
  database = await testDatabase()
})
afterAll(() => database.stop())
afterEach(async () => {
  await database.db.campaign.updateMany({ data: { status: 'cancelled' } })
  await database.db.sendHold.deleteMany()
})

/** A campaign of so many steps for one person, whose first mail left no trace twice. */
async function givenUp(steps: number) {
  const { db } = database
  const plan = planOf(
    Array.from({ length: steps }, (_, n) =>
      n === 0 ? plannedStep('1') : plannedStep(`${n + 1}`, { wait: after(1, 'hours') }),
    ),
  )
  const campaign = await insertCampaign(db, { plan })
  const { id: contactId } = await insertContact(db)
  await enroll(db, { campaign, contactId })
  await db.enrollment.updateMany({
    where: { campaignId: campaign.id },
    data: { nextAt: new Date('2026-11-20T08:59:00Z') },
  })
  const rig = ledgerRig(db)
  rig.office.fates.push('lost', 'lost')
  for (let attempt = 0; attempt < 2; attempt += 1) {
    await rig.send()
    await rig.reconcileLater()
  }
  await rig.send()
  const { id, state } = await db.message.findFirstOrThrow({ where: { campaignId: campaign.id } })
  expect(state).toBe('needs_human')
  const mailbox = { readEvent: readPostmarkEvent, readInbound: () => null }
  const witness = async () => {
    const payload = {
      RecordType: 'Delivery',
      MessageID: `pm-${id}`,
      Recipient: 'ada@example.com',
      DeliveredAt: '2026-11-20T09:01:00Z',
      Metadata: { sendid: id },
    }
    await db.webhookDelivery.create({
      data: { source: 'postmark-event', dedupeKey: randomUUID(), payload },
    })
    await applyMessageEvents({ ...rig.deps, mailbox }, {}, never)
  }
  const status = async () => (await db.campaign.findUniqueOrThrow({ where: { id: campaign.id } })).status
  const sent = () => db.message.count({ where: { campaignId: campaign.id, state: 'sent' } })
  return { campaign, rig, witness, status, sent }
}

describe('a webhook proves that a mail arrived which was given up, after its campaign was through', () => {
  it('the campaign goes on for that person and ends again', async () => {
    const { rig, witness, status, sent } = await givenUp(2)
    expect(await status()).toBe('completed')
    await witness()
    expect(await status()).toBe('running')
    rig.pass(hour)
    await wakeEnrollments(rig.deps, {}, never)
    await rig.send()
    expect(await sent()).toBe(2)
    expect(await status()).toBe('completed')
  })

  it('stays completed where that was the last mail', async () => {
    const { witness, status, sent } = await givenUp(1)
    await witness()
    expect(await sent()).toBe(1)
    expect(await status()).toBe('completed')
  })

  it('stays cancelled', async () => {
    const { campaign, rig, witness, status, sent } = await givenUp(2)
    await database.db.campaign.update({ where: { id: campaign.id }, data: { status: 'running' } })
    await cancelCampaign(rig.deps, { campaignId: campaign.id, actor: admin, origin: 'slack' })
    await witness()
    expect(await status()).toBe('cancelled')
    rig.pass(hour)
    await wakeEnrollments(rig.deps, {}, never)
    await rig.send()
    expect(await sent()).toBe(1)
  })

  it('no campaign ends over somebody who is being taken up', async () => {
    const { campaign, rig, status } = await givenUp(2)
    const now = rig.deps.clock.now()
    await database.db.campaign.update({ where: { id: campaign.id }, data: { status: 'running' } })
    await database.db.$transaction(async (tx) => {
      await lockCampaign(tx, campaign.id)
      await tx.enrollment.updateMany({ where: { campaignId: campaign.id }, data: { status: 'paused' } })
      expect(await database.db.$transaction((other) => finishCampaigns(other, now))).toEqual([])
    })
    expect(await status()).toBe('running')
  })
})
