import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals'
import type { CampaignPlan } from '../../../src/domain/plan.ts'
import { checkEdit } from '../../../src/operations/campaign/check-edit.ts'
import { editPlan } from '../../../src/operations/campaign/edit-plan.ts'
import { type TestDatabase, testDatabase } from '../../support/database.ts'
import { edit, extra, one, rowOf, runOut, three, two } from './edit-rig.ts'
import { after, plannedStep, planOf } from '../../support/plans.ts'
import { admin } from '../../support/rows.ts'
import { day, drafted, launched, mailsGot, minute } from './control-rig.ts'
import { ledgerRig } from '../message/ledger-rig.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await testDatabase()
})
afterAll(() => database.stop())
afterEach(() => database.db.campaign.updateMany({ data: { status: 'cancelled' } }))

describe('an edit of a draft', () => {
  it('is kept without a version, and a second from the same revision is refused with nothing lost', async () => {
    const { deps } = ledgerRig(database.db)
    const campaign = await drafted(database.db, planOf([one]), 1)
    const request = { ...campaign.as, revision: 1, inFlight: 'move' } as const
    const saved = await editPlan(deps, { ...request, plan: planOf([one, two]) })
    expect(saved).toMatchObject({
      kind: 'saved',
      revision: 2,
      version: null,
      changes: ['Step 2 was added: “Two”, 3 days later.'],
    })
    await expect(editPlan(deps, { ...request, plan: planOf([three]) })).rejects.toThrow(/since you opened it/)
    const { plan } = await database.db.campaign.findUniqueOrThrow({ where: { id: campaign.id } })
    expect(plan).toEqual(planOf([one, two]))
    expect(await database.db.campaignVersion.count({ where: { campaignId: campaign.id } })).toBe(0)
  })

  it('keeps nothing that has a mistake, and names the field', async () => {
    const { deps } = ledgerRig(database.db)
    const campaign = await drafted(database.db, planOf([one]), 1)
    const wrong = plannedStep('Hi {{ nickname }}', { wait: after(4000, 'days') })
    const outcome = await editPlan(deps, {
      ...campaign.as,
      plan: planOf([wrong]),
      revision: 1,
      inFlight: 'move',
    })
    expect(outcome).toMatchObject({
      kind: 'problems',
      problems: [{ path: 'steps.0.wait' }, { path: 'steps.0.variants.0.subject' }],
    })
    expect((await rowOf(database.db, campaign)).planRevision).toBe(1)
  })
})

