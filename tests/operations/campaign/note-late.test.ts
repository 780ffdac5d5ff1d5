import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals'
import { noteLate } from '../../../src/operations/campaign/note-late.ts'
import { releaseLate } from '../../../src/operations/campaign/release-late.ts'
import { cancelCampaign } from '../../../src/operations/campaign/cancel.ts'
import { resumeEnrollment } from '../../../src/operations/enrollment/resume.ts'
import { wakeEnrollments } from '../../../src/operations/enrollment/wake.ts'
import { tick } from '../../../src/operations/message/tick.ts'
import { type TestDatabase, testDatabase } from '../../support/database.ts'
import { fakeChat } from '../../support/fakes.ts'
import { plannedStep, planOf } from '../../support/plans.ts'
import { never } from '../message/ledger-rig.ts'
import { hour, launched } from './control-rig.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await testDatabase()
})
afterAll(() => database.stop())
afterEach(() => database.db.campaign.updateMany({ data: { status: 'cancelled' } }))

/** A campaign of three people, taken one by one, whose mail is three hours late after an outage. */
async function late() {
  const plan = planOf([plannedStep('One')], { maxLatenessMinutes: 60 })
  const campaign = await launched(database.db, plan, { people: 3, sendBatch: 1 })
  const { id, rig } = campaign
  await database.db.campaign.update({ where: { id }, data: { cardTs: '1.0' } })
  const chat = fakeChat()
  const asked = () => rig.recorded.filter(({ job }) => job === 'note-late').map(({ key }) => key)
  const outage = async () => {
    rig.pass(3 * hour)
    await rig.send()
  }
  await outage()
  const note = () => noteLate({ ...rig.deps, chat }, { campaignId: id })
  const told = () => chat.calls.map(({ args }) => args[1])
  /** Lets one of those who are late be due again, for so long that the next batch finds them late. */
  const another = async () => {
    const { id: one } = await database.db.enrollment.findFirstOrThrow({ where: { campaignId: id } })
    await database.db.enrollment.update({ where: { id: one }, data: { status: 'active', reason: null } })
    await rig.send()
  }
  return { ...campaign, chat, asked, note, told, another, outage }
}

const says = (howMany: number) => expect.objectContaining({ kind: 'mails-late', late: howMany })

describe('mails that are too late after an outage', () => {
  it('are told to the owner in one line, however many batches found them', async () => {
    const campaign = await late()
    expect(campaign.asked()).toEqual([campaign.id, campaign.id, campaign.id])
    await campaign.note()
    await campaign.note()
    expect(campaign.told()).toEqual([says(3)])
    expect(campaign.chat.calls[0]?.args[0]).toEqual({ channelId: 'C1', ts: '1.0' })
  })

  it('are told of once there is a card to tell it in', async () => {
    const campaign = await late()
    const where = { id: campaign.id }
    await database.db.campaign.update({ where, data: { cardTs: null } })
    await expect(campaign.note()).rejects.toThrow(/not posted yet/)
    await database.db.campaign.update({ where, data: { cardTs: '1.0' } })
    await campaign.note()
    expect(campaign.told()).toEqual([says(3)])
  })

  it('are not told of once somebody has decided, or the campaign is over', async () => {
    const decided = await late()
    await releaseLate(decided.rig.deps, { ...decided.as, what: 'skip' })
    await decided.note()
    const over = await late()
    await cancelCampaign(over.rig.deps, over.as)
    await over.note()
    expect([decided.told(), over.told()]).toEqual([[], []])
  })

  it('are told of again when they become more, but hours later', async () => {
    const campaign = await late()
    await campaign.note()
    await campaign.another()
    expect(campaign.asked()).toHaveLength(4)
    campaign.rig.pass(5 * hour)
    await campaign.note()
    expect(campaign.told()).toHaveLength(1)
    // It is not forgotten: another look is put in line.
    expect(campaign.asked()).toHaveLength(5)
    campaign.rig.pass(1 * hour)
    await campaign.note()
    expect(campaign.told()).toEqual([says(3), says(3)])
  })

  it('are told of at once after the next outage, when everything was decided in between', async () => {
    const campaign = await late()
    await campaign.note()
    await releaseLate(campaign.rig.deps, { ...campaign.as, what: 'send' })
    await wakeEnrollments(campaign.rig.deps, {}, never)
    await campaign.outage()
    await campaign.note()
    expect(campaign.told()).toEqual([says(3), says(3)])
  })

  it('count as decided when each of them was let go on by themselves', async () => {
    const campaign = await late()
    await campaign.note()
    const people = await database.db.enrollment.findMany({ where: { campaignId: campaign.id } })
    const toldAt = async () =>
      (await database.db.campaign.findUniqueOrThrow({ where: { id: campaign.id } })).lateToldAt
    const left: boolean[] = []
    for (const { id: enrollmentId } of people) {
      await resumeEnrollment(campaign.rig.deps, { ...campaign.as, enrollmentId })
      left.push((await toldAt()) !== null)
    }
    expect(left).toEqual([true, true, false])
  })

  it('are found by the clock when nobody was told, and left alone by it when somebody was', async () => {
    const campaign = await late()
    const found = async () => {
      const before = campaign.asked().length
      await tick(campaign.rig.deps)
      return campaign.asked().slice(before)
    }
    expect(await found()).toEqual([campaign.id])
    await campaign.note()
    expect(await found()).toEqual([])
  })
})
