import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals'
import { type TestDatabase, testDatabase } from '../../support/database.ts'
import { plannedStep, planOf } from '../../support/plans.ts'
import type { SendLimits } from '../../../src/domain/plan.ts'
import { noLimits } from '../../../src/domain/plan-defaults.ts'
import { launched, mailsGot, minute, standingAll } from '../campaign/control-rig.ts'
import { edit, rowOf } from '../campaign/edit-rig.ts'
import { resumeCampaign } from '../../../src/operations/campaign/resume.ts'
import { sendDueMessages } from '../../../src/operations/message/send-due.ts'
import { type ledgerRig, never } from './ledger-rig.ts'
import { hearOf, killedWhileCalling } from './open-call-rig.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await testDatabase()
})
afterAll(() => database.stop())
afterEach(() => database.db.campaign.updateMany({ data: { status: 'cancelled' } }))

const first = planOf([plannedStep('First')], { priority: 9 })
const other = planOf([plannedStep('Other')])
const window = { days: [1, 2, 3, 4, 5], from: 'nine', to: '17:00' }
const limited = (limits: Partial<SendLimits>) => ({ ...first, limits: { ...noLimits, ...limits } })
const reason = 'Baton cannot work out what comes next in this campaign. Its log says why.'

type Rig = ReturnType<typeof ledgerRig>
type Mails = Parameters<typeof hearOf>[1]

const spoil = ({ id }: { id: string }, plan: object) =>
  database.db.campaignVersion.updateMany({ where: { campaignId: id }, data: { plan } })

it.each([
  ['with hours that are none', { ...first, window }],
  ['that cannot be read', { steps: 'lost' }],
  ['whose lateness is no number', { ...first, maxLatenessMinutes: 'an hour' }],
  ['whose lateness is a fraction', { ...first, maxLatenessMinutes: 90.5 }],
  ['whose lateness is beyond all time', { ...first, maxLatenessMinutes: 1e15 }],
  ['whose gap is beyond all time', limited({ gap: { seconds: 1e15, jitterSeconds: 0 } })],
  ['with half a mail a day', limited({ perCampaignDay: 0.5 })],
  ['with less than no mail a day', limited({ perSenderDay: -1 })],
  ['with half a mail for a contact', limited({ perContact: { mails: 0.5, days: 1 } })],
])('a campaign with a plan %s is paused for a person, and the others are sent', async (_, plan) => {
  const { db } = database
  const broken = await launched(db, first, { people: 3 })
  await spoil(broken, plan)
  const sound = await launched(db, other, { people: 3 })
  const { rig } = sound
  rig.recorded.length = 0

  await rig.send()

  expect(await mailsGot(db, sound)).toEqual({ Other: 3 })
  expect(await mailsGot(db, broken)).toEqual({ '': 3 })
  expect(await rowOf(db, broken)).toMatchObject({ status: 'paused', statusReason: reason })
  const entries = await db.auditEntry.findMany({ where: { subjectId: broken.id, action: 'paused' } })
  expect(entries).toMatchObject([{ actor: 'system', origin: 'clock', detail: { reason } }])
  expect(rig.recorded).toEqual(
    expect.arrayContaining([
      { job: 'note-paused', payload: { campaignId: broken.id }, key: undefined },
      { job: 'show-campaign', payload: { campaignId: broken.id }, key: broken.id },
    ]),
  )
  expect(rig.lines).toMatchObject([{ level: 'error', facts: { campaignId: broken.id } }])
})

