import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals'
import { lockCampaign } from '../../../src/db/lock-queries.ts'
import type { CampaignPlan, Reaction } from '../../../src/domain/plan.ts'
import { defaultPlan } from '../../../src/domain/plan-defaults.ts'
import { cancelCampaign } from '../../../src/operations/campaign/cancel.ts'
import { launchCampaign } from '../../../src/operations/campaign/launch.ts'
import { rerunCampaign } from '../../../src/operations/campaign/rerun.ts'
import { type TestDatabase, testDatabase } from '../../support/database.ts'
import { after, plannedStep, planOf } from '../../support/plans.ts'
import { enroll, insertCampaign, insertContact, insertMessage } from '../../support/rows.ts'
import { until } from '../../support/until.ts'
import { day, launched, mailsGot, minute } from '../campaign/control-rig.ts'
import { whileCalling } from '../message/open-call-rig.ts'
import { replyRig } from './reply-rig.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await testDatabase()
})
afterAll(() => database.stop())
afterEach(() => database.db.campaign.updateMany({ data: { status: 'cancelled' } }))

const plan = (given: Partial<CampaignPlan> = {}) => planOf([plannedStep('One'), plannedStep('Two')], given)
const reacting = (signal: 'reply' | 'out-of-office', reaction: Reaction) =>
  plan({ rules: { ...defaultPlan([], 'UTC').rules, [signal]: reaction } })
const enrollmentOf = ({ id }: { id: string }) => database.db.enrollment.findUniqueOrThrow({ where: { id } })

/** Somebody who came to the end of a first run and is under way in a second one, with that plan. */
async function twice(second: CampaignPlan = plan(), contactGiven: Parameters<typeof insertContact>[1] = {}) {
  const { db } = database
  const first = await insertCampaign(db, { plan: plan({ company: 'none' }) })
  const run = await insertCampaign(db, { plan: second, runOfId: first.id })
  const contact = await insertContact(db, contactGiven)
  const [before, now] = [
    await enroll(db, { campaign: first, contactId: contact.id }),
    await enroll(db, { campaign: run, contactId: contact.id }),
  ]
  await insertMessage(db, { enrollment: before, state: 'sent' })
  const done = { status: 'completed', nextAt: null } as const
  await db.enrollment.update({ where: { id: before.id }, data: done })
  return { first, run, contact, before, now }
}

/** That person answers a mail of that run. */
const answers = (
  { contact, before }: Pick<Awaited<ReturnType<typeof twice>>, 'contact' | 'before'>,
  given: Parameters<ReturnType<typeof replyRig>['files']>[1] = {},
  rig = replyRig(database.db),
) => rig.files({ contact, enrollment: before }, given)

describe('a reply to a mail of an earlier run', () => {
  it.each([
    ['stop', { status: 'replied', reason: 'replied in another run', nextAt: null }],
    ['pause', { status: 'paused', reason: 'replied in another run', resumeAt: null }],
    ['continue', { status: 'active', reason: null }],
  ] as const)('by the rule of the run that they are under way in, which says %s', async (rule, expected) => {
    const person = await twice(reacting('reply', rule))
    await answers(person)
    expect(await enrollmentOf(person.now)).toMatchObject(expected)
    expect(await enrollmentOf(person.before)).toMatchObject({ status: 'replied', reason: 'replied' })
  })

  it('takes out of line what is in it there, and has the cards of both runs drawn', async () => {
    const rig = replyRig(database.db)
    const person = await twice()
    const { id } = await insertMessage(database.db, { enrollment: person.now, state: 'queued' })
    await answers(person, {}, rig)
    const skipped = { state: 'skipped', reason: 'replied in another run' }
    expect(await database.db.message.findUnique({ where: { id } })).toMatchObject(skipped)
    const drawn = rig.recorded.filter(({ job }) => job === 'show-campaign').map(({ payload }) => payload)
    expect(drawn).toEqual([{ campaignId: person.first.id }, { campaignId: person.run.id }])
  })

  it('or of a later one reaches every other run, and nobody who is through or of another campaign', async () => {
    const { db } = database
    const person = await twice()
    const { first, run, contact } = person
    const third = await insertCampaign(db, { plan: plan(), runOfId: first.id })
    const elsewhere = await insertCampaign(db, { plan: plan() })
    const [last, other, stranger] = [
      await enroll(db, { campaign: third, contactId: contact.id }),
      await enroll(db, { campaign: elsewhere, contactId: contact.id }),
      await enroll(db, { campaign: run, contactId: (await insertContact(db)).id }),
    ]
    await answers({ contact, before: last })
    expect(await enrollmentOf(last)).toMatchObject({ status: 'replied', reason: 'replied' })
    expect(await enrollmentOf(person.now)).toMatchObject({
      status: 'replied',
      reason: 'replied in another run',
    })
    expect(await enrollmentOf(person.before)).toMatchObject({ status: 'completed' })
    for (const each of [other, stranger]) expect(await enrollmentOf(each)).toMatchObject({ status: 'active' })
  })

  it('keeps a mail of the other run that waits for a person from being tried again', async () => {
    const person = await twice()
    const reason = 'not found at the provider after 2 attempts'
    const { id } = await insertMessage(database.db, { enrollment: person.now, state: 'needs_human' })
    await database.db.message.update({ where: { id }, data: { reason } })
    const given = { status: 'stopped', reason, nextAt: null } as const
    await database.db.enrollment.update({ where: { id: person.now.id }, data: given })
    await answers(person)
    expect(await enrollmentOf(person.now)).toMatchObject({ status: 'replied' })
  })

  it('waits for a launch of the next run that is under way, and stops them in that', async () => {
    const { db } = database
    const person = await twice()
    const { replyToken: _, ...entered } = person.now
    await db.enrollment.delete({ where: { id: entered.id } })
    await db.campaign.update({ where: { id: person.run.id }, data: { status: 'draft' } })
    const rig = replyRig(db)
    const mail = await rig.arrives({ contact: person.contact, enrollment: person.before })
    const { filed } = await db.$transaction(async (tx) => {
      await lockCampaign(tx, person.run.id)
      const filing = rig.record(mail)
      await until('the reply to wait', async () => {
        const [found] = await db.$queryRaw<{ count: number }[]>`
          SELECT count(*)::int AS count FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`
        return found?.count === 1
      })
      await tx.enrollment.create({ data: entered })
      await tx.campaign.update({ where: { id: person.run.id }, data: { status: 'running' } })
      return { filed: filing }
    })
    await filed
    expect(await enrollmentOf(person.now)).toMatchObject({ status: 'replied' })
  })
})

