import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals'
import { randomUUID } from 'node:crypto'
import { claimBatch } from '../../support/claim.ts'
import { settleMessages } from '../../../src/db/settle-queries.ts'
import { settled } from '../../../src/domain/message.ts'
import { pauseCampaign } from '../../../src/operations/campaign/pause.ts'
import { resumeCampaign } from '../../../src/operations/campaign/resume.ts'
import { cancelCampaign } from '../../../src/operations/campaign/cancel.ts'
import { type TestDatabase, testDatabase } from '../../support/database.ts'
import { admin } from '../../support/rows.ts'
import { testSettings } from '../../support/settings.ts'
import { dueCampaign, ledgerRig, standing } from './ledger-rig.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await testDatabase()
})
afterAll(() => database.stop())
afterEach(async () => {
  await database.db.campaign.updateMany({ data: { status: 'cancelled' } })
  await database.db.message.updateMany({
    where: { state: { in: ['sending', 'unknown'] } },
    data: { state: 'skipped' },
  })
  await database.db.sendHold.deleteMany()
})

const copiesOf = ({ office }: ReturnType<typeof ledgerRig>) => [...office.copies.values()]
const ones = (count: number) => Array.from({ length: count }, () => 1)
const byAdmin = (campaignId: string) => ({ campaignId, actor: admin, origin: 'slack' as const })

describe('sending', () => {
  it('many workers, one copy', async () => {
    const rig = ledgerRig(database.db, { sendBatch: 9 })
    const campaign = await dueCampaign(database.db, 100)
    await Promise.all(Array.from({ length: 8 }, () => rig.send()))
    expect(copiesOf(rig)).toEqual(ones(100))
    expect(await standing(database.db, campaign)).toMatchObject({ audience: 100, sent: 100 })
    expect(await database.db.campaign.findUnique({ where: { id: campaign.id } })).toMatchObject({
      status: 'completed',
    })
  })

  it('a kill between fetch and send skips nobody', async () => {
    const rig = ledgerRig(database.db)
    const campaign = await dueCampaign(database.db, 5)
    await claimBatch(database.db, { now: rig.deps.clock.now(), attempt: randomUUID(), limit: 3 })
    await rig.send()
    expect(await standing(database.db, campaign)).toMatchObject({ sent: 2, sending: 3 })
    await rig.reconcileLater()
    await rig.send()
    expect(copiesOf(rig)).toEqual(ones(5))
    expect(await standing(database.db, campaign)).toMatchObject({ sent: 5 })
  })

  it('a kill between send and record sends nothing twice', async () => {
    const rig = ledgerRig(database.db)
    const campaign = await dueCampaign(database.db, 3)
    rig.office.fates.push('answer-lost')
    await rig.send()
    // As a process leaves it that dies before it can write even that.
    await database.db.message.updateMany({ where: { campaignId: campaign.id }, data: { state: 'sending' } })
    await rig.reconcileLater()
    await rig.send()
    expect(copiesOf(rig)).toEqual(ones(3))
    expect(await standing(database.db, campaign)).toMatchObject({ sent: 3 })
  })

  it('the queue’s retry never repeats a send', async () => {
    const rig = ledgerRig(database.db)
    await dueCampaign(database.db, 3)
    rig.office.fates.push('answer-lost')
    for (let retry = 0; retry < 5; retry += 1) await rig.send()
    expect(copiesOf(rig)).toEqual(ones(3))
  })

  it('resume never starts from the beginning', async () => {
    const rig = ledgerRig(database.db, { sendBatch: 2 })
    const campaign = await dueCampaign(database.db, 5)
    rig.office.fates.push('answered', 'refused')
    await rig.send()
    expect(await standing(database.db, campaign)).toMatchObject({ sent: 2, waiting: 3 })
    await pauseCampaign(rig.deps, byAdmin(campaign.id))
    rig.pass(600_000)
    await rig.send()
    expect(await standing(database.db, campaign)).toMatchObject({ sent: 2, waiting: 3 })
    await resumeCampaign(rig.deps, byAdmin(campaign.id))
    await rig.send()
    expect(copiesOf(rig)).toEqual(ones(5))
    expect(await standing(database.db, campaign)).toMatchObject({ sent: 5 })
  })

  it('what comes back after its person was stopped is not sent again', async () => {
    const rig = ledgerRig(database.db)
    const campaign = await dueCampaign(database.db, 3)
    const attempt = randomUUID()
    const { messages } = await claimBatch(database.db, { now: rig.deps.clock.now(), attempt, limit: 500 })
    const { stopped } = await cancelCampaign(rig.deps, byAdmin(campaign.id))
    expect(stopped).toBe(3)
    const now = rig.deps.clock.now()
    const settlements = messages.map(({ messageId }) => settled(messageId, 'queued', 'refused'))
    await database.db.$transaction((tx) =>
      settleMessages(tx, { attempt, from: ['sending'] }, { settlements, now, retryAt: now }),
    )
    expect(await standing(database.db, campaign)).toMatchObject({ skipped: 3, sent: 0 })
    const rows = await database.db.message.findMany({ where: { campaignId: campaign.id } })
    expect(rows.map(({ state, reason }) => [state, reason])).toEqual(
      ones(3).map(() => ['skipped', 'cancelled']),
    )
  })

  it('holds only the person whose merge field is missing', async () => {
    const rig = ledgerRig(database.db)
    const campaign = await dueCampaign(database.db, 3)
    await database.db.variant.updateMany({
      where: { stepId: campaign.stepId },
      data: { subject: '{{ company }}' },
    })
    const ids = campaign.people.slice(1).map(({ id }) => id)
    await database.db.contact.updateMany({ where: { id: { in: ids } }, data: { company: 'Acme' } })
    await rig.send()
    expect(await standing(database.db, campaign)).toMatchObject({ sent: 2, skipped: 1 })
    expect(
      await database.db.message.findFirst({ where: { campaignId: campaign.id, state: 'skipped' } }),
    ).toMatchObject({ reason: 'missing company' })
  })
})

