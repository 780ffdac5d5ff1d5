import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { loadCard } from '../../../src/db/card-queries.ts'
import type { CampaignPlan } from '../../../src/domain/plan.ts'
import { type TestDatabase, testDatabase } from '../../support/database.ts'
import { turnRig } from '../enrollment/turn-rig.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await testDatabase()
})
afterAll(() => database.stop())

type Rig = ReturnType<typeof turnRig>

async function reachOf(rig: Rig, campaignId: string) {
  const loaded = await loadCard(database.db, { campaignId, now: rig.deps.clock.now() })
  return loaded?.card.reach
}

async function suppress(contactIds: readonly string[], reason: string): Promise<void> {
  const people = await database.db.contact.findMany({ where: { id: { in: [...contactIds] } } })
  await database.db.suppression.createMany({
    data: people.map(({ email }) => ({ channel: 'email', address: email, reason, source: 'postmark' })),
  })
}

/** Where the ledger has everybody of a campaign once its first mails are out. */
async function ledgerOf(campaignId: string) {
  const people = await database.db.enrollment.groupBy({
    by: ['status', 'reason'],
    where: { campaignId },
    _count: true,
  })
  const of = (status: string, reason?: string) =>
    people
      .filter((each) => each.status === status && (reason === undefined || each.reason === reason))
      .reduce((sum, { _count }) => sum + _count, 0)
  const reasons = people.filter(({ status, reason }) => status === 'stopped' && reason !== 'holdout')
  return {
    audience: await database.db.enrollment.count({ where: { campaignId } }),
    written: await database.db.message.count({ where: { campaignId, state: 'sent' } }),
    waiting: of('paused', 'waits for another campaign'),
    heldOut: of('stopped', 'holdout'),
    wentThrough: 0,
    suppressed: reasons
      .map(({ reason, _count }) => ({ reason, count: _count }))
      .toSorted((a, b) => b.count - a.count),
  }
}

/** Forty people: another campaign has ten of them, six are suppressed, of whom it has one too. */
async function fortyPeople(given: Partial<CampaignPlan>) {
  const rig = turnRig(database.db)
  const people = await rig.people(40)
  await rig.launched(people.slice(0, 10))
  await suppress(people.slice(9, 13), 'unsubscribed')
  await suppress(people.slice(13, 15), 'bounced')
  const draft = await rig.draft(people, given)
  return { rig, people, draft }
}

describe('what the review says of whom a launch reaches', () => {
  it.each<[string, Partial<CampaignPlan>]>([
    ['by the defaults', {}],
    ['with a holdout, who neither wait nor are left out', { holdoutPercent: 30 }],
    ['beside others, where nobody waits', { besideOthers: true }],
    ['with a higher priority than the campaign that has them', { priority: 9 }],
  ])('is what the ledger has afterwards, %s', async (_, given) => {
    const { rig, draft } = await fortyPeople(given)
    const reach = await reachOf(rig, draft)
    const launched = await rig.launch(draft)
    await rig.send()
    expect(reach).toEqual(await ledgerOf(draft))
    const { audience, heldOut, waiting } = reach ?? {}
    expect(launched).toMatchObject({ kind: 'launched', audience, heldOut, waiting, reach })
    expect(await reachOf(rig, draft)).toBeNull()
  })

  it('counts them one by one', async () => {
    const { rig, draft } = await fortyPeople({})
    expect(await reachOf(rig, draft)).toEqual({
      audience: 40,
      written: 25,
      waiting: 10,
      heldOut: 0,
      wentThrough: 0,
      suppressed: [
        { reason: 'unsubscribed', count: 3 },
        { reason: 'bounced', count: 2 },
      ],
    })
  })

  it('is not told while the contacts are being imported', async () => {
    const { rig, draft } = await fortyPeople({})
    const { importId } = await database.db.campaign.findUniqueOrThrow({ where: { id: draft } })
    await database.db.import.update({ where: { id: importId }, data: { status: 'received' } })
    expect(await reachOf(rig, draft)).toBeNull()
  })
})
