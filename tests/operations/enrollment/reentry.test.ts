import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals'
import { loadCard } from '../../../src/db/card-queries.ts'
import { applySignals } from '../../../src/db/signal-queries.ts'
import type { CampaignPlan } from '../../../src/domain/plan.ts'
import { cancelCampaign } from '../../../src/operations/campaign/cancel.ts'
import { recallCampaign } from '../../../src/operations/campaign/recall.ts'
import { rerunCampaign } from '../../../src/operations/campaign/rerun.ts'
import { unsubscribeContact } from '../../../src/operations/contact/unsubscribe.ts'
import { type TestDatabase, testDatabase } from '../../support/database.ts'
import { admin } from '../../support/rows.ts'
import { reading, replyRig } from '../reply/reply-rig.ts'
import { turnRig } from './turn-rig.ts'

const day = 24 * 3_600_000
const asAdmin = { actor: admin, origin: 'slack' } as const

let database: TestDatabase
beforeAll(async () => {
  database = await testDatabase()
})
afterAll(() => database.stop())
afterEach(() => database.db.campaign.updateMany({ data: { status: 'cancelled' } }))

/** A campaign of two mails for so many people, launched, that can be brought to its end and run again. */
async function firstRun(count: number, plan: Partial<CampaignPlan>) {
  const { db } = database
  const rig = turnRig(db)
  const contactIds = await rig.people(count)
  const id = await rig.launched(contactIds, plan)
  const statusOf = async (campaignId: string) =>
    (await db.campaign.findUniqueOrThrow({ where: { id: campaignId } })).status
  const answers = replyRig(db, () => reading(90))
  return {
    ...rig,
    id,
    contactIds,
    statusOf,
    /** Sends all that a campaign has to send, until it is over by itself. */
    finish: async (campaignId: string) => {
      await rig.send()
      rig.pass(day)
      await rig.send()
      await rig.send()
      expect(await statusOf(campaignId)).toBe('completed')
    },
    rerun: async (campaignId: string) =>
      (await rerunCampaign(rig.deps, { campaignId, ...asAdmin })).campaignId,
    /** What the card of a draft says of whom it would enroll. */
    reach: async (campaignId: string) =>
      (await loadCard(db, { campaignId, now: rig.deps.clock.now() }))?.card.reach,
    enrolled: async (campaignId: string) =>
      (await db.enrollment.findMany({ where: { campaignId } })).map(({ contactId }) => contactId).toSorted(),
    answers: async (campaignId: string, contactId: string) => {
      const contact = await db.contact.findUniqueOrThrow({ where: { id: contactId } })
      const enrollment = await rig.enrollment(campaignId, contactId)
      const reply = await answers.files({ contact, enrollment })
      return answers.assess(reply?.id ?? '')
    },
    clicks: async (campaignId: string, contactId: string) => {
      const { id: enrollmentId } = await rig.enrollment(campaignId, contactId)
      await applySignals(db, [{ enrollmentId, signal: 'click', note: '' }], rig.deps.clock.now())
    },
  }
}

const noDrafts = { audience: 0, written: 0, waiting: 0, heldOut: 0, suppressed: [] }

describe('by the rule that nobody is enrolled again', () => {
  it('a run for the same people is refused with the rule to change, as its card says before', async () => {
    const run = await firstRun(3, { reentry: 'never' })
    await run.finish(run.id)
    const again = await run.rerun(run.id)
    expect(await run.reach(again)).toEqual({ ...noDrafts, wentThrough: 3 })
    await expect(run.launch(again)).rejects.toMatchObject({
      code: 'everybody-went-through',
      message:
        'All 3 contacts were enrolled in an earlier run, and the sending rules enroll nobody again. Change “Whoever went through this campaign before” there to let them in.',
    })
    expect([await run.statusOf(again), await run.enrolled(again)]).toEqual(['draft', []])
  })

  it('only whoever was in no earlier run is enrolled; whom one held out or never wrote to was in it', async () => {
    const run = await firstRun(20, { reentry: 'never', holdoutPercent: 50 })
    await cancelCampaign(run.deps, { campaignId: run.id, ...asAdmin })
    const again = await run.rerun(run.id)
    const { importId } = await database.db.campaign.findUniqueOrThrow({ where: { id: again } })
    const [fresh = ''] = await run.people(1)
    await database.db.importContact.create({ data: { importId, contactId: fresh } })
    expect(await run.launch(again)).toMatchObject({ audience: 1, wentThrough: 20 })
    expect(await run.enrolled(again)).toEqual([fresh])
  })
})