describe('an edit of a running campaign', () => {
  it('lets those in flight finish on the version they are on', async () => {
    const campaign = await launched(database.db, planOf([one, two]), { people: 2 })
    await campaign.rig.send()
    const outcome = await edit(campaign, [one, { ...two, wait: after(1, 'days') }, three], {
      inFlight: 'finish',
    })
    expect(outcome).toMatchObject({ kind: 'saved', version: 2, moved: 0, following: 0 })
    await runOut(campaign)
    expect(await mailsGot(database.db, campaign)).toEqual({ 'One, Two': 2 })
    expect((await rowOf(database.db, campaign)).status).toBe('completed')
  })

  it('moves them to what comes after what they got, a step that was added before the next one included', async () => {
    const campaign = await launched(database.db, planOf([one, two]), { people: 2 })
    await campaign.rig.send()
    const rewritten = { ...two, variants: [{ name: 'A', weight: 1, subject: 'Two!', body: 'Hello' }] }
    const outcome = await edit(campaign, [one, extra, rewritten, three])
    expect(outcome).toMatchObject({ kind: 'saved', moved: 2, completed: 0, following: 0 })
    await runOut(campaign)
    expect(await mailsGot(database.db, campaign)).toEqual({ 'One, Extra, Two!, Three': 2 })
    expect((await rowOf(database.db, campaign)).status).toBe('completed')
  })

  it('moves them past steps that were taken out, and is through with those who have none left', async () => {
    const campaign = await launched(database.db, planOf([one, two, three]), { people: 2 })
    await campaign.rig.send()
    expect(await edit(campaign, [one, three])).toMatchObject({ moved: 2, completed: 0 })
    expect(await edit(campaign, [one])).toMatchObject({ moved: 0, completed: 2 })
    await runOut(campaign)
    expect(await mailsGot(database.db, campaign)).toEqual({ One: 2 })
    expect((await rowOf(database.db, campaign)).status).toBe('completed')
  })

  it('works their moments out again where the wait or the window changed, from when the last mail went out', async () => {
    const campaign = await launched(database.db, planOf([one, two]), { people: 2 })
    await campaign.rig.send()
    campaign.rig.pass(2 * day)
    const nextAt = async () =>
      (await database.db.enrollment.findMany({ where: { campaignId: campaign.id } })).map((e) =>
        e.nextAt?.toISOString(),
      )
    await edit(campaign, [one, { ...two, wait: after(5, 'days') }])
    expect(new Set(await nextAt())).toEqual(new Set(['2026-11-25T09:00:00.000Z']))
    await edit(campaign, [one, { ...two, wait: after(1, 'days') }])
    expect(new Set(await nextAt())).toEqual(new Set(['2026-11-22T09:00:00.000Z']))
    const mondays = { days: [1], from: '10:00', to: '12:00' } as CampaignPlan['window']
    await edit(campaign, [one, { ...two, wait: after(1, 'days'), window: mondays }])
    expect(new Set(await nextAt())).toEqual(new Set(['2026-11-23T10:00:00.000Z']))
    campaign.rig.pass(90 * minute)
    await runOut(campaign)
    expect(await mailsGot(database.db, campaign)).toEqual({ 'One, Two': 2 })
  })

  it('never sends a step twice that comes again: in another order, or taken out and put back', async () => {
    const campaign = await launched(database.db, planOf([one, two, three]), { people: 2 })
    await campaign.rig.send()
    await edit(campaign, [two, one, three])
    await edit(campaign, [two, three])
    await edit(campaign, [two, one, three, extra])
    await runOut(campaign)
    expect(await mailsGot(database.db, campaign)).toEqual({ 'One, Two, Three, Extra': 2 })
    expect((await rowOf(database.db, campaign)).status).toBe('completed')
    expect(new Set(campaign.rig.office.copies.values())).toEqual(new Set([1]))
  })

  it('takes what is back in line along: to the new words, or out of line with its step', async () => {
    const campaign = await launched(database.db, planOf([one, two]), { people: 3 })
    campaign.rig.office.fates.push('refused')
    await campaign.rig.send()
    const rewritten = { ...one, variants: [{ name: 'A', weight: 1, subject: 'One!', body: 'Hello' }] }
    await edit(campaign, [rewritten, two])
    campaign.rig.pass(minute)
    campaign.rig.office.fates.push('refused')
    await campaign.rig.send()
    await edit(campaign, [two])
    const skipped = {
      campaignId: campaign.id,
      state: 'skipped',
      reason: 'the step was taken out of the sequence',
    } as const
    expect(await database.db.message.count({ where: skipped })).toBe(3)
    await runOut(campaign)
    expect(await mailsGot(database.db, campaign)).toEqual({ Two: 3 })
  })

  it('cannot change who is held out', async () => {
    const campaign = await launched(database.db, planOf([one]), { people: 1 })
    expect(await edit(campaign, [one], { holdoutPercent: 10 })).toMatchObject({
      kind: 'problems',
      problems: [{ path: 'holdoutPercent' }],
    })
  })

  it('shows what it would change and whom it would concern, and changes nothing', async () => {
    const campaign = await launched(database.db, planOf([one, two]), { people: 3 })
    await campaign.rig.send()
    const plan = planOf([one, { ...two, wait: after(5, 'days') }])
    const checked = await checkEdit(campaign.rig.deps, { campaignId: campaign.id, plan, actor: admin })
    expect(checked).toMatchObject({
      launched: true,
      revision: 1,
      changes: ['Step 2 now waits 5 days instead of 3.'],
      inFlight: { waiting: 3, withProvider: 0 },
    })
    expect(await database.db.campaignVersion.count({ where: { campaignId: campaign.id } })).toBe(1)
  })
})
