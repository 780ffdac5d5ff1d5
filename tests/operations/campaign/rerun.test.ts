import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals'
import { lockCampaign } from '../../../src/db/lock-queries.ts'
import { readPlan } from '../../../src/db/stored-plan.ts'
import { cancelCampaign } from '../../../src/operations/campaign/cancel.ts'
import { launchScheduled } from '../../../src/operations/campaign/launch-scheduled.ts'
import { rerunCampaign } from '../../../src/operations/campaign/rerun.ts'
import { scheduleCampaign } from '../../../src/operations/campaign/schedule.ts'
import { type TestDatabase, testDatabase } from '../../support/database.ts'
import { plannedStep, planOf } from '../../support/plans.ts'
import { insertCampaign } from '../../support/rows.ts'
import { until } from '../../support/until.ts'
import { day, launched } from './control-rig.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await testDatabase()
})
afterAll(() => database.stop())
afterEach(() => database.db.campaign.updateMany({ data: { status: 'cancelled' } }))

const plan = planOf([plannedStep('One')])
const somebodyWaits = async () => {
  const [found] = await database.db.$queryRaw<{ count: number }[]>`
    SELECT count(*)::int AS count FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`
  return found?.count === 1
}
const row = (id: string) => database.db.campaign.findUniqueOrThrow({ where: { id } })

/** A campaign of one mail that is over. */
async function finished(given = plan) {
  const campaign = await launched(database.db, given, { people: 2 })
  await campaign.rig.send()
  await campaign.rig.send()
  expect(await row(campaign.id)).toMatchObject({ status: 'completed' })
  return {
    ...campaign,
    rerun: (campaignId = campaign.id) => rerunCampaign(campaign.rig.deps, { ...campaign.as, campaignId }),
  }
}

describe('a campaign that is run again', () => {
  it('is a draft with the same plan, sender, channels, score and contacts, of whoever asked for it', async () => {
    const { id, rig, rerun } = await finished()
    await database.db.campaign.update({ where: { id }, data: { handoverScore: 42, salesChannelId: 'C9' } })
    const made = await rerun()
    expect(made).toMatchObject({ name: 'Spring launch, run 2', channelId: 'C1' })
    const [first, draft] = [await row(id), await row(made.campaignId)]
    const { senderName, senderEmail, handoverScore, channelId, salesChannelId, importId } = first
    const same = { senderName, senderEmail, handoverScore, channelId, salesChannelId, importId }
    expect(draft).toMatchObject({ ...same, status: 'draft', runOfId: id, cardTs: null, launchedAt: null })
    expect(readPlan(draft.plan)).toEqual(readPlan(first.plan))
    const owner = await database.db.member.findUniqueOrThrow({ where: { id: draft.ownerId } })
    expect(owner).toMatchObject({ slackUserId: 'U0ADMIN' })
    expect(rig.recorded).toContainEqual(
      expect.objectContaining({ job: 'show-campaign', payload: { campaignId: draft.id } }),
    )
    const [entry] = await database.db.auditEntry.findMany({ where: { subjectId: draft.id } })
    expect(entry).toMatchObject({
      action: 'created',
      actor: `member:${owner.id}`,
      origin: 'slack',
      detail: { name: 'Spring launch, run 2', again: id },
    })
  })

  it('is counted on from the first, whichever of its runs is run again', async () => {
    const { id, rig, as, rerun } = await finished()
    const second = await rerun()
    await cancelCampaign(rig.deps, { ...as, campaignId: second.campaignId })
    const third = await rerun(second.campaignId)
    expect(third).toMatchObject({ name: 'Spring launch, run 3' })
    expect(await row(third.campaignId)).toMatchObject({ runOfId: id })
    await cancelCampaign(rig.deps, { ...as, campaignId: third.campaignId })
    expect(await rerun()).toMatchObject({ name: 'Spring launch, run 4' })
  })

  it('has the plan that was sent by, and not an edit that was never applied', async () => {
    const { id, rerun } = await finished()
    await database.db.campaign.update({
      where: { id },
      data: { plan: planOf([plannedStep('Never applied')]) },
    })
    const { campaignId } = await rerun()
    expect(readPlan((await row(campaignId)).plan).steps[0]?.variants[0]?.subject).toBe('One')
  })

  it('has the list of the rows refused in the thread of its card too, which says so', async () => {
    const { id, rig, rerun } = await finished()
    const shares = () => rig.recorded.filter(({ job }) => job === 'share-refusals')
    const { campaignId } = await rerun()
    expect(shares()).toEqual([])
    await cancelCampaign(rig.deps, { campaignId, actor: { kind: 'system' }, origin: 'clock' })
    const { importId } = await row(id)
    await database.db.import.update({ where: { id: importId }, data: { rowsRefused: 1 } })
    const next = await rerun()
    expect(shares()).toEqual([expect.objectContaining({ payload: { campaignId: next.campaignId } })])
  })

  it('keeps within the length of a name', async () => {
    const { id, rerun } = await finished()
    await database.db.campaign.update({ where: { id }, data: { name: 'Spring '.repeat(14) } })
    const { name } = await rerun()
    expect(name).toMatch(/^Spring .*…, run 2$/)
    expect(name.length).toBeLessThanOrEqual(100)
  })
})

