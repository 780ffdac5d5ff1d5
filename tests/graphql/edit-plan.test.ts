import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals'
import { z } from 'zod'
import { drafted, launched } from '../operations/campaign/control-rig.ts'
import { after, plannedStep, planOf } from '../support/plans.ts'
import { type GraphqlWorld, startGraphql } from './client.ts'

let world: GraphqlWorld
beforeAll(async () => {
  world = await startGraphql()
})
afterAll(async () => {
  await world.stop()
})
afterEach(() => world.database.db.campaign.updateMany({ data: { status: 'cancelled' } }))

const one = plannedStep('One')
const two = plannedStep('Two', { wait: after(3, 'days') })
const plan = planOf([one, two])

const written = `... on Refusal { code message } ... on PlanProblems { problems { path sentence } }`
const savePlan = `mutation ($id: UUID!, $change: PlanChangeInput!) { outcome: savePlan(id: $id, change: $change) {
  __typename ... on SavePlanSuccess { stepKey campaign { edit { revision changes inFlight { waiting withProvider } } } } ${written} } }`
const applyEdit = `mutation ($id: UUID!, $revision: Int!, $inFlight: InFlightChoice!) {
  outcome: applyEdit(id: $id, revision: $revision, inFlight: $inFlight) {
    __typename ... on ApplyEditSuccess { version changes moved completed following } ${written} } }`

const outcomeIn = z.object({ outcome: z.looseObject({ __typename: z.string() }) })
async function ask(query: string, variables: object, token = world.tokens.marketer) {
  const { body, text } = await world.ask(query, variables, token)
  const { data } = z.object({ data: outcomeIn }).safeParse(body).data ?? {}
  if (data === undefined) throw new Error(text)
  return data.outcome
}
const save = ({ id }: { id: string }, change: object, token?: string) => ask(savePlan, { id, change }, token)

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

describe('a mistake in a plan', () => {
  const variants = [{ name: 'A', weight: 1, subject: 'Hi', body: 'Hi' }]
  const step = { key: two.key, wait: { for: { amount: 1, unit: 'days' } }, variants }
  it.each([
    [
      'a wait of years',
      { putStep: { ...step, wait: { for: { amount: 9999, unit: 'days' } } } },
      'steps.1.wait',
    ],
    [
      'a day that is none',
      { putStep: { ...step, wait: { untilDate: { date: '2026-02-30', time: '09:00' } } } },
      'steps.1.wait',
    ],
    ['weights of 0', { putStep: { ...step, variants: [{ ...variants[0], weight: 0 }] } }, 'steps.1.variants'],
    [
      'two variants of one name',
      { putStep: { ...step, variants: [...variants, ...variants] } },
      'steps.1.variants',
    ],
    [
      'a merge field that is none',
      { putStep: { ...step, variants: [{ ...variants[0], subject: '{{ nick }}' }] } },
      'steps.1.variants.0.subject',
    ],
    [
      'a window that never opens',
      { setRules: { window: { days: [], from: '09:00', to: '17:00' } } },
      'window',
    ],
    ['a zone that is none', { setRules: { zone: 'Europe/\u0000Atlantis' } }, 'zone'],
    ['a calendar that is none', { setRules: { holidays: { calendar: 'Atlantis' } } }, 'holidays'],
    ['a limit of 0', { setRules: { limits: { perSenderDay: 0 } } }, 'limits.perSenderDay'],
    ['half of the audience held out and more', { setRules: { holdoutPercent: 51 } }, 'holdoutPercent'],
    ['a priority of 10', { setRules: { priority: 10 } }, 'priority'],
    ['writing on after a complaint', { setRules: { rules: { complaint: 'continue' } } }, 'rules.complaint'],
  ])('is named with its place and a sentence, and nothing is kept: %s', async (_name, change, path) => {
    const campaign = await drafted(world.database.db, plan, 1)
    expect(await save(campaign, change)).toEqual({
      __typename: 'PlanProblems',
      problems: [{ path, sentence: expect.stringMatching(/\.$/) }],
    })
    const row = await world.database.db.campaign.findUniqueOrThrow({ where: { id: campaign.id } })
    expect([row.plan, row.planRevision]).toEqual([plan, 1])
  })

  it('is found when an edit is applied, too', async () => {
    const campaign = await launched(world.database.db, plan, { people: 1 })
    const broken = planOf([plannedStep('{{ nick }}')])
    await world.database.db.campaign.update({ where: { id: campaign.id }, data: { plan: broken } })
    expect(await ask(applyEdit, { id: campaign.id, revision: 1, inFlight: 'finish' })).toMatchObject({
      problems: [{ path: 'steps.0.variants.0.subject' }],
    })
  })

  it('is refused by its shape where it has none: two changes at once, a weekday or a key that is none', async () => {
    const { id } = await drafted(world.database.db, plan, 1)
    const misshapen = [
      { removeStep: one.key, raiseStep: two.key },
      {},
      { setRules: { window: { days: ['someday'], from: '09:00', to: '17:00' } } },
      { putStep: { ...step, key: '11111111-1111-f111-f111-111111111111' } },
    ]
    for (const change of misshapen) {
      const { status, body } = await world.ask(savePlan, { id, change }, world.tokens.admin)
      expect([status, body.data]).toEqual([400, undefined])
    }
  })

  it('is no sign that cannot be stored: those are left out', async () => {
    const campaign = await drafted(world.database.db, plan, 1)
    const subject = 'Hi\r\nBcc: all@example.com\u0000'
    const change = {
      putStep: { ...step, variants: [{ ...variants[0], subject, body: 'a\u0000b\nc\uD800' }] },
    }
    expect(await save(campaign, change)).toMatchObject({ __typename: 'SavePlanSuccess' })
    const row = await world.database.db.campaign.findUniqueOrThrow({ where: { id: campaign.id } })
    expect(row.plan).toMatchObject({
      steps: [{}, { variants: [{ subject: 'Hi Bcc: all@example.com', body: 'ab\nc\uFFFD' }] }],
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
      const query = `query ($id: UUID!) { outcome: campaign(id: $id) { __typename edit { revision changes } } }`
      const edit = { revision: 2, changes: ['The steps now come in this order: “Two”, “One”.'] }
      expect(await ask(query, { id: campaign.id }, token)).toMatchObject({ edit })
    },
  )

  it('a campaign that is over has no edit, and takes none', async () => {
    const campaign = await drafted(world.database.db, plan, 1)
    await world.database.db.campaign.update({ where: { id: campaign.id }, data: { status: 'completed' } })
    expect(await save(campaign, raise)).toMatchObject({ code: 'campaign-cannot-edit' })
    const apply = { id: campaign.id, revision: 1, inFlight: 'move' }
    expect(await ask(applyEdit, apply)).toMatchObject({ code: 'campaign-cannot-edit' })
    const query = `query ($id: UUID!) { outcome: campaign(id: $id) { __typename edit { revision } } }`
    expect(await ask(query, { id: campaign.id })).toMatchObject({ edit: null })
  })
})
