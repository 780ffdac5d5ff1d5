import { afterAll, beforeAll, expect, it } from '@jest/globals'
import { cancelCampaign } from '../../../src/operations/campaign/cancel.ts'
import { type TestDatabase, testDatabase } from '../../support/database.ts'
import { admin } from '../../support/rows.ts'
import { turnRig } from './turn-rig.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await testDatabase()
})
afterAll(() => database.stop())

/** Contacts with more than one active enrollment in campaigns that want them to themselves. */
const shared = () =>
  database.db.$queryRaw<{ contact_id: string }[]>`
    SELECT e.contact_id FROM enrollment e JOIN campaign_version v ON v.id = e.campaign_version_id
    WHERE e.status = 'active' AND NOT v.beside_others GROUP BY e.contact_id HAVING count(*) > 1`

it('nobody is ever active in two campaigns that want them alone, whatever starts and ends at once', async () => {
  const rig = turnRig(database.db)
  const people = await rig.people(12)
  const priorities = [5, 5, 3, 7, 5, 9, 1, 7]
  const drafts = await Promise.all(
    priorities.map((priority, index) =>
      rig.draft(
        people.filter((_, place) => (place + index) % 3 !== 0),
        { priority },
      ),
    ),
  )
  const watching = new AbortController()
  const seen: unknown[] = []
  const watch = async () => {
    while (!watching.signal.aborted) seen.push(...(await shared()))
  }
  const watcher = watch()
  const started = drafts.map((id) => rig.launch(id))
  await Promise.all([...started, rig.wake(), rig.wake()])
  // Whoever is active has the highest priority of all that want them.
  const live = await database.db.enrollment.findMany({
    where: { campaignId: { in: drafts } },
    include: { campaign: true },
  })
  for (const [, own] of Map.groupBy(live, ({ contactId }) => contactId)) {
    const [first] = own.toSorted(
      (a, b) => b.campaign.priority - a.campaign.priority || (a.id < b.id ? -1 : 1),
    )
    expect(own.filter(({ status }) => status === 'active').map(({ id }) => id)).toEqual([first?.id])
  }
  for (const id of drafts.toSorted())
    await Promise.all([
      cancelCampaign(rig.deps, { campaignId: id, actor: admin, origin: 'slack' }),
      rig.wake(),
      rig.wake(),
    ])
  watching.abort()
  await watcher
  expect(seen).toEqual([])
  expect(
    await database.db.enrollment.count({ where: { campaignId: { in: drafts }, status: { not: 'stopped' } } }),
  ).toBe(0)
})
