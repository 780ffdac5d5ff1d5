import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals'
import { randomUUID } from 'node:crypto'
import { noteStuck } from '../../../src/operations/campaign/note-stuck.ts'
import { wakeEnrollments } from '../../../src/operations/enrollment/wake.ts'
import { discardProblem } from '../../../src/operations/message/discard.ts'
import { listProblems } from '../../../src/operations/message/list-problems.ts'
import { replayProblem } from '../../../src/operations/message/replay.ts'
import { type TestDatabase, testDatabase } from '../../support/database.ts'
import { fakeChat } from '../../support/fakes.ts'
import { after, plannedStep, planOf } from '../../support/plans.ts'
import { admin } from '../../support/rows.ts'
import { day, launched, mailsGot } from '../campaign/control-rig.ts'
import { edit } from '../campaign/edit-rig.ts'
import { ledgerRig, never } from './ledger-rig.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await testDatabase()
})
afterAll(() => database.stop())
afterEach(async () => {
  await database.db.campaign.updateMany({ data: { status: 'cancelled' } })
  await database.db.message.updateMany({ where: { state: 'needs_human' }, data: { state: 'skipped' } })
  await database.db.webhookDelivery.deleteMany()
  await database.db.sendHold.deleteMany()
})

const one = plannedStep('One')
const two = plannedStep('Two', { wait: after(1, 'days') })
const by = { actor: admin, origin: 'slack' } as const

/** A campaign whose one mail was lost twice on the way, so that a person must decide. */
async function stuck(steps = [one, two]) {
  const campaign = await launched(database.db, planOf(steps), { people: 1 })
  const { rig } = campaign
  rig.office.fates.push('lost', 'lost')
  for (const _ of [1, 2]) {
    await rig.send()
    await rig.reconcileLater()
  }
  const { problems } = await listProblems(rig.deps)
  const [problem] = problems
  if (!problem) throw new Error('Nobody has to decide anything')
  const replay = async () => {
    const replayed = await replayProblem(rig.deps, { problem, ...by })
    await wakeEnrollments(rig.deps, {}, never)
    await rig.send()
    return replayed
  }
  return { ...campaign, problem, replay }
}

const entries = (id: string) => database.db.auditEntry.findMany({ where: { subjectId: id } })

