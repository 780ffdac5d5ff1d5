import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals'
import { randomUUID } from 'node:crypto'
import { readPostmarkEvent } from '../../../src/adapters/postmark-events.ts'
import { cancelCampaign } from '../../../src/operations/campaign/cancel.ts'
import { applyMessageEvents } from '../../../src/operations/message/apply-events.ts'
import { type TestDatabase, testDatabase } from '../../support/database.ts'
import { admin } from '../../support/rows.ts'
import { until } from '../../support/until.ts'
import { dueCampaign, ledgerRig, never, standing } from './ledger-rig.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await testDatabase()
})
afterAll(() => database.stop())
afterEach(async () => {
  await database.db.sendHold.deleteMany()
})

/** A campaign of one person whose first call was lost on the way, as far as anybody knows. */
async function lost() {
  const rig = ledgerRig(database.db)
  const campaign = await dueCampaign(database.db, 1)
  rig.office.fates.push('lost')
  await rig.send()
  const { id, attempt } = await database.db.message.findFirstOrThrow({ where: { campaignId: campaign.id } })
  const mailbox = { readEvent: readPostmarkEvent, readInbound: () => null }
  /** What the webhook of a delivery becomes, and where the person stands then. */
  const told = async (under: string | null) => {
    const payload = {
      RecordType: 'Delivery',
      MessageID: `pm-${id}`,
      Recipient: 'ada@example.com',
      DeliveredAt: '2026-11-20T09:01:00Z',
      Metadata: { sendid: id, attempt: under },
    }
    const delivery = await database.db.webhookDelivery.create({
      data: { source: 'postmark-event', dedupeKey: randomUUID(), payload },
    })
    await applyMessageEvents({ ...rig.deps, mailbox }, {}, never)
    const row = await database.db.webhookDelivery.findUniqueOrThrow({ where: { id: delivery.id } })
    return row.outcome
  }
  const enrollment = () => database.db.enrollment.findFirstOrThrow({ where: { campaignId: campaign.id } })
  return { rig, campaign, id, attempt, told, enrollment }
}

describe('a webhook that proves a mail accepted', () => {
  it.each(['first', 'second'] as const)(
    'of the %s attempt, after both left no trace, settles what a person was to look at',
    async (which) => {
      const { rig, campaign, id, attempt: first, told, enrollment } = await lost()
      await rig.reconcileLater()
      rig.office.fates.push('lost')
      await rig.send()
      await rig.reconcileLater()
      expect(await standing(database.db, campaign)).toMatchObject({ needsHuman: 1 })
      expect(await enrollment()).toMatchObject({ status: 'stopped' })
      const { attempt: second } = await database.db.message.findUniqueOrThrow({ where: { id } })
      expect(await told(which === 'first' ? first : second)).toBe('applied')
      expect(await standing(database.db, campaign)).toMatchObject({ sent: 1, needsHuman: 0, delivered: 1 })
      expect(await enrollment()).toMatchObject({ status: 'completed', reason: null })
    },
  )

  it('does not take up again somebody who was stopped for a reason of their own', async () => {
    const { rig, campaign, attempt, told, enrollment } = await lost()
    await rig.reconcileLater()
    rig.office.fates.push('lost')
    await rig.send()
    await rig.reconcileLater()
    await database.db.enrollment.updateMany({
      where: { campaignId: campaign.id },
      data: { reason: 'unsubscribed' },
    })
    await told(attempt)
    expect(await standing(database.db, campaign)).toMatchObject({ sent: 1 })
    expect(await enrollment()).toMatchObject({ status: 'stopped', reason: 'unsubscribed' })
  })

  it('of which the ledger says that it was left out is an incident, and stays left out', async () => {
    const { rig, campaign, attempt, told } = await lost()
    await rig.reconcileLater()
    await cancelCampaign(rig.deps, { campaignId: campaign.id, actor: admin, origin: 'slack' })
    expect(await told(attempt)).toBe('incident')
    expect(await standing(database.db, campaign)).toMatchObject({ skipped: 1, delivered: 1 })
    expect(rig.lines).toContainEqual(
      expect.objectContaining({ level: 'warn', message: expect.stringContaining('had been given up') }),
    )
  })

  it('is judged by what the message is once nobody else changes it', async () => {
    const { rig, campaign, id, attempt, told, enrollment } = await lost()
    await rig.reconcileLater()
    const { id: enrollmentId } = await enrollment()
    let outcome: Promise<string | null> | undefined
    // Another attempt takes the message while the webhook waits for it.
    await database.db.$transaction(async (tx) => {
      await tx.$queryRaw`SELECT id FROM enrollment WHERE id = ${enrollmentId}::uuid FOR UPDATE`
      await tx.message.update({ where: { id }, data: { state: 'sending', attempt: randomUUID() } })
      outcome = told(attempt)
      await until('the webhook to wait', async () => {
        const rows = await database.db.$queryRaw<object[]>`
          SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`
        return rows.length > 0
      })
    })
    expect(await outcome).toBe('incident')
    expect(await standing(database.db, campaign)).toMatchObject({ sending: 1 })
  })
})
