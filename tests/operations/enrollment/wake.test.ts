import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals'
import { lockTurns } from '../../../src/db/turn-queries.ts'
import { giveTurns } from '../../../src/db/wake-queries.ts'
import { lookAtTurns } from '../../../src/operations/enrollment/wake.ts'
import { tick } from '../../../src/operations/message/tick.ts'
import { type TestDatabase, testDatabase } from '../../support/database.ts'
import { never } from '../message/ledger-rig.ts'
import { turnRig } from './turn-rig.ts'

const hour = 3_600_000
const day = 24 * hour

let database: TestDatabase
beforeAll(async () => {
  database = await testDatabase()
})
afterAll(() => database.stop())
afterEach(async () => {
  await database.db.campaign.updateMany({ data: { status: 'cancelled' } })
  await database.db.enrollment.updateMany({ data: { status: 'stopped' } })
})

/** Somebody in a launched campaign who is out of office for three days from its launch. */
async function away() {
  const rig = turnRig(database.db)
  const [contactId = ''] = await rig.people(1)
  const campaignId = await rig.launched([contactId])
  const { id } = await rig.enrollment(campaignId, contactId)
  const leave = () =>
    database.db.enrollment.update({
      where: { id },
      data: {
        status: 'paused',
        reason: 'out of office',
        resumeAt: new Date(rig.deps.clock.now().getTime() + 3 * day),
      },
    })
  const sent = async () => {
    const messages = await database.db.message.findMany({
      where: { campaignId, state: 'sent' },
      include: { step: true },
      orderBy: { id: 'asc' },
    })
    return messages.map(({ step }) => step?.position)
  }
  return { rig, campaignId, leave, sent, enrollment: () => rig.enrollment(campaignId, contactId) }
}

describe('somebody who was out of office', () => {
  it('goes on at the step where they were when they are back, and not before', async () => {
    const { rig, leave, sent, enrollment } = await away()
    await rig.send()
    await leave()
    rig.pass(3 * day - hour)
    await rig.wake()
    await rig.send()
    expect(await sent()).toEqual([1])
    rig.pass(hour)
    await rig.wake()
    expect(await enrollment()).toMatchObject({ status: 'active', reason: null, resumeAt: null })
    await rig.send()
    expect(await sent()).toEqual([1, 2])
  })

  it('is not written to before the step is due', async () => {
    const { rig, leave, enrollment } = await away()
    await rig.send()
    await leave()
    await database.db.enrollment.updateMany({
      data: { nextAt: new Date(rig.deps.clock.now().getTime() + 9 * day) },
    })
    rig.pass(3 * day)
    await rig.wake()
    const { nextAt } = await enrollment()
    expect(nextAt?.toISOString()).toBe('2026-11-29T09:00:00.000Z')
  })

  it('gets the next step once although their mail was with the provider when they left', async () => {
    const { rig, leave, sent, enrollment } = await away()
    rig.office.fates.push('answer-lost')
    await rig.send()
    await leave()
    await rig.reconcileLater()
    expect(await sent()).toEqual([1])
    expect(await enrollment()).toMatchObject({ status: 'paused', nextAt: expect.any(Date) })
    rig.pass(3 * day)
    await rig.wake()
    await rig.send()
    expect(await sent()).toEqual([1, 2])
    expect([...rig.office.copies.values()]).toEqual([1, 1])
  })

  it('who is back while the mail is still with the provider gets it once', async () => {
    const { rig, leave, sent, enrollment } = await away()
    rig.office.fates.push('lost')
    await rig.send()
    await leave()
    rig.pass(3 * day)
    await rig.wake()
    expect(await enrollment()).toMatchObject({ status: 'active', nextAt: null })
    await rig.send()
    expect(await sent()).toEqual([])
    await rig.reconcileLater()
    await rig.send()
    expect(await sent()).toEqual([1])
    expect([...rig.office.copies.values()]).toEqual([1])
  })

  it('whose mail goes back in line meanwhile gets it after the absence', async () => {
    const { rig, leave, sent } = await away()
    rig.office.fates.push('lost')
    await rig.send()
    await leave()
    await rig.reconcileLater()
    await rig.send()
    expect(await sent()).toEqual([])
    rig.pass(3 * day)
    await rig.wake()
    await rig.send()
    expect(await sent()).toEqual([1])
  })

  it('is found by the clock', async () => {
    const { rig, leave } = await away()
    await leave()
    const woken = () => rig.recorded.filter(({ job }) => job === 'wake-enrollments').length
    await tick(rig.deps)
    expect(woken()).toBe(0)
    rig.pass(3 * day)
    await tick(rig.deps)
    expect(woken()).toBe(1)
  })

  it('is let go on once, however many look at once, and by the next tick while a launch goes on', async () => {
    const { rig, leave, enrollment } = await away()
    await leave()
    rig.pass(3 * day)
    await database.db.$transaction(async (tx) => {
      await lockTurns(tx)
      await rig.wake()
    })
    expect(await enrollment()).toMatchObject({ status: 'paused' })
    const before = rig.recorded.length
    await Promise.all(Array.from({ length: 6 }, rig.wake))
    expect(await enrollment()).toMatchObject({ status: 'active' })
    expect(rig.recorded.slice(before).filter(({ job }) => job === 'show-campaign')).toHaveLength(1)
  })
})

it('somebody paused until a person says so is not let go on by the clock', async () => {
  const { rig, enrollment } = await away()
  await database.db.enrollment.updateMany({ data: { status: 'paused', reason: 'late' } })
  rig.pass(400 * day)
  await rig.wake()
  expect(await enrollment()).toMatchObject({ status: 'paused', reason: 'late' })
})

it('a look at the turns reads so many who wait and no more, and goes on where it ended', async () => {
  const rig = turnRig(database.db)
  const people = (await rig.people(5)).toSorted()
  const free = people.at(-1) ?? ''
  const first = await rig.launched(people)
  const second = await rig.launched(people)
  await database.db.enrollment.updateMany({
    where: { campaignId: first, contactId: free },
    data: { status: 'stopped' },
  })
  const now = rig.deps.clock.now()
  const page = (after: string | null) =>
    database.db.$transaction((tx) => giveTurns(tx, now, { after, limit: 2 }))
  const [one, two, three] = [await page(null), await page(people[1] ?? ''), await page(people[3] ?? '')]
  expect([one, two, three].map(({ count, last }) => [count, last])).toEqual([
    [0, people[1]],
    [0, people[3]],
    [1, null],
  ])
  expect(await rig.enrollment(second, free)).toMatchObject({ status: 'active' })
})

it('looks at so many who wait and leaves the next of them to the next look', async () => {
  const rig = turnRig(database.db)
  const people = (await rig.people(5)).toSorted()
  await rig.launched(people)
  await rig.launched(people)
  const look = async (after: string | null) => {
    rig.recorded.length = 0
    await lookAtTurns(rig.deps, { after, pageSize: 2, pages: 1 }, never)
    return rig.recorded.filter(({ job }) => job === 'wake-enrollments').map(({ payload }) => payload)
  }
  expect(await look(null)).toEqual([{ after: people[1] }])
  expect(await look(people[1] ?? '')).toEqual([{ after: people[3] }])
  expect(await look(people[3] ?? '')).toEqual([])
})