describe('running a campaign again', () => {
  it('is refused while there is a run that was not launched, however often and at once it is asked for', async () => {
    const { rerun } = await finished()
    const outcomes = await Promise.allSettled([rerun(), rerun(), rerun()])
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    await expect(rerun()).rejects.toThrow(
      '“Spring launch, run 2” is a run of it that has not been launched yet. Launch or cancel that first.',
    )
  })

  it('waits for whoever makes a run of another one of its runs at this moment', async () => {
    const { id, rig, as, rerun } = await finished()
    const { campaignId } = await rerun()
    await cancelCampaign(rig.deps, { ...as, campaignId })
    const asked = await database.db.$transaction(async (tx) => {
      await lockCampaign(tx, id)
      const second = Promise.allSettled([rerun(campaignId)])
      await until('it to wait', somebodyWaits)
      const { plan: _, id: __, ...same } = await row(id)
      await tx.campaign.create({ data: { ...same, plan, status: 'draft', runOfId: id } })
      return { second }
    })
    const refused = { status: 'rejected', reason: expect.objectContaining({ code: 'run-not-launched' }) }
    expect(await asked.second).toEqual([refused])
  })

  it.each([
    ['draft', 'has not been launched yet'],
    ['running', 'is running'],
    ['paused', 'is paused'],
  ] as const)('is refused where it is %s', async (status, words) => {
    const { id, rerun } = await finished()
    await database.db.campaign.update({ where: { id }, data: { status } })
    await expect(rerun()).rejects.toThrow(`“Spring launch” ${words}, so it cannot be run again.`)
  })

  it('is refused where no contacts came in', async () => {
    const { rig, as } = await finished()
    const { id, importId } = await insertCampaign(database.db, { status: 'cancelled' })
    await database.db.import.update({ where: { id: importId }, data: { status: 'failed' } })
    await expect(rerunCampaign(rig.deps, { ...as, campaignId: id })).rejects.toThrow('could not be imported')
  })

  it('is refused where its plan cannot be read, and not where only an edit that was never applied cannot', async () => {
    const { id, rerun } = await finished()
    const unreadable = { ...plan, ofAnotherRelease: true }
    await database.db.campaign.update({ where: { id }, data: { plan: unreadable } })
    const { campaignId } = await rerun()
    await database.db.campaign.update({ where: { id: campaignId }, data: { status: 'cancelled' } })
    await database.db.campaignVersion.updateMany({ where: { campaignId: id }, data: { plan: unreadable } })
    await expect(rerun()).rejects.toMatchObject({
      code: 'plan-unreadable',
      message:
        'This release of Baton cannot read the plan that “Spring launch” ended with, so it cannot be run again. Make a new campaign for the same contacts instead.',
    })
    expect(await database.db.campaign.count({ where: { runOfId: id } })).toBe(1)
  })

  it('is for its owner and admins', async () => {
    const { id, rig } = await finished()
    const omar = { kind: 'member', slackUserId: 'U0OMAR', name: 'Omar', slackAdmin: false } as const
    const asked = rerunCampaign(rig.deps, { campaignId: id, actor: omar, origin: 'slack' })
    await expect(asked).rejects.toThrow('Only Mara, who owns this campaign, or an admin can run it again.')
  })
})

describe('a run that nobody may be enrolled in', () => {
  it('is not scheduled either', async () => {
    const { rig, as, rerun } = await finished()
    const { campaignId } = await rerun()
    const startsAt = new Date(rig.deps.clock.now().getTime() + day)
    const asked = scheduleCampaign(rig.deps, { ...as, campaignId, startsAt })
    await expect(asked).rejects.toMatchObject({ code: 'everybody-went-through' })
    expect(await row(campaignId)).toMatchObject({ status: 'draft' })
  })

  it('becomes a draft again at its time and says why, where it was scheduled before that', async () => {
    const { rig, as, rerun } = await finished(planOf([plannedStep('One')], { reentry: 'after-end' }))
    const { campaignId } = await rerun()
    const startsAt = new Date(rig.deps.clock.now().getTime() + day)
    expect(await scheduleCampaign(rig.deps, { ...as, campaignId, startsAt })).toMatchObject({ audience: 2 })
    await database.db.campaign.update({ where: { id: campaignId }, data: { plan } })
    rig.pass(day)
    await launchScheduled(rig.deps, { campaignId })
    expect(await row(campaignId)).toMatchObject({
      status: 'draft',
      statusReason: expect.stringMatching(/^It was not launched at its time: All 2 contacts were enrolled/),
    })
  })
})
