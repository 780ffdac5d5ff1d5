import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals'
import { people } from '../../sandbox/demo/workspace-seed.ts'
import {
  campaignRow,
  cardOf,
  cardSays,
  copiesOf,
  draftedCampaign,
  each,
  expectTaken,
  launchedCampaign,
  messagesOf,
  progressOf,
  sentCampaign,
  whisperedTo,
} from '../support/story.ts'
import { until } from '../support/until.ts'
import { startWorld, type World } from '../support/world.ts'

describe.each(['socket', 'http'] as const)('launching a campaign over %s', (transport) => {
  let world: World
  beforeAll(async () => {
    world = await startWorld({ transport })
  })
  afterAll(() => world.stop())

  it('goes from /campaign new to one mail for everybody and a card that says Completed', async () => {
    const campaign = await sentCampaign(world, { contacts: 5 })
    await cardSays(world, campaign, /Completed[\s\S]*5 of 5 sent/)
    expect(await copiesOf(world, campaign)).toEqual(each(campaign.addresses, 1))
    expect(campaign.mails.map(({ subject }) => subject).toSorted()).toEqual(
      [1, 2, 3, 4, 5].map((n) => `A better coffee, Ada${n}?`),
    )
    const entry = await world.database.db.auditEntry.findFirstOrThrow({
      where: { subjectId: campaign.id, action: 'launched' },
    })
    expect(entry).toMatchObject({ origin: 'slack', detail: { audience: 5 } })
  })

  it('writes to nobody before Launch is pressed and confirmed', async () => {
    const campaign = await draftedCampaign(world)
    const maya = world.slack.person(people.maya)
    const outcome = await maya.click({ where: 'modal', text: 'Launch' })
    expect(outcome).toMatchObject({
      kind: 'needs-confirmation',
      dialog: { title: `Launch ${campaign.name}?` },
    })
    maya.dismissConfirm()
    expect(await campaignRow(world, campaign)).toMatchObject({ status: 'draft', launchedAt: null })
    expect(world.postmark.inbox.list({ to: campaign.addresses[0] ?? '' })).toEqual([])
    await maya.close('all')
  })

  it('launches once, however often Launch is pressed', async () => {
    const campaign = await draftedCampaign(world, { contacts: 4 })
    const maya = world.slack.person(people.maya)
    const card = { channel: '#campaigns', containing: campaign.name }
    await world.slack.waitFor('the card', () => /Launch/.test(cardOf(world, campaign)))
    const presses = ['modal', card, card, card, 'modal'] as const
    const outcomes = await Promise.all(
      presses.map((where) => maya.click({ where, text: 'Launch', confirm: true })),
    )
    expect(outcomes.filter(({ kind }) => kind === 'acknowledged')).not.toEqual([])
    await until('the end', async () => (await campaignRow(world, campaign)).status === 'completed')
    expect(await copiesOf(world, campaign)).toEqual(each(campaign.addresses, 1))
    expect(await world.database.db.campaignVersion.count({ where: { campaignId: campaign.id } })).toBe(1)
    await maya.close('all')
  })
})

describe('stopping a campaign', () => {
  let world: World
  beforeAll(async () => {
    world = await startWorld()
  })
  afterAll(() => world.stop())

  afterEach(() => world.postmark.faults.clear())

  /** A campaign none of whose mails Postmark takes until the faults are cleared: everybody is still in line. */
  async function heldCampaign() {
    world.postmark.faults.add({
      match: { path: '/email/batch' },
      reply: 'rate-limit',
      times: Number.POSITIVE_INFINITY,
    })
    const campaign = await launchedCampaign(world, { contacts: 6 })
    await cardSays(world, campaign, /6 waiting/)
    return campaign
  }

  it('sends nothing further once it is paused, and resumes where it stopped', async () => {
    const campaign = await heldCampaign()
    const maya = world.slack.person(people.maya)
    const where = { channel: '#campaigns', containing: campaign.name }
    expectTaken(await maya.click({ where, text: 'Pause', confirm: true }))
    await cardSays(world, campaign, /Paused/)
    world.postmark.faults.clear()
    // Another campaign passes it by once the rest is over, so the paused one had its chance.
    await sentCampaign(world, { contacts: 2 })
    expect(await copiesOf(world, campaign)).toEqual(each(campaign.addresses, 0))
    expectTaken(await maya.click({ where, text: 'Resume' }))
    await cardSays(world, campaign, /Completed[\s\S]*6 of 6 sent/)
    expect(await copiesOf(world, campaign)).toEqual(each(campaign.addresses, 1))
  })

  it('never writes to anybody of a cancelled campaign, and counts who was left out', async () => {
    const campaign = await heldCampaign()
    const maya = world.slack.person(people.maya)
    const where = { channel: '#campaigns', containing: campaign.name }
    expectTaken(await maya.click({ where, text: 'Cancel campaign', confirm: true }))
    await cardSays(world, campaign, /Cancelled[\s\S]*6 skipped/)
    world.postmark.faults.clear()
    await sentCampaign(world, { contacts: 2 })
    expect(await copiesOf(world, campaign)).toEqual(each(campaign.addresses, 0))
    expect(await progressOf(world, campaign)).toMatchObject({ audience: 6, skipped: 6, waiting: 0 })
    expect(new Set((await messagesOf(world, campaign)).map(({ state }) => state))).toEqual(
      new Set(['skipped']),
    )
  })

  it('says why a command comes too late', async () => {
    const campaign = await sentCampaign(world, { contacts: 1 })
    await cardSays(world, campaign, /Completed/)
    const omar = world.slack.person(people.omar)
    expectTaken(await omar.slash('#campaigns', `/campaign pause ${campaign.name}`))
    const answers = () => whisperedTo(world, omar.id)
    await world.slack.waitFor('an answer', () => answers().length > 0)
    expect(answers()).toEqual([`“${campaign.name}” is finished, so it cannot be paused.`])
  })
})
