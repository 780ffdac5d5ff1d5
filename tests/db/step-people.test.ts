import { afterAll, afterEach, beforeAll, expect, it } from '@jest/globals'
import { loadCard } from '../../src/db/card-queries.ts'
import { launched } from '../operations/campaign/control-rig.ts'
import { type TestDatabase, testDatabase } from '../support/database.ts'
import { plannedStep, planOf } from '../support/plans.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await testDatabase()
})
afterAll(() => database.stop())
afterEach(async () => {
  await database.db.campaign.updateMany({ data: { status: 'cancelled' } })
  await database.db.sendHold.deleteMany()
})

const at = (day: string) => new Date(`2026-11-${day}T09:00:00Z`)

/** What the card says on the 25th of a campaign with two people, one of whom is paused since the 20th. */
async function aheadWith(paused: { reason: string; resumeAt: Date | null }, other: 'active' | 'stopped') {
  const { db } = database
  const { id: campaignId } = await launched(db, planOf([plannedStep('One')]), { people: 2 })
  const [first, second] = await db.enrollment.findMany({ where: { campaignId } })
  if (!first || !second) throw new Error('Two people were to be enrolled')
  await db.enrollment.update({
    where: { id: first.id },
    data: { status: 'paused', nextAt: at('20'), ...paused },
  })
  const gone = other === 'stopped' ? { stepId: null, nextAt: null } : { nextAt: at('27') }
  await db.enrollment.update({ where: { id: second.id }, data: { status: other, ...gone } })
  const loaded = await loadCard(db, { campaignId, now: at('25') })
  if (!loaded) throw new Error('There is no card')
  const { outlook, standstill, otherCampaign } = loaded.card
  return { last: outlook?.last ?? null, standstill, otherCampaign }
}

it.each([
  ['late', 0],
  ['waits for another campaign', 1],
  ['P0 at Acme replied', 0],
])(
  'the card gives no time for whoever is paused because of: %s; another campaign has %i of them',
  async (reason, otherCampaign) => {
    const paused = { reason, resumeAt: null }
    expect(await aheadWith(paused, 'stopped')).toEqual({ last: null, standstill: null, otherCampaign })
    expect(await aheadWith(paused, 'active')).toEqual({
      last: at('27'),
      standstill: { reason: 'wait', until: at('27') },
      otherCampaign,
    })
  },
)

it('the card counts whoever is out of office from their return', async () => {
  const away = { reason: 'out of office', resumeAt: at('29') }
  expect(await aheadWith(away, 'active')).toEqual({
    last: at('29'),
    standstill: { reason: 'wait', until: at('27') },
    otherCampaign: 0,
  })
})

/** What holds a campaign up whose three people are due, when the provider has refused so many calls. */
async function refused(sendBatch: number) {
  const { id: campaignId, rig } = await launched(database.db, planOf([plannedStep('One')]), {
    people: 3,
    sendBatch,
  })
  rig.office.fates.push('refused')
  await rig.send()
  return async () => (await loadCard(database.db, { campaignId, now: rig.deps.clock.now() }))?.card.standstill
}

it.each([1, 500])(
  'the card says that whoever is due waits for a provider that takes no mail, and until when (%i at once)',
  async (sendBatch) => {
    const standstill = await refused(sendBatch)
    const { until } = await database.db.sendHold.findFirstOrThrow()
    expect(await standstill()).toEqual({ reason: 'held', until })
  },
)

it('the card says when mails that could not be handed over are tried again', async () => {
  const standstill = await refused(500)
  const { until } = await database.db.sendHold.findFirstOrThrow()
  await database.db.sendHold.deleteMany()
  expect(await standstill()).toEqual({ reason: 'retry', until })
})
