import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals'
import type { PlannedStep } from '../../../src/domain/plan.ts'
import { checkEdit, ifMoved } from '../../../src/operations/campaign/check-edit.ts'
import { type TestDatabase, testDatabase } from '../../support/database.ts'
import { planOf } from '../../support/plans.ts'
import { admin } from '../../support/rows.ts'
import { day, hour, launched, mailsGot } from './control-rig.ts'
import { edit, extra, one, rowOf, runOut, three, two } from './edit-rig.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await testDatabase()
})
afterAll(() => database.stop())
afterEach(() => database.db.campaign.updateMany({ data: { status: 'cancelled' } }))

const four = { ...three, key: '0197a1b2-0000-7000-8000-000000000004', variants: subject('Four') }

function subject(text: string) {
  return [{ name: 'A', weight: 1, subject: text, body: 'Hello' }]
}

/** Two people who got the first step and wait for the second, in a campaign whose plan was then edited as told, one after another. */
async function whoWaited(old: PlannedStep[], edits: PlannedStep[][]) {
  const campaign = await launched(database.db, planOf(old), { people: 2 })
  await campaign.rig.send()
  for (const steps of edits) await edit(campaign, steps)
  await runOut(campaign)
  expect((await rowOf(database.db, campaign)).status).toBe('completed')
  expect(new Set(campaign.rig.office.copies.values())).toEqual(new Set([1]))
  return mailsGot(database.db, campaign)
}

/** Two people whose first step is with the provider while the plan is edited. */
async function whoWasInCall(old: PlannedStep[], steps: PlannedStep[]) {
  const campaign = await launched(database.db, planOf(old), { people: 2 })
  const { office, deps } = campaign.rig
  let edited: unknown = null
  const sendBatch = async (mails: Parameters<typeof office.sendBatch>[0]) => {
    edited ??= await edit(campaign, steps)
    return office.sendBatch(mails)
  }
  Object.assign(deps, { email: { ...office, sendBatch } })
  await runOut(campaign)
  expect(edited).toMatchObject({ moved: 0, following: 2 })
  expect((await rowOf(database.db, campaign)).status).toBe('completed')
  return mailsGot(database.db, campaign)
}

describe.each([
  ['the rest comes in another order', [one, two, three], [one, three, two], 'One, Three, Two'],
  ['the next step is replaced', [one, two], [one, three], 'One, Three'],
  ['a step is put before the next one', [one, three], [one, extra, three], 'One, Extra, Three'],
  ['the next step comes first now', [one, two, three], [two, one, three], 'One, Two, Three'],
  ['a step is put before all they had', [one, three], [extra, one, three], 'One, Three'],
  ['what they got is replaced', [one, two], [extra, two], 'One, Extra, Two'],
  ['all that is left is taken out', [one, two, three], [one], 'One'],
])('when %s', (...[, old, steps, got]) => {
  it('whoever waits gets what they have not had, in its order', async () => {
    expect(await whoWaited(old, [steps])).toEqual({ [got]: 2 })
  })

  it('whoever’s mail is with the provider gets the same', async () => {
    expect(await whoWasInCall(old, steps)).toEqual({ [got]: 2 })
  })
})

it('whoever was moved before goes on by what they really got', async () => {
  const before = [extra, one, three]
  expect(await whoWaited([one, three], [before, [one, extra, three]])).toEqual({ 'One, Extra, Three': 2 })
  expect(await whoWaited([one, three], [before, [four, one, extra, three]])).toEqual({
    'One, Extra, Three': 2,
  })
})

it('an added step waits from the mail before it, not from the edit', async () => {
  const campaign = await launched(database.db, planOf([one, two]), { people: 2 })
  await campaign.rig.send()
  campaign.rig.pass(6 * hour)
  await edit(campaign, [one, extra, two])
  const moments = async () => {
    const people = await database.db.enrollment.findMany({ where: { campaignId: campaign.id } })
    return [...new Set(people.map(({ nextAt }) => nextAt?.toISOString()))]
  }
  expect(await moments()).toEqual(['2026-11-21T09:00:00.000Z'])
  campaign.rig.pass(day)
  await campaign.rig.send()
  expect(await moments()).toEqual(['2026-11-24T15:00:00.000Z'])
})

it('a mail that is put back in line goes out after a step that was added before it', async () => {
  const campaign = await launched(database.db, planOf([one, two]), { people: 2 })
  campaign.rig.office.fates.push('refused')
  await campaign.rig.send()
  await edit(campaign, [extra, { ...one, wait: extra.wait }, two])
  await runOut(campaign)
  expect(await mailsGot(database.db, campaign)).toEqual({ 'Extra, One, Two': 2 })
  expect((await rowOf(database.db, campaign)).status).toBe('completed')
})

describe('before an edit is confirmed', () => {
  async function toldOf(old: PlannedStep[], steps: PlannedStep[]) {
    const campaign = await launched(database.db, planOf(old), { people: 3 })
    await campaign.rig.send()
    const plan = planOf(steps)
    const { deps } = campaign.rig
    return ifMoved(deps, await checkEdit(deps, { campaignId: campaign.id, plan, actor: admin }))
  }

  it('people read who would get another step next, or miss one, or be through', async () => {
    expect(await toldOf([one, two], [extra, one, two])).toEqual([
      'Step 1, “Extra”, is left out for 3 people: it comes before where they are.',
    ])
    expect(await toldOf([one, two], [extra, one])).toEqual([
      'Step 1, “Extra”, is left out for 3 people: it comes before where they are.',
      'Nothing is left for 3 people: they are through.',
    ])
    expect(await toldOf([one, two, three], [one, three, extra, two])).toEqual([
      'Step 2, “Three”, comes next for 3 people, instead of “Two”.',
    ])
  })

  it('whoever’s mail is with the provider is counted as if it arrived, whoever was moved before by what they got', async () => {
    const campaign = await launched(database.db, planOf([one, three]), { people: 2 })
    const { rig, id } = campaign
    const toldOfPlan = async (steps: PlannedStep[]) =>
      ifMoved(rig.deps, await checkEdit(rig.deps, { campaignId: id, plan: planOf(steps), actor: admin }))
    await rig.send()
    await edit(campaign, [extra, one, three])
    expect(await toldOfPlan([one, extra, three])).toEqual([
      'Step 2, “Extra”, comes next for 2 people, instead of “Three”.',
    ])
    rig.office.fates.push('answer-lost')
    rig.pass(3 * day)
    await rig.send()
    expect(await toldOfPlan([extra, one, four, three])).toEqual([
      'Step 3, “Four”, is left out for 2 people: it comes before where they are.',
    ])
  })

  it('nothing is said where everybody gets what they wait for', async () => {
    expect(await toldOf([one, two, three], [one, two, extra, three])).toEqual([])
    expect(await toldOf([one, two, three], [one, two])).toEqual([])
  })
})
