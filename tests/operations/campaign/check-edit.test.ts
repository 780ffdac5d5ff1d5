import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals'
import type { PlannedStep } from '../../../src/domain/plan.ts'
import { checkEdit, ifMoved } from '../../../src/operations/campaign/check-edit.ts'
import { type TestDatabase, testDatabase } from '../../support/database.ts'
import { after, planOf } from '../../support/plans.ts'
import { admin } from '../../support/rows.ts'
import { type ControlledCampaign, launched } from './control-rig.ts'
import { edit, one, rowOf, three, two } from './edit-rig.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await testDatabase()
})
afterAll(() => database.stop())
afterEach(() => database.db.campaign.updateMany({ data: { status: 'cancelled' } }))

const checked = ({ id, rig }: ControlledCampaign, steps: PlannedStep[]) =>
  checkEdit(rig.deps, { campaignId: id, plan: planOf(steps), actor: admin })
const later = { ...two, wait: after(5, 'days') }

describe('what an edit does to those who move', () => {
  it('is known without a look at anybody where all steps stay in their order', async () => {
    const campaign = await launched(database.db, planOf([one, two]), { people: 1 })
    await edit(campaign, [one, later])
    const same = await checked(campaign, [one, two])
    await database.db.$transaction(async (tx) => {
      await tx.$executeRaw`LOCK TABLE enrollment IN ACCESS EXCLUSIVE MODE`
      expect(await ifMoved(campaign.rig.deps, same)).toEqual([])
    })
  })

  it('is counted for up to half a million people; of more, a sentence says that it is not', async () => {
    const campaign = await launched(database.db, planOf([one, two]), { people: 1 })
    const { importId } = await rowOf(database.db, campaign)
    const ofSo = async (rowsAccepted: number, steps: PlannedStep[]) => {
      await database.db.import.update({ where: { id: importId }, data: { rowsAccepted } })
      return ifMoved(campaign.rig.deps, await checked(campaign, steps))
    }
    expect(await ofSo(500_000, [two, one])).toEqual([
      'Step 1, “Two”, comes next for 1 person, instead of “One”.',
    ])
    expect(await ofSo(500_001, [two, one])).toEqual([
      'Whose next step changes is not counted for more than 500,000 people.',
    ])
    expect(await ofSo(500_001, [one, later])).toEqual([])
  })

  it('is said of those, too, whose last mail is with the provider when a step is put after it', async () => {
    const campaign = await launched(database.db, planOf([one]), { people: 2 })
    campaign.rig.office.fates.push('answer-lost')
    await campaign.rig.send()
    expect(await ifMoved(campaign.rig.deps, await checked(campaign, [one, two]))).toEqual([
      'Step 2, “Two”, comes next for 2 people, who would be through.',
    ])
    expect(await ifMoved(campaign.rig.deps, await checked(campaign, [three, one]))).toEqual([
      'Step 1, “Three”, is left out for 2 people: it comes before where they are.',
    ])
  })
})
