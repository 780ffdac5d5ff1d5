import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals'
import type { CampaignPlan, PlannedStep, Wait } from '../../../src/domain/plan.ts'
import type { PlanChange } from '../../../src/domain/plan-change.ts'
import { launchCampaign } from '../../../src/operations/campaign/launch.ts'
import { launchScheduled } from '../../../src/operations/campaign/launch-scheduled.ts'
import { savePlan } from '../../../src/operations/campaign/save-plan.ts'
import { scheduleCampaign } from '../../../src/operations/campaign/schedule.ts'
import { type TestDatabase, testDatabase } from '../../support/database.ts'
import { after, plannedStep, planOf } from '../../support/plans.ts'
import { ledgerRig } from '../message/ledger-rig.ts'
import { type ControlledCampaign, day, drafted, launched } from './control-rig.ts'
import { edit, extra, one, rowOf } from './edit-rig.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await testDatabase()
})
afterAll(() => database.stop())
afterEach(() => database.db.campaign.updateMany({ data: { status: 'cancelled' } }))

const on = (date: string): Wait => ({ kind: 'until-date', date, time: '09:00' })
// The rig's clock begins at 2026-11-20 09:00 UTC.
const dated = plannedStep('Dated', { wait: on('2026-11-21') })
const reworded = { ...dated, variants: [{ name: 'A', weight: 1, subject: 'Dated!', body: 'Hello' }] }
const over = /^(Step 1: )?2026-11-21 at 09:00 in UTC is over/
const anew = (steps: PlannedStep[]): CampaignPlan => planOf(steps)

type Draft = Pick<ControlledCampaign, 'as' | 'rig'>

const change = ({ as, rig }: Draft, given: PlanChange) =>
  savePlan({ ...rig.deps, holidays: { calendars: () => [], dates: () => [] } }, { ...as, change: given })
const put = (draft: Draft, step: PlannedStep) => change(draft, { kind: 'put-step', step })

const zoned = (draft: Draft, zone: string) => change(draft, { kind: 'set-rules', rules: { zone } })

async function draftOf(steps: PlannedStep[]) {
  return { ...(await drafted(database.db, anew(steps), 1)), rig: ledgerRig(database.db) }
}

describe('a date that is over', () => {
  it('is refused on its field when somebody gives it to a step', async () => {
    const draft = await draftOf([one])
    const outcome = await put(draft, { ...extra, wait: on('2026-11-19') })
    expect(outcome).toMatchObject({ kind: 'problems', position: 2, problems: [{ path: 'steps.1.wait' }] })
  })

  it('is refused at launch, however long it has stood in the draft', async () => {
    const draft = await draftOf([dated])
    draft.rig.pass(2 * day)
    await expect(launchCampaign(draft.rig.deps, draft.as)).rejects.toThrow(over)
  })

  it('holds up no change to anything else in the draft, but whoever edits that step reads of it', async () => {
    const draft = await draftOf([dated, one])
    draft.rig.pass(2 * day)
    expect(await change(draft, { kind: 'raise-step', key: one.key })).toMatchObject({ kind: 'saved' })
    expect(await change(draft, { kind: 'set-rules', rules: { priority: 2 } })).toMatchObject({
      kind: 'saved',
    })
    expect(await put(draft, reworded)).toMatchObject({
      kind: 'problems',
      problems: [{ path: 'steps.1.wait' }],
    })
  })

  it('is refused where another zone makes it one, but not where the zone stays', async () => {
    const draft = await draftOf([{ ...dated, wait: on('2026-11-20') }])
    expect(await zoned(draft, 'Asia/Tokyo')).toMatchObject({ problems: [{ path: 'steps.0.wait' }] })
    draft.rig.pass(2 * day)
    expect(await zoned(draft, 'UTC')).toMatchObject({ kind: 'saved' })
  })

  it('stays where a campaign runs with it: its words and other steps can still be changed', async () => {
    const campaign = await launched(database.db, anew([one, dated]), { people: 1 })
    campaign.rig.pass(2 * day)
    expect(await put(campaign, reworded)).toMatchObject({ kind: 'saved' })
    expect(await edit(campaign, [one, reworded, extra])).toMatchObject({ kind: 'saved', version: 2 })
    const moved = { ...reworded, wait: on('2026-11-20') }
    expect(await edit(campaign, [one, moved, extra])).toMatchObject({
      kind: 'problems',
      problems: [{ path: 'steps.1.wait' }],
    })
  })

  it('that was drafted in time for a running campaign is refused once it is over before that is applied', async () => {
    const campaign = await launched(database.db, anew([one]), { people: 1 })
    expect(await put(campaign, dated)).toMatchObject({ kind: 'saved' })
    campaign.rig.pass(2 * day)
    expect(await edit(campaign, [one, dated])).toMatchObject({
      kind: 'problems',
      problems: [{ path: 'steps.1.wait', sentence: expect.stringMatching(over) }],
    })
  })
})

describe('a campaign that is to start later', () => {
  const startsAt = new Date('2026-11-22T09:00:00Z')

  it('is not scheduled with a date that is over by then', async () => {
    const draft = await draftOf([dated])
    await expect(scheduleCampaign(draft.rig.deps, { ...draft.as, startsAt })).rejects.toThrow(over)
  })

  it('is given no such date afterwards', async () => {
    const draft = await draftOf([one])
    await scheduleCampaign(draft.rig.deps, { ...draft.as, startsAt })
    expect(await put(draft, dated)).toMatchObject({ kind: 'problems', problems: [{ path: 'steps.1.wait' }] })
    expect(await put(draft, { ...dated, wait: on('2026-11-22') })).toMatchObject({ kind: 'saved' })
    expect(await put(draft, { ...one, wait: after(400, 'hours') })).toMatchObject({ kind: 'saved' })
  })

  it('is given no zone in which a date would be over by then, and starts at its time', async () => {
    const draft = await draftOf([{ ...dated, wait: on('2026-11-22') }])
    await scheduleCampaign(draft.rig.deps, { ...draft.as, startsAt })
    expect(await zoned(draft, 'Asia/Tokyo')).toMatchObject({ problems: [{ path: 'steps.0.wait' }] })
    expect(await zoned(draft, 'America/New_York')).toMatchObject({ kind: 'saved' })
    draft.rig.pass(2 * day)
    await launchScheduled(draft.rig.deps, { campaignId: draft.id })
    expect(await rowOf(database.db, draft)).toMatchObject({ status: 'running' })
  })
})