describe.each([
  ['hours that are none', { window }],
  ['a wait that is none', { wait: { kind: 'until-date', date: 'soon', time: '09:00' } }],
  ['a wait beyond all time', { wait: { kind: 'for', amount: 1e15, unit: 'minutes' } }],
  ['a wait back in time', { wait: { kind: 'for', amount: -5, unit: 'days' } }],
])('a campaign whose second step has %s', (_, given) => {
  const steps = [plannedStep('First'), plannedStep('Second')] as const
  const twoSteps = planOf([...steps], { priority: 9 })
  const spoiled = { ...twoSteps, steps: [steps[0], { ...steps[1], ...given }] }

  it('is paused before anything of it goes out, and the others are sent', async () => {
    const { db } = database
    const broken = await launched(db, twoSteps, { people: 3 })
    await spoil(broken, spoiled)
    const sound = await launched(db, other, { people: 3 })
    await sound.rig.send()
    expect(await mailsGot(db, sound)).toEqual({ Other: 3 })
    expect(await standingAll(db, broken)).toEqual({ waiting: 3 })
    expect(await rowOf(db, broken)).toMatchObject({ status: 'paused', statusReason: reason })
  })

  it.each([
    ['the provider is asked', 'sent', (rig: Rig) => rig.reconcileLater()],
    ['webhooks name its mails', 'delivered', (rig: Rig, mails: Mails) => hearOf(rig, mails)],
  ])('has a call settled once %s, and is paused before the second mail', async (_how, fate, learn) => {
    const { db } = database
    const campaign = await launched(db, twoSteps, { people: 2 })
    const { rig } = campaign
    const mails = await killedWhileCalling(rig, 2)
    await spoil(campaign, spoiled)
    await learn(
      rig,
      mails.map(({ metadata }) => metadata),
    )
    expect(await standingAll(db, campaign)).toEqual({ [fate]: 2 })
    await rig.send()
    expect(await mailsGot(db, campaign)).toEqual({ First: 2 })
    expect(await rowOf(db, campaign)).toMatchObject({ status: 'paused', statusReason: reason })
  })
})

it('a campaign whose mails cannot be written is paused for a person, and the others are sent', async () => {
  const { db } = database
  const broken = await launched(db, first, { people: 7 })
  const sound = await launched(db, other, { people: 3, sendBatch: 5 })
  const { rig } = sound
  const { prepare } = rig.deps.templates
  rig.deps.templates.prepare = (content) => {
    if (content.subject === 'First') throw new Error('an unknown tag')
    return prepare(content)
  }
  await rig.send()
  expect(await mailsGot(db, sound)).toEqual({ Other: 3 })
  expect(await standingAll(db, broken)).toEqual({ waiting: 7 })
  expect(await rowOf(db, broken)).toMatchObject({ status: 'paused', statusReason: reason })
  rig.deps.templates.prepare = prepare
  rig.pass(2 * minute)
  await resumeCampaign(rig.deps, broken.as)
  await rig.send()
  expect(await mailsGot(db, broken)).toEqual({ First: 7 })
  expect([...rig.office.copies.values()]).toEqual(Array.from({ length: 10 }, () => 1))
})

it('a campaign that was paused so goes on when it has been mended and somebody resumes it', async () => {
  const { db } = database
  const campaign = await launched(db, first, { people: 2 })
  await spoil(campaign, { ...first, window })
  await campaign.rig.send()
  await spoil(campaign, first)
  await resumeCampaign(campaign.rig.deps, campaign.as)
  await campaign.rig.send()
  expect(await mailsGot(db, campaign)).toEqual({ First: 2 })
})

it('whoever is left on the plan before an edit holds up nobody when the new plan makes no sense', async () => {
  const { db } = database
  const campaign = await launched(db, first, { people: 2 })
  const steps = [...first.steps, plannedStep('Added')]
  await edit(campaign, steps, { inFlight: 'finish' })
  const versions = await db.campaignVersion.findMany({
    where: { campaignId: campaign.id },
    orderBy: { number: 'asc' },
  })
  const [before = '', next = ''] = versions.map(({ id }) => id)
  await db.campaignVersion.update({ where: { id: before }, data: { movedToId: next } })
  await db.campaignVersion.update({ where: { id: next }, data: { plan: { ...first, window, steps } } })
  const sound = await launched(db, other, { people: 2 })
  await sound.rig.send()
  expect(await mailsGot(db, sound)).toEqual({ Other: 2 })
  expect(await rowOf(db, campaign)).toMatchObject({ status: 'paused', statusReason: reason })
})

it('a database that fails pauses nobody: the job fails and is run again', async () => {
  const { db } = database
  const campaign = await launched(db, first, { people: 2 })
  const error = new Error('connection terminated')
  const away = new Proxy(db, {
    get: (target, name): unknown =>
      name === 'step' ? { findUniqueOrThrow: () => Promise.reject(error) } : Reflect.get(target, name),
  })
  await expect(sendDueMessages({ ...campaign.rig.deps, db: away }, { lane: 1 }, never)).rejects.toThrow(error)
  expect(await rowOf(db, campaign)).toMatchObject({ status: 'running', statusReason: null })
  await campaign.rig.send()
  expect(await mailsGot(db, campaign)).toEqual({ First: 2 })
})
