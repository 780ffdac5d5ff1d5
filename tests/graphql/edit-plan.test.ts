import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals'
import { drafted, launched } from '../operations/campaign/control-rig.ts'
import { after, plannedStep, planOf } from '../support/plans.ts'
import { type GraphqlWorld, startGraphql } from './client.ts'
import { applyEdit, discardEdit, type Editor, editorOf } from './edit-asks.ts'

let world: GraphqlWorld
let ask: Editor['ask']
let save: Editor['save']
beforeAll(async () => {
  world = await startGraphql()
  ;({ ask, save } = editorOf(world))
})
afterAll(async () => {
  await world.stop()
})
afterEach(() => world.database.db.campaign.updateMany({ data: { status: 'cancelled' } }))

const one = plannedStep('One')
const two = plannedStep('Two', { wait: after(3, 'days') })
const plan = planOf([one, two])

const stepTwo = {
  key: two.key,
  wait: { for: { amount: 1, unit: 'business_days' } },
  window: { days: ['friday', 'monday', 'friday'], from: '09:00', to: '17:00' },
  variants: [
    { name: 'A', weight: 1, subject: 'Two', body: 'Hello' },
    { name: 'B', weight: 3, subject: 'Second', body: 'Hello' },
  ],
}

describe('a program that edits a launched campaign', () => {
  it('saves a step, reads what that changes and for whom, and applies it so that people move', async () => {
    const campaign = await launched(world.database.db, plan, { people: 2 })
    const changes = [
      'Step 2 now goes out 1 business day later instead of 3 days later.',
      'Step 2 now goes out Mon, Fri 09:00–17:00 instead of in the campaign’s window.',
      'Variant B of step 2 was added: “Second”.',
    ]
    expect(await save(campaign, { putStep: stepTwo })).toEqual({
      __typename: 'SavePlanSuccess',
      stepKey: two.key,
      campaign: { edit: { revision: 2, changes, inFlight: { waiting: 2, withProvider: 0 } } },
    })
    expect(await world.database.db.campaignVersion.count({ where: { campaignId: campaign.id } })).toBe(1)
    const apply = { id: campaign.id, revision: 2, inFlight: 'move' }
    expect(await ask(applyEdit, apply)).toEqual({
      __typename: 'ApplyEditSuccess',
      version: 2,
      changes,
      moved: 2,
      completed: 0,
      following: 0,
    })
    expect(await ask(applyEdit, apply)).toMatchObject({ code: 'plan-changed-meanwhile' })
    expect(await ask(applyEdit, { ...apply, revision: 3 })).toMatchObject({ version: null, changes: [] })
    const entries = await world.database.db.auditEntry.findMany({
      where: { subjectId: campaign.id, action: 'edited' },
      orderBy: { id: 'asc' },
    })
    expect(entries).toMatchObject(
      [{ change: 'put-step' }, { version: 2 }].map((detail) => ({
        actor: expect.stringMatching(/^token:/),
        origin: 'graphql',
        detail,
      })),
    )
  })

  it('lets those under way finish as it was, with a step more for everybody after them', async () => {
    const campaign = await launched(world.database.db, plan, { people: 2 })
    const { key: _key, ...step } = stepTwo
    const saved = await save(campaign, { putStep: { ...step, wait: { untilTime: '09:00' } } })
    const known = [one.key, two.key]
    expect(known).not.toContain(saved['stepKey'])
    const apply = { id: campaign.id, revision: 2, inFlight: 'finish' }
    expect(await ask(applyEdit, apply)).toMatchObject({ version: 2, moved: 0, following: 0 })
  })

  it('throws away what it saved and did not apply, and is told when nothing is left to throw away', async () => {
    const campaign = await launched(world.database.db, plan, { people: 1 })
    await save(campaign, { raiseStep: two.key })
    const changes = ['The steps now come in this order: “Two”, “One”.']
    expect(await ask(discardEdit, { id: campaign.id })).toEqual({
      __typename: 'DiscardEditSuccess',
      revision: 3,
      changes,
      campaign: { edit: { revision: 3, changes: [] } },
    })
    const entry = await world.database.db.auditEntry.findFirst({
      where: { subjectId: campaign.id, action: 'discarded edit' },
    })
    expect(entry).toMatchObject({
      actor: expect.stringMatching(/^token:/),
      origin: 'graphql',
      detail: { changes },
    })
    expect(await ask(discardEdit, { id: campaign.id })).toMatchObject({ code: 'nothing-edited' })
    const apply = { id: campaign.id, revision: 2, inFlight: 'move' }
    expect(await ask(applyEdit, apply)).toMatchObject({ code: 'plan-changed-meanwhile' })
  })

  it('takes a step out and raises another, and is told of one that is gone', async () => {
    const campaign = await drafted(world.database.db, planOf([one, two, plannedStep('Three')]), 1)
    expect(await save(campaign, { raiseStep: two.key })).toMatchObject({ stepKey: two.key })
    expect(await save(campaign, { removeStep: one.key })).toMatchObject({ stepKey: one.key })
    expect(await save(campaign, { removeStep: one.key })).toMatchObject({ code: 'step-gone' })
    const query = `query ($id: UUID!) { outcome: campaign(id: $id) { __typename plan { steps { variants { subject } } } } }`
    expect(await ask(query, { id: campaign.id })).toMatchObject({
      plan: { steps: [{ variants: [{ subject: 'Two' }] }, { variants: [{ subject: 'Three' }] }] },
    })
  })

  it('changes the rules that it names and leaves the others as they are', async () => {
    const limits = { ...plan.limits, perCampaignDay: 500, perDomainHour: 20 }
    const campaign = await drafted(world.database.db, { ...plan, limits, priority: 3 }, 1)
    const rules = {
      priority: 9,
      rules: { click: 'pause' },
      limits: { perCampaignDay: null, gap: { seconds: 60, jitterSeconds: 5 } },
      holidays: { dates: ['2026-12-24'] },
      reentry: 'after_end',
    }
    expect(await save(campaign, { setRules: rules })).toMatchObject({ __typename: 'SavePlanSuccess' })
    const { plan: kept } = await world.database.db.campaign.findUniqueOrThrow({ where: { id: campaign.id } })
    expect(kept).toEqual({
      ...plan,
      priority: 9,
      rules: { ...plan.rules, click: 'pause' },
      limits: { ...limits, perCampaignDay: null, gap: { seconds: 60, jitterSeconds: 5 } },
      holidays: { calendar: null, dates: ['2026-12-24'] },
      reentry: 'after-end',
    })
    expect(await save(campaign, { setRules: { window: null, priority: null } })).toMatchObject({
      __typename: 'SavePlanSuccess',
    })
  })
})

