import { afterAll, afterEach, beforeAll, expect, it } from '@jest/globals'
import { cancelCampaign } from '../../../src/operations/campaign/cancel.ts'
import { checkRecall } from '../../../src/operations/campaign/check-recall.ts'
import { pauseCampaign } from '../../../src/operations/campaign/pause.ts'
import { recallCampaign } from '../../../src/operations/campaign/recall.ts'
import { resumeCampaign } from '../../../src/operations/campaign/resume.ts'
import { lockCampaign } from '../../../src/db/lock-queries.ts'
import type { EventType } from '../../../src/domain/event.ts'
import { type TestDatabase, testDatabase } from '../../support/database.ts'
import { after, plannedStep, planOf } from '../../support/plans.ts'
import { day, launched, standingAll } from './control-rig.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await testDatabase()
})
afterAll(() => database.stop())
afterEach(async () => {
  await database.db.campaign.updateMany({ data: { status: 'cancelled' } })
  await database.db.sendHold.deleteMany()
})

const steps = [
  plannedStep('One'),
  plannedStep('Two', { wait: after(1, 'days') }),
  plannedStep('Three', { wait: after(90, 'days') }),
]
const plan = planOf(steps, { holdoutPercent: 10 })

/** What happened to the mails of a campaign so far, one kind after the other. */
async function happen(campaignId: string, kinds: readonly { type: EventType; machine?: boolean }[]) {
  const messages = await database.db.message.findMany({
    where: { campaignId, state: 'sent' },
    orderBy: { id: 'asc' },
  })
  for (const [index, { type, machine = false }] of kinds.entries()) {
    const message = messages[index]
    if (!message) throw new Error('Too few mails were sent')
    await database.db.event.create({
      data: { messageId: message.id, type, machine, occurredAt: new Date() },
    })
  }
}

it('takes back what is not handed over, and tells exactly where everybody else stands', async () => {
  const campaign = await launched(database.db, planOf([plannedStep('One')]), { people: 10, sendBatch: 3 })
  const { rig, id } = campaign
  // Three batches go out: one is answered, one is lost on the way, and before the third the campaign is recalled.
  rig.office.fates.push('answered', 'lost')
  const { sendBatch } = rig.office
  let calls = 0
  const outcomes: unknown[] = []
  Object.assign(rig.deps, {
    email: {
      ...rig.office,
      sendBatch: async (mails: Parameters<typeof sendBatch>[0]) => {
        calls += 1
        if (calls === 3) {
          await happen(id, [{ type: 'delivered' }, { type: 'opened', machine: true }, { type: 'opened' }])
          outcomes.push(await recallCampaign(rig.deps, campaign.as))
        }
        return sendBatch(mails)
      },
    },
  })
  await rig.send()
  expect(outcomes).toMatchObject([
    {
      status: 'cancelled',
      stopped: 7,
      takenBack: 1,
      withProvider: 6,
      standing: { audience: 10, notWritten: 1, unknown: 3, sending: 3, delivered: 1, sent: 1, opened: 1 },
    },
  ])
  await rig.reconcileLater()
  await rig.send()
  // What was lost on the way is not tried again: it is taken back as well.
  expect(await standingAll(database.db, campaign)).toEqual({
    notWritten: 4,
    sent: 4,
    delivered: 1,
    opened: 1,
  })
  expect(rig.office.copies.size).toBe(6)
})

it('counts everybody once, at whatever moment it is asked', async () => {
  for (const seed of [1, 2, 3, 4, 5, 6]) {
    const campaign = await launched(database.db, plan, { people: 24, sendBatch: 3 })
    const { rig, id } = campaign
    const moments = ['send', 'pass', 'lose', 'refuse', 'settle', 'events', 'pause'] as const
    for (let n = 0; n < 5; n += 1) {
      const moment = moments[(seed * 5 + n * 3) % moments.length]
      if (moment === 'lose') rig.office.fates.push('lost', 'answer-lost')
      if (moment === 'refuse') rig.office.fates.push('refused')
      if (moment === 'settle') await rig.reconcileLater()
      if (moment === 'pass') rig.pass(day)
      if (moment === 'pause') {
        await pauseCampaign(rig.deps, campaign.as)
        await resumeCampaign(rig.deps, campaign.as)
      }
      const sent = await database.db.message.count({ where: { campaignId: id, state: 'sent' } })
      if (moment === 'events' && sent > 3)
        await happen(id, [{ type: 'delivered' }, { type: 'clicked' }, { type: 'complained' }])
      await Promise.all([standingAll(database.db, campaign), rig.send()])
      await standingAll(database.db, campaign)
    }
    const { standing, stopped } = await recallCampaign(rig.deps, campaign.as)
    const { audience, waiting, ...rest } = standing
    expect([audience, waiting]).toEqual([24, 0])
    expect(Object.values(rest).reduce((sum, count) => sum + count, 0)).toBe(24)
    expect(stopped).toBeLessThanOrEqual(24)
  }
})

it('pausing and cancelling tell how many wait and how many mails are on their way', async () => {
  const campaign = await launched(database.db, planOf([plannedStep('One')]), { people: 5, sendBatch: 2 })
  const { rig } = campaign
  rig.office.fates.push('answered', 'answer-lost', 'refused')
  await rig.send()
  expect(await pauseCampaign(rig.deps, campaign.as)).toMatchObject({ waiting: 1, withProvider: 2 })
  expect(await resumeCampaign(rig.deps, campaign.as)).toMatchObject({ waiting: 1, withProvider: 2 })
  expect(await cancelCampaign(rig.deps, campaign.as)).toMatchObject({
    stopped: 3,
    takenBack: 1,
    withProvider: 2,
  })
  await expect(recallCampaign(rig.deps, campaign.as)).rejects.toThrow(
    /was cancelled, so it cannot be recalled/,
  )
})

it('looking at what a recall would come to waits for nobody and holds nobody up', async () => {
  const campaign = await launched(database.db, plan, { people: 3 })
  await database.db.$transaction(async (tx) => {
    await lockCampaign(tx, campaign.id)
    expect(await checkRecall(campaign.rig.deps, campaign.as)).toMatchObject({
      name: 'Spring launch',
      standing: { audience: 3 },
    })
  })
  await pauseCampaign(campaign.rig.deps, campaign.as)
  await cancelCampaign(campaign.rig.deps, campaign.as)
  await expect(checkRecall(campaign.rig.deps, campaign.as)).rejects.toThrow(/was cancelled/)
})