describe('an attempt that was given up', () => {
  it('changes nothing when its answer comes at last', async () => {
    const rig = ledgerRig(database.db)
    const campaign = await dueCampaign(database.db, 2)
    const [first, second] = [randomUUID(), randomUUID()]
    const { messages } = await claimBatch(database.db, {
      now: rig.deps.clock.now(),
      attempt: first,
      limit: 500,
    })
    await rig.reconcileLater()
    await claimBatch(database.db, { now: rig.deps.clock.now(), attempt: second, limit: 500 })
    const now = rig.deps.clock.now()
    const settlements = messages.map(({ messageId }) => settled(messageId, 'rejected', 'late'))
    const fence = { attempt: first, from: ['sending', 'unknown'] as const }
    const result = await database.db.$transaction((tx) =>
      settleMessages(tx, fence, { settlements, now, retryAt: now }),
    )
    expect(result.changed).toBe(0)
    expect(await standing(database.db, campaign)).toMatchObject({ sending: 2, rejected: 0 })
    const rows = await database.db.message.findMany({ where: { campaignId: campaign.id } })
    expect(new Set(rows.map(({ attempt }) => attempt))).toEqual(new Set([second]))
  })
})

describe('asking the provider about open calls', () => {
  it('asks once a call, and only when an empty answer means something', async () => {
    const rig = ledgerRig(database.db, { sendBatch: 2 })
    await dueCampaign(database.db, 4)
    rig.office.fates.push('answer-lost', 'answer-lost')
    await rig.send()
    rig.pass(testSettings.sendLeaseMs + testSettings.settleWindowMs)
    await rig.reconcile()
    expect(rig.office.asked).toEqual([])
    rig.pass(1)
    await rig.reconcile()
    expect(rig.office.asked).toHaveLength(2)
    await rig.reconcileLater()
    expect(rig.office.asked).toHaveLength(2)
  })

  it.each([
    [['answer-lost'], 1, { sent: 2 }],
    [['lost'], 1, { waiting: 2 }],
    [['lost', 'answer-lost'], 2, { sent: 2 }],
    [['lost', 'lost'], 2, { needsHuman: 2 }],
  ] as const)('after calls that were %j and %i looks: %j', async (fates, looks, expected) => {
    const rig = ledgerRig(database.db)
    const campaign = await dueCampaign(database.db, 2)
    rig.office.fates.push(...fates)
    for (let look = 0; look < looks; look += 1) {
      await rig.send()
      await rig.reconcileLater()
    }
    expect(await standing(database.db, campaign)).toMatchObject(expected)
  })

  it('settles a call once, however many look at once', async () => {
    const rig = ledgerRig(database.db)
    const campaign = await dueCampaign(database.db, 3)
    rig.office.fates.push('lost')
    await rig.send()
    await Promise.all(Array.from({ length: 6 }, () => rig.reconcileLater()))
    await Promise.all(Array.from({ length: 6 }, () => rig.send()))
    expect(copiesOf(rig)).toEqual(ones(3))
    expect(await standing(database.db, campaign)).toMatchObject({ sent: 3 })
  })

  it('leaves everything as it is when the provider cannot be asked', async () => {
    const rig = ledgerRig(database.db)
    const campaign = await dueCampaign(database.db, 2)
    rig.office.fates.push('lost')
    await rig.send()
    rig.office.findByAttempt = () => Promise.reject(new Error('away'))
    await Promise.allSettled([rig.reconcileLater()])
    expect(await standing(database.db, campaign)).toMatchObject({ unknown: 2 })
  })
})
