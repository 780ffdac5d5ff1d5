import { afterAll, beforeAll, expect, it } from '@jest/globals'
import { readPlan } from '../../../src/db/stored-plan.ts'
import { discardEdit } from '../../../src/operations/campaign/discard-edit.ts'
import { editPlan } from '../../../src/operations/campaign/edit-plan.ts'
import { type TestDatabase, testDatabase } from '../../support/database.ts'
import { planOf } from '../../support/plans.ts'
import { admin } from '../../support/rows.ts'
import { drafted, launched, mailsGot } from './control-rig.ts'
import { extra, one, rowOf, runOut, two } from './edit-rig.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await testDatabase()
})
afterAll(() => database.stop())

/** A launched campaign of two steps, whose edit to other ones is not applied. */
async function edited() {
  const campaign = await launched(database.db, planOf([one, two]), { people: 2 })
  const { db } = database
  const plan = { ...campaign.plan, steps: [one, extra] }
  await db.campaign.update({ where: { id: campaign.id }, data: { plan, planRevision: { increment: 1 } } })
  return campaign
}

const entriesOf = ({ id }: { id: string }) =>
  database.db.auditEntry.findMany({ where: { subjectId: id, action: 'discarded edit' } })

it('an edit that was thrown away is gone: the plan is that of the newest version, and everybody goes on by it', async () => {
  const campaign = await edited()
  const { changes, revision } = await discardEdit(campaign.rig.deps, campaign.as)
  expect(changes).toHaveLength(2)
  const row = await rowOf(database.db, campaign)
  expect(readPlan(row.plan).steps.map(({ key }) => key)).toEqual([one.key, two.key])
  expect(row.planRevision).toBe(revision)
  expect(await database.db.campaignVersion.count({ where: { campaignId: campaign.id } })).toBe(1)
  expect((await entriesOf(campaign)).map(({ detail }) => detail)).toEqual([{ changes }])
  await runOut(campaign)
  expect(await mailsGot(database.db, campaign)).toEqual({ 'One, Two': 2 })
})

it('whoever looked at the edit before cannot apply it any more', async () => {
  const campaign = await edited()
  const { planRevision: revision } = await rowOf(database.db, campaign)
  await discardEdit(campaign.rig.deps, campaign.as)
  await expect(
    editPlan(campaign.rig.deps, { ...campaign.as, plan: null, revision, inFlight: 'move' }),
  ).rejects.toThrow(/Somebody changed the plan/)
})

it('two people who throw it away at once do so once', async () => {
  const campaign = await edited()
  const both = await Promise.allSettled([
    discardEdit(campaign.rig.deps, campaign.as),
    discardEdit(campaign.rig.deps, campaign.as),
  ])
  expect(new Set(both.map(({ status }) => status))).toEqual(new Set(['fulfilled', 'rejected']))
  expect(await entriesOf(campaign)).toHaveLength(1)
})

it('nothing is thrown away of a draft, of a campaign that is over, or for anybody else', async () => {
  const { rig, ...campaign } = await edited()
  const stranger = { ...admin, slackUserId: 'U0OTHER', slackAdmin: false }
  await expect(discardEdit(rig.deps, { ...campaign.as, actor: stranger })).rejects.toThrow(/Only Mara/)
  const draft = await drafted(database.db, planOf([one]), 1)
  await expect(discardEdit(rig.deps, draft.as)).rejects.toThrow(/nothing to throw away/)
  await database.db.campaign.update({ where: { id: campaign.id }, data: { status: 'completed' } })
  await expect(discardEdit(rig.deps, campaign.as)).rejects.toThrow(/is finished, so it cannot be edited/)
})