describe('who may not, or when it is too late', () => {
  const raise = { raiseStep: two.key }

  it.each(['analyst', 'sales'] as const)(
    'a token of a %s may look at an edit and make none',
    async (role) => {
      const campaign = await launched(world.database.db, plan, { people: 1 })
      await save(campaign, raise)
      const token = world.tokens[role]
      expect(await save(campaign, raise, token)).toMatchObject({ code: 'token-not-allowed' })
      const apply = { id: campaign.id, revision: 2, inFlight: 'move' }
      expect(await ask(applyEdit, apply, token)).toMatchObject({ code: 'token-not-allowed' })
      expect(await ask(discardEdit, { id: campaign.id }, token)).toMatchObject({ code: 'token-not-allowed' })
      const query = `query ($id: UUID!) { outcome: campaign(id: $id) { __typename edit { revision changes ifMoved } } }`
      const ifMoved = ['Step 1, “Two”, comes next for 1 person, instead of “One”.']
      const edit = { revision: 2, changes: ['The steps now come in this order: “Two”, “One”.'], ifMoved }
      expect(await ask(query, { id: campaign.id }, token)).toMatchObject({ edit })
    },
  )

  it('reads the revision without a look at what it does to those who move, unless that is asked for', async () => {
    const campaign = await launched(world.database.db, plan, { people: 1 })
    await save(campaign, raise)
    await world.database.db.$transaction(async (tx) => {
      await tx.$executeRaw`LOCK TABLE step IN ACCESS EXCLUSIVE MODE`
      const query = `query ($id: UUID!) { outcome: campaign(id: $id) { __typename edit { revision } } }`
      expect(await ask(query, { id: campaign.id })).toMatchObject({ edit: { revision: 2 } })
    })
  })

  it('a campaign that is over has no edit, and takes none', async () => {
    const campaign = await drafted(world.database.db, plan, 1)
    await world.database.db.campaign.update({ where: { id: campaign.id }, data: { status: 'completed' } })
    expect(await save(campaign, raise)).toMatchObject({ code: 'campaign-cannot-edit' })
    const apply = { id: campaign.id, revision: 1, inFlight: 'move' }
    expect(await ask(applyEdit, apply)).toMatchObject({ code: 'campaign-cannot-edit' })
    expect(await ask(discardEdit, { id: campaign.id })).toMatchObject({ code: 'campaign-cannot-edit' })
    const query = `query ($id: UUID!) { outcome: campaign(id: $id) { __typename edit { revision } } }`
    expect(await ask(query, { id: campaign.id })).toMatchObject({ edit: null })
  })
})
