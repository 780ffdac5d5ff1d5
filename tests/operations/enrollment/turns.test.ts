import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals'
import { readPlan } from '../../../src/db/stored-plan.ts'
import { cancelCampaign } from '../../../src/operations/campaign/cancel.ts'
import { editPlan } from '../../../src/operations/campaign/edit-plan.ts'
import { type TestDatabase, testDatabase } from '../../support/database.ts'
import { plannedStep } from '../../support/plans.ts'
import { admin } from '../../support/rows.ts'
import { turnRig } from './turn-rig.ts'

const day = 24 * 3_600_000
const waiting = { status: 'paused', reason: 'waits for another campaign' } as const
const active = { status: 'active', reason: null } as const

let database: TestDatabase
beforeAll(async () => {
  database = await testDatabase()
})
afterAll(() => database.stop())
afterEach(async () => {
  await database.db.campaign.updateMany({ data: { status: 'cancelled' } })
  await database.db.enrollment.updateMany({ data: { status: 'stopped' } })
})

/** Somebody whom two campaigns of these priorities want, launched one after the other. */
async function wantedTwice(first: number, second: number) {
  const rig = turnRig(database.db)
  const [contactId = '', other = ''] = await rig.people(2)
  const one = await rig.launched([contactId], { priority: first })
  const two = await rig.launched([contactId, other], { priority: second })
  const enrollment = (campaignId: string) => rig.enrollment(campaignId, contactId)
  return { rig, contactId, other, one, two, enrollment }
}

describe('somebody whom another campaign has', () => {
  it('waits, while the others of the audience begin', async () => {
    const { rig, one, two, other, enrollment } = await wantedTwice(5, 5)
    expect(await enrollment(one)).toMatchObject(active)
    expect(await enrollment(two)).toMatchObject(waiting)
    expect(await rig.enrollment(two, other)).toMatchObject(active)
    await rig.wake()
    expect(await enrollment(two)).toMatchObject(waiting)
    const [launch] = await database.db.auditEntry.findMany({ where: { subjectId: two, action: 'launched' } })
    expect(launch?.detail).toMatchObject({ audience: 2, waiting: 1 })
  })

  it('begins when that campaign is through with them, and is not late for having waited', async () => {
    const { rig, contactId, one, two, enrollment } = await wantedTwice(5, 5)
    await rig.send()
    rig.pass(10 * day)
    await database.db.campaign.update({ where: { id: one }, data: { resumedAt: rig.deps.clock.now() } })
    await rig.send()
    expect(await enrollment(one)).toMatchObject({ status: 'completed' })
    await rig.wake()
    expect(await enrollment(two)).toMatchObject(active)
    await rig.send()
    const toThem = { contactId, campaignId: two, state: 'sent' } as const
    expect(await database.db.message.count({ where: toThem })).toBe(1)
  })

  it('begins when that campaign is cancelled', async () => {
    const { rig, one, two, enrollment } = await wantedTwice(5, 5)
    await cancelCampaign(rig.deps, { campaignId: one, actor: admin, origin: 'slack' })
    await rig.wake()
    expect(await enrollment(two)).toMatchObject(active)
  })

  it('waits on while they are out of office there', async () => {
    const { rig, one, two, enrollment } = await wantedTwice(5, 5)
    const { id } = await enrollment(one)
    const resumeAt = new Date(rig.deps.clock.now().getTime() + day)
    await database.db.enrollment.update({
      where: { id },
      data: { status: 'paused', reason: 'out of office', resumeAt },
    })
    await rig.wake()
    expect(await enrollment(two)).toMatchObject(waiting)
    rig.pass(day)
    await rig.wake()
    expect(await enrollment(one)).toMatchObject(active)
    expect(await enrollment(two)).toMatchObject(waiting)
  })

  it('is in both where either goes beside others', async () => {
    const rig = turnRig(database.db)
    const people = await rig.people(1)
    const [contactId = ''] = people
    const modest = await rig.launched(people, { besideOthers: true })
    const alone = await rig.launched(people)
    const alsoModest = await rig.launched(people, { besideOthers: true, priority: 9 })
    for (const id of [modest, alone, alsoModest])
      expect(await rig.enrollment(id, contactId)).toMatchObject(active)
  })

  it('is held out rather than waiting where the draw says so', async () => {
    const rig = turnRig(database.db)
    const people = await rig.people(30)
    await rig.launched(people)
    const id = await rig.launched(people, { holdoutPercent: 50 })
    const standing = await database.db.enrollment.groupBy({
      by: ['reason'],
      where: { campaignId: id },
      _count: true,
    })
    expect(new Set(standing.map(({ reason }) => reason))).toEqual(new Set(['holdout', waiting.reason]))
  })
})

