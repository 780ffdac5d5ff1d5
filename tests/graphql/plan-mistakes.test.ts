import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals'
import { drafted, launched } from '../operations/campaign/control-rig.ts'
import { after, plannedStep, planOf } from '../support/plans.ts'
import { type GraphqlWorld, startGraphql } from './client.ts'
import { applyEdit, type Editor, editorOf, savePlan } from './edit-asks.ts'

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
    ['a holiday of the year 226', { setRules: { holidays: { dates: ['0226-12-24'] } } }, 'holidays'],
    [
      'more days of its own than a form takes',
      { setRules: { holidays: { dates: Array.from({ length: 181 }, () => '2026-12-24') } } },
      'holidays',
    ],
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

  it('is not that a step is long: eight variants, each as long as a mail may be', async () => {
    const campaign = await drafted(world.database.db, plan, 1)
    const body = 'Long. '.repeat(3_333)
    const long = 'ABCDEFGH'.split('').map((name) => ({ name, weight: 1, subject: 'Hi', body }))
    expect(await save(campaign, { putStep: { ...step, variants: long } })).toMatchObject({ stepKey: two.key })
  })
})
