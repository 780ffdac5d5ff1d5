import { afterAll, beforeAll, expect, it } from '@jest/globals'
import { loadCard } from '../../src/db/card-queries.ts'
import { launched } from '../operations/campaign/control-rig.ts'
import { type TestDatabase, testDatabase } from '../support/database.ts'
import { plannedStep, planOf } from '../support/plans.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await testDatabase()
})
afterAll(() => database.stop())

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
  const { outlook, standstill } = loaded?.card ?? { outlook: null, standstill: null }
  return { last: outlook?.last ?? null, standstill }
}

it.each(['late', 'waits for another campaign', 'P0 at Acme replied'])(
  'the card gives no time for whoever is paused because of: %s',
  async (reason) => {
    const paused = { reason, resumeAt: null }
    expect(await aheadWith(paused, 'stopped')).toEqual({ last: null, standstill: null })
    expect(await aheadWith(paused, 'active')).toEqual({
      last: at('27'),
      standstill: { reason: 'wait', until: at('27') },
    })
  },
)

it('the card counts whoever is out of office from their return', async () => {
  const away = { reason: 'out of office', resumeAt: at('29') }
  expect(await aheadWith(away, 'active')).toEqual({
    last: at('29'),
    standstill: { reason: 'wait', until: at('27') },
  })
})
