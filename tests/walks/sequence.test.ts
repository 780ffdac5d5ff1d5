import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { people } from '../../sandbox/demo/workspace-seed.ts'
import type { Person } from '../../sandbox/slack/person-types.ts'
import {
  campaignRow,
  cardSays,
  clockStrikes,
  draftedCampaign,
  expectTaken,
  launch,
  mailTo,
  messagesOf,
  progressOf,
  type ToldCampaign,
} from '../support/story.ts'
import { until } from '../support/until.ts'
import { startWorld, type World } from '../support/world.ts'

const minute = 60_000
const hour = 60 * minute
const day = 24 * hour

let world: World
let maya: Person
/** A Thursday, before anybody in Europe is at work. */
let now = new Date('2026-11-26T05:00:00Z').getTime()
beforeAll(async () => {
  world = await startWorld({ now: () => new Date(now) })
  maya = world.slack.person(people.maya)
})
afterAll(() => world.stop())

/** Time goes by, for Baton and for Postmark, and the schedule strikes. */
async function pass(ms: number): Promise<void> {
  now += ms
  world.postmark.advance(ms)
  await clockStrikes(world)
}

const modalSays = (words: string) =>
  world.slack.waitFor(
    `a modal with ${words}`,
    () => maya.snapshot().modals.length > 0 && maya.reads('modal').join('\n').includes(words),
  )

/** Adds a step below the others in the open sequence. */
async function addStep({
  wait,
  unit,
  subject,
}: {
  wait: string
  unit: string
  subject: string
}): Promise<void> {
  expectTaken(await maya.click({ where: 'modal', text: 'Add step' }))
  await modalSays('When it goes out')
  await maya.fill('Wait', wait)
  await maya.choose('Unit', unit)
  await maya.fill('Subject', subject)
  await maya.fill('Email', 'Hi {{ first_name }}')
  expectTaken(await maya.submit())
  await modalSays(subject)
}

/** In the review before her, Maya makes a sequence of three steps, sent in office hours of Berlin. */
async function threeSteps(): Promise<void> {
  expectTaken(await maya.click({ where: 'modal', text: 'Edit sequence' }))
  await modalSays('1 step')
  await addStep({ wait: '2', unit: 'business days', subject: 'Second thoughts, {{ first_name }}?' })
  await addStep({ wait: '1', unit: 'days', subject: 'Last call' })
  expectTaken(await maya.click({ where: 'modal', text: 'Sending rules' }))
  await modalSays('When mails go out')
  expectTaken(await maya.choose('At which hours', 'Only at certain hours'))
  await modalSays('On these days')
  await maya.suggest({ where: 'modal', field: 'Time zone', query: 'Berlin' })
  await maya.choose('Time zone', 'Europe/Berlin')
  expectTaken(await maya.submit())
  await modalSays('Mails go out Mon–Fri 09:00–17:00')
  await maya.close('top')
  await until('the review of what she made', async () => {
    const asked = await maya.click({ where: 'modal', text: 'Launch' })
    maya.dismissConfirm()
    return asked.kind === 'needs-confirmation' && asked.dialog.text.includes('Mon–Fri 09:00–17:00')
  })
}

/** What somebody has received, oldest first: subject, and how late it was in Berlin. */
const inboxOf = (address: string) =>
  world.postmark.inbox
    .list({ to: address })
    .map(({ subject }) => subject)
    .toReversed()

const subjects = ['A better coffee, Ada1?', 'Second thoughts, Ada1?', 'Last call']

/** Waits until somebody has so many mails and the ledger knows: only then does the wait for the next one begin. */
async function sentUpTo(
  campaign: ToldCampaign,
  position: number,
  address = campaign.addresses[0],
): Promise<void> {
  await until(`mail ${position}`, async () => {
    const messages = await messagesOf(world, campaign)
    const sent = messages.filter((message) => message.address === address && message.state === 'sent')
    return sent.length === position && inboxOf(address ?? '').length === position
  })
}

describe('a sequence that was built in Slack', () => {
  it('goes out mail by mail, in order, in office hours where its readers are', async () => {
    const campaign = await draftedCampaign(world, { contacts: 1 })
    const [address = ''] = campaign.addresses
    await threeSteps()
    await launch(world)
    await cardSays(world, campaign, /mails may not go out at this hour/)
    expect(inboxOf(address)).toEqual([])
    await pass(3 * hour - minute)
    expect(inboxOf(address)).toEqual([])
    await pass(2 * minute)
    await sentUpTo(campaign, 1)
    await cardSays(world, campaign, /\*1\*.*\n\s+1 sent · 0 waiting\n\*2\*.*\n\s+0 sent · 1 waiting/)
    // Thursday 09:01 and two business days is Monday 09:01.
    await pass(4 * day - 2 * minute)
    expect(inboxOf(address)).toEqual(subjects.slice(0, 1))
    await pass(2 * minute)
    await sentUpTo(campaign, 2)
    await pass(day + minute)
    await sentUpTo(campaign, 3)
    expect(inboxOf(address)).toEqual(subjects)
    await until('the end', async () => (await campaignRow(world, campaign)).status === 'completed')
  })

  it('ends for whoever replies, and goes on for the others', async () => {
    now = new Date('2026-12-07T09:00:00Z').getTime()
    const campaign = await draftedCampaign(world, { contacts: 2 })
    const [ada = '', bob = ''] = campaign.addresses
    await threeSteps()
    await launch(world)
    await sentUpTo(campaign, 1)
    await sentUpTo(campaign, 1, bob)
    const mail = await mailTo(world, ada)
    world.postmark.inbox.reply(mail.id, { text: 'Thanks, I will think about it.' })
    await until('the reply to count', async () => (await progressOf(world, campaign)).replied === 1)
    await until('the sequence to end for Ada', async () => {
      const left = await world.database.db.enrollment.count({
        where: { campaignId: campaign.id, status: 'active' },
      })
      return left === 1
    })
    await pass(2 * day + hour)
    await sentUpTo(campaign, 2, bob)
    await pass(day + hour)
    await sentUpTo(campaign, 3, bob)
    expect(inboxOf(ada)).toHaveLength(1)
  })

  it('says on the field what is wrong with a step, and with the rules', async () => {
    now = new Date('2026-12-14T09:00:00Z').getTime()
    await draftedCampaign(world, { contacts: 1 })
    expectTaken(await maya.click({ where: 'modal', text: 'Edit sequence' }))
    await modalSays('1 step')
    expectTaken(await maya.click({ where: 'modal', text: 'Edit' }))
    await modalSays('When it goes out')
    await maya.fill('Wait', '6000000')
    await maya.fill('Subject', 'Hello {{ nickname }}')
    const outcome = await maya.submit()
    expect(outcome).toMatchObject({ kind: 'field-errors', from: 'app' })
    const errors = outcome.kind === 'field-errors' ? outcome.errors : []
    expect(errors.map(({ label, message }) => `${label}: ${message}`)).toEqual([
      expect.stringMatching(/^Wait: Wait at most 365 days/),
      expect.stringMatching(/^Subject: .*nickname/),
    ])
    await maya.close('all')
  })
})