describe('an out-of-office note on a mail of an earlier run', () => {
  const away = { subject: 'Automatic reply: Hello', text: 'I will be back on 7 December.' }

  it.each([
    ['pause', { status: 'paused', reason: 'out of office', resumeAt: new Date('2026-12-07T09:00:00Z') }],
    ['stop', { status: 'stopped', reason: 'out of office' }],
    ['continue', { status: 'active', reason: null }],
  ] as const)('by the rule of the run that they are under way in, which says %s', async (rule, expected) => {
    const person = await twice(reacting('out-of-office', rule))
    await answers(person, away)
    expect(await enrollmentOf(person.now)).toMatchObject(expected)
    expect(await enrollmentOf(person.before)).toMatchObject({ status: 'completed' })
  })
})

describe('colleagues of somebody who answered a mail of an earlier run', () => {
  it.each([
    ['acme', 'active'],
    ['apex', 'completed'],
  ] as const)(
    'at %s are paused by the rule of the run that both are in, where they are %s',
    async (at, status) => {
      const { db } = database
      const named = { first_name: 'Ada', company: 'Acme', email: `ada@${at}.example` }
      const person = await twice(plan({ company: 'pause' }), named)
      await db.enrollment.update({ where: { id: person.now.id }, data: { status } })
      const grace = await insertContact(db, { email: `grace@${at}.example` })
      const inRun = await enroll(db, { campaign: person.run, contactId: grace.id })
      const inFirst = await enroll(db, { campaign: person.first, contactId: grace.id })
      await answers(person)
      expect(await enrollmentOf(inRun)).toMatchObject({ status: 'paused', reason: 'Ada at Acme replied' })
      expect(await enrollmentOf(inFirst)).toMatchObject({ status: 'active' })
    },
  )
})

describe('somebody who answers the first run while the second has begun', () => {
  const steps = planOf([plannedStep('One'), plannedStep('Two', { wait: after(3, 'days') })], {
    reentry: 'after-end',
  })

  /** A campaign that two people came to the end of, launched for both of them again. */
  async function begun() {
    const { db } = database
    const first = await launched(db, steps, { people: 2 })
    const { rig, as } = first
    for (const _ of [1, 2]) {
      await rig.send()
      rig.pass(3 * day)
    }
    await rig.send()
    const { campaignId } = await rerunCampaign(rig.deps, as)
    await launchCampaign(rig.deps, { ...as, campaignId })
    const [before] = await db.enrollment.findMany({
      where: { campaignId: first.id },
      include: { contact: true },
    })
    if (!before) throw new Error('Nobody was enrolled')
    return { rig, as, run: { id: campaignId }, person: { before, contact: before.contact } }
  }

  it('gets no other mail of it', async () => {
    const { rig, run, person } = await begun()
    await rig.send()
    await answers(person)
    rig.pass(3 * day)
    await rig.send()
    expect(await mailsGot(database.db, run)).toEqual({ One: 1, 'One, Two': 1 })
  })

  it.each([
    ['answered', { One: 1, 'One, Two': 1 }],
    ['refused', { '': 1, 'One, Two': 1 }],
  ] as const)('gets none after the one that is with the provider, which %s', async (fate, got) => {
    const { rig, run, person } = await begun()
    rig.office.fates.push(fate)
    await whileCalling(rig, async () => {
      await answers(person)
    })
    rig.pass(10 * minute)
    await rig.send()
    rig.pass(3 * day)
    await rig.send()
    expect(await mailsGot(database.db, run)).toEqual(got)
    const [mail] = await database.db.message.findMany({
      where: { campaignId: run.id, contactId: person.contact.id },
    })
    expect(mail).toMatchObject(
      fate === 'answered' ? { state: 'sent' } : { state: 'skipped', reason: 'replied in another run' },
    )
  })

  it('is enrolled in no third one', async () => {
    const { rig, as, run, person } = await begun()
    await answers(person)
    await cancelCampaign(rig.deps, { ...as, campaignId: run.id })
    const { campaignId } = await rerunCampaign(rig.deps, as)
    expect(await launchCampaign(rig.deps, { ...as, campaignId })).toMatchObject({
      audience: 1,
      wentThrough: 1,
    })
  })
})