describe('a mail of which the provider has no trace', () => {
  it('is listed with its reason, and goes out once more when a person says so', async () => {
    const campaign = await stuck()
    expect(campaign.problem).toMatchObject({
      kind: 'message',
      reason: 'not found at the provider after 2 attempts',
      campaignId: campaign.id,
      campaignName: 'Spring launch',
    })
    expect(await campaign.replay()).toEqual({ kind: 'in-line' })
    expect((await listProblems(campaign.rig.deps)).total.messages).toBe(0)
    campaign.rig.pass(day)
    await campaign.rig.send()
    expect(await mailsGot(database.db, campaign)).toEqual({ 'One, Two': 1 })
    expect((await entries(campaign.problem.id)).map(({ action }) => action)).toEqual(['replayed'])
  })

  it('is not sent again where the provider has it after all: the sequence goes on', async () => {
    const campaign = await stuck()
    const { attempt } = await database.db.message.findUniqueOrThrow({ where: { id: campaign.problem.id } })
    const found = [{ sendid: campaign.problem.id, providerMessageId: 'pm-late' }]
    Object.assign(campaign.rig.deps.email, {
      findByAttempt: (asked: string) => Promise.resolve(asked === attempt ? found : []),
    })
    expect(await campaign.replay()).toEqual({ kind: 'was-sent' })
    expect(campaign.rig.office.copies.size).toBe(0)
    campaign.rig.pass(day)
    await campaign.rig.send()
    expect(await mailsGot(database.db, campaign)).toEqual({ 'One, Two': 1 })
  })

  it('is not sent again while the provider cannot be asked', async () => {
    const campaign = await stuck()
    Object.assign(campaign.rig.deps.email, { findByAttempt: () => Promise.reject(new Error('503')) })
    await expect(campaign.replay()).rejects.toThrow(/could not be asked/)
    expect((await listProblems(campaign.rig.deps)).total.messages).toBe(1)
  })

  it('is not sent again when it is so old that the provider has forgotten it', async () => {
    const campaign = await stuck()
    campaign.rig.pass(41 * day)
    await expect(campaign.replay()).rejects.toThrow(/too long ago/)
  })

  it('waits for a person again when it is lost again', async () => {
    const campaign = await stuck()
    campaign.rig.office.fates.push('lost')
    await campaign.replay()
    await campaign.rig.reconcileLater()
    expect((await listProblems(campaign.rig.deps)).problems).toMatchObject([
      { id: campaign.problem.id, reason: 'not found at the provider after 3 attempts' },
    ])
  })

  it('goes on in the version that took its own over meanwhile', async () => {
    const campaign = await stuck([one, two])
    const extra = plannedStep('Extra', { wait: after(1, 'days') })
    await database.db.campaign.update({ where: { id: campaign.id }, data: { status: 'running' } })
    await edit(campaign, [one, extra])
    await campaign.replay()
    campaign.rig.pass(day)
    await campaign.rig.send()
    expect(await mailsGot(database.db, campaign)).toEqual({ 'One, Extra': 1 })
  })

  it('can be discarded; two people who decide at once decide once', async () => {
    const campaign = await stuck()
    const { problem } = campaign
    const { deps } = campaign.rig
    const both = await Promise.allSettled([
      discardProblem(deps, { problem, ...by }),
      discardProblem(deps, { problem, ...by }),
    ])
    expect(new Set(both.map(({ status }) => status))).toEqual(new Set(['fulfilled', 'rejected']))
    await expect(campaign.replay()).rejects.toThrow(/settled meanwhile/)
    expect(await database.db.message.findUniqueOrThrow({ where: { id: problem.id } })).toMatchObject({
      state: 'skipped',
      reason: 'discarded by a person',
    })
    expect((await entries(problem.id)).map(({ action }) => action)).toEqual(['discarded'])
  })

  it('is sent once when two people have it tried again at once, and the second reads that it was decided', async () => {
    const campaign = await stuck()
    const bothAsked = Promise.withResolvers<void>()
    let asked = 0
    const findByAttempt = async () => {
      asked += 1
      if (asked === 2) bothAsked.resolve()
      await bothAsked.promise
      return []
    }
    Object.assign(campaign.rig.deps.email, { findByAttempt })
    const both = await Promise.allSettled([campaign.replay(), campaign.replay()])
    const settled = expect.objectContaining({ code: 'problem-settled' })
    expect(both).toContainEqual({ status: 'fulfilled', value: { kind: 'in-line' } })
    expect(both).toContainEqual({ status: 'rejected', reason: settled })
    expect([...campaign.rig.office.copies.values()]).toEqual([1])
  })

  it('is for its owner and admins to decide about, and not at all once its campaign was cancelled', async () => {
    const campaign = await stuck()
    const stranger = { ...by, actor: { ...admin, slackUserId: 'U0OTHER', slackAdmin: false } }
    const { problem, rig } = campaign
    await expect(replayProblem(rig.deps, { problem, ...stranger })).rejects.toThrow(/Only Mara/)
    await expect(discardProblem(rig.deps, { problem, ...stranger })).rejects.toThrow(/Only Mara/)
    await database.db.campaign.update({ where: { id: campaign.id }, data: { status: 'cancelled' } })
    await expect(campaign.replay()).rejects.toThrow(/was cancelled/)
  })
})

