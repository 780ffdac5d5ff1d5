import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals'
import { campaignCardMessage } from '../../src/bot/views/campaign-card.ts'
import { loadCard } from '../../src/db/card-queries.ts'
import { leftOutOf } from '../../src/db/left-out-queries.ts'
import { cancelCampaign } from '../../src/operations/campaign/cancel.ts'
import { discardProblem } from '../../src/operations/message/discard.ts'
import { listProblems } from '../../src/operations/message/list-problems.ts'
import { type ControlledCampaign, day, launched } from '../operations/campaign/control-rig.ts'
import { edit, extra, one, three, two } from '../operations/campaign/edit-rig.ts'
import { standing } from '../operations/message/ledger-rig.ts'
import { type TestDatabase, testDatabase } from '../support/database.ts'
import { plannedStep, planOf } from '../support/plans.ts'
import { messageText } from '../views/seen.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await testDatabase()
})
afterAll(() => database.stop())
afterEach(async () => {
  await database.db.campaign.updateMany({ data: { status: 'cancelled' } })
  await database.db.sendHold.deleteMany()
})

const start = (people: number, step = plannedStep('One')) => launched(database.db, planOf([step]), { people })

/** What the card of a campaign says. */
async function reads({ id, rig }: ControlledCampaign): Promise<string> {
  const loaded = await loadCard(database.db, { campaignId: id, now: rig.deps.clock.now() })
  if (!loaded) throw new Error('There is no card')
  return messageText(campaignCardMessage(loaded.card))
}

/** Every call is lost on the way until Baton gives up and asks a person. */
async function loseAll({ rig }: ControlledCampaign): Promise<void> {
  rig.office.fates.push('lost', 'lost')
  for (const _ of [1, 2]) {
    await rig.send()
    await rig.reconcileLater()
  }
  await rig.send()
}

const emailsOf = async ({ id }: ControlledCampaign): Promise<string[]> => {
  const enrollments = await database.db.enrollment.findMany({
    where: { campaignId: id },
    include: { contact: true },
  })
  return enrollments.map(({ contact }) => contact.email)
}

describe('the card of a completed campaign of which nothing went out', () => {
  it('says how many mails a person has to decide about, and where, first of all in its notification', async () => {
    const campaign = await start(3)
    await loseAll(campaign)
    const [notification, ...lines] = (await reads(campaign)).split('\n')
    expect(notification).toBe(
      'Campaign Spring launch · ✅ Completed: 0 of 3 sent · 3 mails wait for a decision',
    )
    expect(lines).toContain('3 left for a person to decide about: `/campaign problems`')
  })

  it('says that somebody left them as they are', async () => {
    const campaign = await start(2)
    await loseAll(campaign)
    const { problems } = await listProblems(campaign.rig.deps, { campaignId: campaign.id })
    for (const problem of problems)
      await discardProblem(campaign.rig.deps, { problem, actor: campaign.as.actor, origin: 'slack' })
    expect((await reads(campaign)).split('\n')).toContain('2 skipped: discarded by a person')
  })

  it('says who could not be written to and why, the most first', async () => {
    const campaign = await start(7, plannedStep('One', { variants: [variant('{{ company }}')] }))
    const [first, second, ...others] = await emailsOf(campaign)
    const leave = (address: string | undefined, reason: string) =>
      database.db.suppression.create({
        data: { channel: 'email', address: address ?? '', reason, source: 'test' },
      })
    await leave(first, 'unsubscribed')
    await leave(second, 'unsubscribed')
    await leave(others[0], 'bounced')
    await campaign.rig.send()
    expect((await reads(campaign)).split('\n')).toContain(
      '7 skipped: missing company (4), unsubscribed (2), bounced (1)',
    )
  })

  it('says why the provider rejected them, in its words for one of each kind', async () => {
    const campaign = await start(3)
    const outcomes = [406, 406, 300].map((code) => ({
      kind: 'rejected' as const,
      code,
      reason: code === 406 ? 'The address is inactive.' : 'The address has no form.',
      inactive: false,
    }))
    Object.assign(campaign.rig.deps.email, {
      sendBatch: () => Promise.resolve({ kind: 'answered', outcomes }),
    })
    await campaign.rig.send()
    expect((await reads(campaign)).split('\n')).toContain(
      '3 rejected by the email provider: The address is inactive (2), The address has no form (1)',
    )
  })
})

const variant = (body: string) => ({ name: 'A', weight: 1, subject: 'One', body })

describe('the card of any launched campaign', () => {
  it('says of those whom it was cancelled for that this is why', async () => {
    const campaign = await start(4)
    await cancelCampaign(campaign.rig.deps, campaign.as)
    expect((await reads(campaign)).split('\n')).toContain('4 skipped: cancelled')
  })

  it('says of whoever answered before a mail went out that this is why they got none', async () => {
    const campaign = await launched(database.db, planOf([one, two]), { people: 5 })
    const [silent, inLine] = await database.db.enrollment.findMany({ where: { campaignId: campaign.id } })
    const replied = { status: 'replied', reason: 'replied', nextAt: null } as const
    await database.db.enrollment.update({ where: { id: silent?.id ?? '' }, data: replied })
    campaign.rig.office.fates.push('refused')
    await campaign.rig.send()
    await database.db.message.updateMany({
      where: { enrollmentId: inLine?.id ?? '' },
      data: { state: 'skipped', reason: 'replied' },
    })
    await database.db.enrollment.update({ where: { id: inLine?.id ?? '' }, data: replied })
    expect(await leftOutOf(database.db, campaign.id)).toEqual([
      { place: 'skipped', reason: 'replied', count: 2 },
    ])
    expect((await reads(campaign)).split('\n')).toContain('3 waiting · 2 skipped: replied')
  })

  it('says nothing of a mail that was left out where a later one went out', async () => {
    const campaign = await launched(database.db, planOf([one, two, three]), { people: 2 })
    await campaign.rig.send()
    await database.db.message.updateMany({
      where: { campaignId: campaign.id, stepKey: one.key },
      data: { state: 'skipped', reason: 'discarded by a person' },
    })
    campaign.rig.pass(4 * day)
    await campaign.rig.send()
    await cancelCampaign(campaign.rig.deps, campaign.as)
    expect(await leftOutOf(database.db, campaign.id)).toEqual([])
    expect(await reads(campaign)).toContain('2 of 2 people written to')
  })

  it('counts whoever waits for the next mail as waiting, or as written to, though the last one was left out', async () => {
    const campaign = await launched(database.db, planOf([one, two, three]), { people: 2 })
    const { rig } = campaign
    rig.office.fates.push('refused')
    await rig.send()
    await edit(campaign, [two, three])
    expect((await reads(campaign)).split('\n')).toContain('2 waiting')
    expect(await standing(database.db, campaign)).toMatchObject({ waiting: 2, skipped: 0, writtenTo: 0 })

    rig.pass(4 * day)
    await rig.send()
    rig.pass(3 * day)
    rig.office.fates.push('refused')
    await rig.send()
    await edit(campaign, [two, extra])
    expect(await reads(campaign)).not.toContain('skipped')
    expect(await standing(database.db, campaign)).toMatchObject({ sent: 2, skipped: 0, writtenTo: 2 })
  })

  it('says nothing of the kind of those who were written to', async () => {
    const campaign = await start(2)
    await campaign.rig.send()
    const text = await reads(campaign)
    expect(text).toContain('2 of 2 sent')
    expect(text).not.toMatch(/skipped|rejected|decide/)
  })
})