describe('by the rule that whoever came to the end may be enrolled again', () => {
  const rules = {
    reply: 'stop',
    'out-of-office': 'pause',
    click: 'stop',
    bounce: 'stop',
    complaint: 'stop',
    unsubscribe: 'stop',
  } as const
  const plan = { reentry: 'after-end', rules } as const

  it('everybody gets the mails a second time, and each run has its own numbers', async () => {
    const run = await firstRun(2, plan)
    await run.finish(run.id)
    const again = await run.rerun(run.id)
    expect(await run.reach(again)).toMatchObject({ audience: 2, written: 2, wentThrough: 0 })
    await run.launch(again)
    await run.finish(again)
    const mails = await database.db.message.groupBy({
      by: ['campaignId', 'contactId'],
      where: { campaignId: { in: [run.id, again] }, state: 'sent' },
      _count: true,
    })
    expect(mails.map(({ _count }) => _count)).toEqual([2, 2, 2, 2])
  })

  it('who answered or was stopped is left out, and who unsubscribed is not written to: before, by the launch, and after', async () => {
    const run = await firstRun(5, plan)
    const [through = '', answered = '', late = '', clicked = '', left = ''] = run.contactIds
    await run.send()
    await run.answers(run.id, answered)
    await run.clicks(run.id, clicked)
    await run.finish(run.id)
    await run.answers(run.id, late)
    const mail = await database.db.message.findFirstOrThrow({
      where: { campaignId: run.id, contactId: left },
    })
    await unsubscribeContact(run.deps, { token: mail.id })
    const again = await run.rerun(run.id)
    const expected = {
      audience: 2,
      written: 1,
      waiting: 0,
      heldOut: 0,
      wentThrough: 3,
      suppressed: [{ reason: 'unsubscribed', count: 1 }],
    }
    expect(await run.reach(again)).toEqual(expected)
    expect(await run.launch(again)).toMatchObject({ reach: expected, wentThrough: 3 })
    expect(await run.enrolled(again)).toEqual([through, left].toSorted())
  })

  it('who answered is left out also where the sequence went on, and where the campaign was ended meanwhile', async () => {
    const run = await firstRun(3, { ...plan, rules: { ...rules, reply: 'continue' } })
    const [one = '', two = '', three = ''] = run.contactIds
    await run.send()
    await run.answers(run.id, one)
    await run.finish(run.id)
    expect(await run.enrollment(run.id, one)).toMatchObject({ status: 'completed' })
    const second = await run.rerun(run.id)
    await run.launch(second)
    expect(await run.enrolled(second)).toEqual([two, three].toSorted())
    await run.send()
    await run.answers(second, two)
    await recallCampaign(run.deps, { campaignId: second, ...asAdmin })
    const third = await run.rerun(second)
    await run.launch(third)
    expect(await run.enrolled(third)).toEqual([three])
  })

  it('who was held out, and whom the end of the campaign stopped with all others, enters', async () => {
    const run = await firstRun(20, { ...plan, holdoutPercent: 50 })
    await cancelCampaign(run.deps, { campaignId: run.id, ...asAdmin })
    const stopped = await database.db.enrollment.groupBy({ by: ['reason'], where: { campaignId: run.id } })
    expect(new Set(stopped.map(({ reason }) => reason))).toEqual(new Set(['cancelled', 'holdout']))
    expect(await run.launch(await run.rerun(run.id))).toMatchObject({ audience: 20, wentThrough: 0 })
  })

  it('who is still under way in another run is left out, and if that is everybody the launch is refused', async () => {
    const run = await firstRun(2, plan)
    await run.finish(run.id)
    await run.launch(await run.rerun(run.id))
    const third = await run.rerun(run.id)
    expect(await run.reach(third)).toEqual({ ...noDrafts, wentThrough: 2 })
    await expect(run.launch(third)).rejects.toThrow(
      'None of the 2 contacts may be enrolled again: “Whoever went through this campaign before” in the sending rules lets in who came to the end of an earlier run, not who answered it, was stopped or is still under way.',
    )
  })
})

it('what campaigns have in common besides makes none of them a run of another', async () => {
  const run = await firstRun(2, { reentry: 'never' })
  await run.finish(run.id)
  const other = await run.draft(run.contactIds, { reentry: 'never' })
  expect(await run.launch(other)).toMatchObject({ audience: 2, wentThrough: 0 })
})