describe('what waits for a person', () => {
  it('is listed to members of their own campaigns, to admins of all, and to nobody of somebody else’s', async () => {
    const { id: campaignId, rig } = await stuck()
    await database.db.webhookDelivery.create({
      data: { source: 'postmark-event', dedupeKey: randomUUID(), payload: {}, outcome: 'failed' },
    })
    const { owner } = await database.db.campaign.findUniqueOrThrow({
      where: { id: campaignId },
      include: { owner: true },
    })
    const mara = { ...admin, slackUserId: owner.slackUserId, slackAdmin: false }
    const stranger = { ...mara, slackUserId: 'U0OTHER' }
    const totals = async (actor: typeof mara | typeof admin) =>
      (await listProblems(rig.deps, { actor })).total
    expect(await totals(mara)).toEqual({ messages: 1, webhooks: 0 })
    expect(await totals(stranger)).toEqual({ messages: 0, webhooks: 0 })
    expect(await totals(admin)).toEqual({ messages: 1, webhooks: 1 })
    expect(await listProblems(rig.deps, { actor: mara, campaignId })).toMatchObject({
      problems: [{ kind: 'message', purpose: 'sequence', campaignId }],
      total: { messages: 1, webhooks: 0 },
    })
    await expect(listProblems(rig.deps, { actor: stranger, campaignId })).rejects.toThrow(/Only Mara/)
    await expect(listProblems(rig.deps, { actor: mara, campaignId: randomUUID() })).rejects.toThrow(
      /no longer/,
    )
  })

  it('is told to the owner in one line for all of it, and not any more once somebody has decided', async () => {
    const { id: campaignId, rig, problem } = await stuck()
    const told = rig.recorded.filter(({ job }) => job === 'note-stuck')
    expect(told).toMatchObject([{ payload: { campaignId } }])
    const chat = fakeChat()
    const deps = { db: database.db, chat }
    await expect(noteStuck(deps, { campaignId })).rejects.toThrow(/not posted yet/)
    await database.db.campaign.update({ where: { id: campaignId }, data: { cardTs: '1.0' } })
    await noteStuck(deps, { campaignId })
    await discardProblem(rig.deps, { problem, ...by })
    await noteStuck(deps, { campaignId })
    expect(chat.calls.map(({ args }) => args)).toMatchObject([
      [
        { channelId: 'C1', ts: '1.0' },
        { kind: 'mails-stuck', campaignId, stuck: 1 },
      ],
    ])
  })
})

describe('a webhook that could not be applied', () => {
  const failed = (source = 'postmark-event') =>
    database.db.webhookDelivery.create({
      data: { source, dedupeKey: randomUUID(), payload: {}, outcome: 'failed', appliedAt: new Date() },
    })

  it.each([
    ['postmark-event', 'apply-message-events'],
    ['postmark-inbound', 'record-reply'],
  ])('of %s is applied again', async (source, job) => {
    const rig = ledgerRig(database.db)
    const { id } = await failed(source)
    const problem = { kind: 'webhook', id } as const
    expect((await listProblems(rig.deps)).problems).toMatchObject([{ ...problem, source }])
    expect(await replayProblem(rig.deps, { problem, ...by })).toEqual({ kind: 'in-line' })
    expect(rig.recorded.map((recorded) => recorded.job)).toContain(job)
    expect(await database.db.webhookDelivery.findUnique({ where: { id } })).toMatchObject({
      outcome: null,
      appliedAt: null,
    })
    await expect(replayProblem(rig.deps, { problem, ...by })).rejects.toThrow(/settled meanwhile/)
  })

  it('can be discarded, and pages go on where the last one ended', async () => {
    const { deps } = ledgerRig(database.db)
    const rows = [await failed(), await failed(), await failed()]
    const first = await listProblems(deps, { limit: 2 })
    const second = await listProblems(deps, { limit: 2, before: first.next })
    expect([...first.problems, ...second.problems].map(({ id }) => id)).toEqual(
      rows.map(({ id }) => id).toReversed(),
    )
    expect(second.next).toBeNull()
    const problem = { kind: 'webhook', id: rows[0]?.id ?? '' } as const
    await discardProblem(deps, { problem, ...by })
    expect((await listProblems(deps)).total).toEqual({ messages: 0, webhooks: 2 })
  })
})