describe('a campaign with a higher priority', () => {
  it('takes over, and gives back when it is through', async () => {
    const { rig, one, two, enrollment } = await wantedTwice(3, 7)
    expect(await enrollment(one)).toMatchObject(waiting)
    expect(await enrollment(two)).toMatchObject(active)
    expect(rig.recorded).toContainEqual(expect.objectContaining({ job: 'show-campaign', key: one }))
    await cancelCampaign(rig.deps, { campaignId: two, actor: admin, origin: 'slack' })
    await rig.wake()
    expect(await enrollment(one)).toMatchObject(active)
  })

  it('lets a mail that is with the provider settle, and the sequence goes on after it later', async () => {
    const rig = turnRig(database.db)
    const people = await rig.people(1)
    const [contactId = ''] = people
    const low = await rig.launched(people, { priority: 3 })
    rig.office.fates.push('answer-lost')
    await rig.send()
    const high = await rig.launched(people, { priority: 7 })
    await rig.reconcileLater()
    expect(await rig.enrollment(low, contactId)).toMatchObject({ ...waiting, nextAt: expect.any(Date) })
    await cancelCampaign(rig.deps, { campaignId: high, actor: admin, origin: 'slack' })
    rig.pass(day)
    await rig.wake()
    await rig.send()
    const sent = await database.db.message.findMany({
      where: { campaignId: low, state: 'sent' },
      include: { step: true },
      orderBy: { id: 'asc' },
    })
    expect(sent.map(({ step }) => step?.position)).toEqual([1, 2])
  })

  it('takes nothing from people that it holds out', async () => {
    const rig = turnRig(database.db)
    const people = await rig.people(20)
    const low = await rig.launched(people, { priority: 3 })
    const high = await rig.launched(people, { priority: 7, holdoutPercent: 50 })
    for (const contactId of people) {
      const held = (await rig.enrollment(high, contactId)).reason === 'holdout'
      expect(await rig.enrollment(low, contactId)).toMatchObject(held ? active : waiting)
    }
  })

  it('does not let somebody back from an absence go beside it', async () => {
    const rig = turnRig(database.db)
    const people = await rig.people(1)
    const [contactId = ''] = people
    const low = await rig.launched(people, { priority: 3 })
    const { id } = await rig.enrollment(low, contactId)
    const resumeAt = new Date(rig.deps.clock.now().getTime() + day)
    await database.db.enrollment.update({
      where: { id },
      data: { status: 'paused', reason: 'out of office', resumeAt },
    })
    await rig.launched(people, { priority: 7 })
    rig.pass(day)
    await rig.wake()
    expect(await rig.enrollment(low, contactId)).toMatchObject({ ...waiting, resumeAt: null })
  })

  it('goes first among those who wait, and takes the turn when its priority is raised later', async () => {
    const { rig, contactId, one, two, enrollment } = await wantedTwice(5, 5)
    const three = await rig.launched([contactId], { priority: 4 })
    await database.db.campaign.update({ where: { id: two }, data: { priority: 8 } })
    await rig.wake()
    expect(await enrollment(two)).toMatchObject(active)
    expect(await enrollment(one)).toMatchObject(waiting)
    await cancelCampaign(rig.deps, { campaignId: two, actor: admin, origin: 'slack' })
    await rig.wake()
    expect(await enrollment(one)).toMatchObject(active)
    expect(await enrollment(three)).toMatchObject(waiting)
  })
})

describe('a campaign that is edited', () => {
  it('lets nobody from an absence go beside those whom it had before its priority was lowered', async () => {
    const rig = turnRig(database.db)
    const people = await rig.people(1)
    const [contactId = ''] = people
    const one = await rig.launched(people, { priority: 4 })
    const { id } = await rig.enrollment(one, contactId)
    const resumeAt = new Date(rig.deps.clock.now().getTime() + day)
    const away = { status: 'paused', reason: 'out of office', resumeAt } as const
    await database.db.enrollment.update({ where: { id }, data: away })
    const two = await rig.launched(people, { priority: 5 })
    await database.db.campaign.update({ where: { id: two }, data: { priority: 1 } })
    rig.pass(day)
    await rig.wake()
    expect(await rig.enrollment(one, contactId)).toMatchObject(active)
    expect(await rig.enrollment(two, contactId)).toMatchObject(waiting)
  })

  it('lets those wait who were also in another one, when it begins to want them to itself', async () => {
    const rig = turnRig(database.db)
    const [contactId = '', free = ''] = await rig.people(2)
    const modest = await rig.launched([contactId, free], { besideOthers: true })
    const alone = await rig.launched([contactId], { priority: 4 })
    const { plan, planRevision } = await database.db.campaign.findUniqueOrThrow({ where: { id: modest } })
    const edit = { campaignId: modest, actor: admin, origin: 'slack', revision: planRevision } as const
    const wanted = { ...readPlan(plan), besideOthers: false }
    await editPlan(rig.deps, { ...edit, plan: wanted, inFlight: 'move' })
    expect(await rig.enrollment(modest, contactId)).toMatchObject(waiting)
    await rig.wake()
    // Of a higher priority than the other: its people are its own from here on.
    expect(await rig.enrollment(modest, contactId)).toMatchObject(active)
    expect(await rig.enrollment(modest, free)).toMatchObject(active)
    expect(await rig.enrollment(alone, contactId)).toMatchObject(waiting)
  })

  it('lets nobody go on beside another whose last mail settles after it got one more step', async () => {
    const rig = turnRig(database.db)
    const people = await rig.people(1)
    const [contactId = ''] = people
    const low = await rig.launched(people, { priority: 3, steps: [plannedStep('One')] })
    rig.office.fates.push('answer-lost')
    await rig.send()
    await rig.launched(people, { priority: 7 })
    const { plan, planRevision } = await database.db.campaign.findUniqueOrThrow({ where: { id: low } })
    const longer = { ...readPlan(plan), steps: [...readPlan(plan).steps, plannedStep('Two')] }
    const edit = { campaignId: low, actor: admin, origin: 'slack', revision: planRevision } as const
    await editPlan(rig.deps, { ...edit, plan: longer, inFlight: 'move' })
    await rig.reconcileLater()
    expect(await rig.enrollment(low, contactId)).toMatchObject({ ...waiting, nextAt: expect.any(Date) })
  })
})
