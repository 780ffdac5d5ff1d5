import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals'
import { people } from '../../sandbox/demo/workspace-seed.ts'
import type { Person } from '../../sandbox/slack/person-types.ts'
import {
  campaignRow,
  clockStrikes,
  copiesOf,
  expectTaken,
  launchedCampaign,
  messagesOf,
  progressOf,
  type ToldCampaign,
} from '../support/story.ts'
import { until } from '../support/until.ts'
import { leftAloneMs, startWorld, type World } from '../support/world.ts'

let world: World
let maya: Person
let ahead = 0
async function letTimePass(): Promise<void> {
  ahead += leftAloneMs
  world.postmark.advance(leftAloneMs)
  await clockStrikes(world)
}

/** The card itself: what is said in its thread names the campaign too. */
async function cardOf(campaign: ToldCampaign): Promise<string> {
  const { cardTs } = await campaignRow(world, campaign)
  return cardTs === null ? '' : maya.reads({ channel: '#campaigns', ts: cardTs }).join('\n')
}

const cardShows = (campaign: ToldCampaign, words: RegExp) =>
  until(`the card to say ${String(words)}`, async () => words.test(await cardOf(campaign)), {
    timeoutMs: 20_000,
  })

/** A campaign all of whose mails were lost twice on the way. */
async function stuckCampaign(contacts: number): Promise<ToldCampaign> {
  world.postmark.faults.add({ match: { path: '/email/batch' }, reply: 'reset', times: 2 })
  const campaign = await launchedCampaign(world, { contacts })
  for (const attempts of [1, 2]) {
    await until(`attempt ${attempts} to end unknown`, async () => {
      const messages = await messagesOf(world, campaign)
      return messages.filter((m) => m.state === 'unknown' && m.attempts === attempts).length === contacts
    })
    await letTimePass()
  }
  await cardShows(campaign, /waits? for a decision/)
  return campaign
}

const sees = async (who: Person, words: string) => {
  const lines = () => (who.snapshot().modals.length > 0 ? who.reads('modal').join('\n') : '')
  try {
    await world.slack.waitFor(`a modal with ${words}`, () => lines().includes(words))
  } catch (error) {
    throw new Error(`The modal never said “${words}”:\n${lines()}`, { cause: error })
  }
}

const press = async (who: Person, text: string, where: 'modal' | 'home' | { channel: string } = 'modal') =>
  expectTaken(await who.click({ where, text, confirm: true }))

describe.each(['socket', 'http'] as const)('over %s, mails that Postmark has no trace of', (transport) => {
  beforeAll(async () => {
    world = await startWorld({
      transport,
      now: () => new Date(Date.now() + ahead),
      environment: { BATON_SEND_TIMEOUT_SECONDS: '1', BATON_SEND_LANES: '1' },
    })
    maya = world.slack.person(people.maya)
  })
  afterAll(() => world.stop())
  afterEach(() => world.postmark.faults.clear())

  it('are told to their owner in the thread, and each goes out once more or is left, as she decides', async () => {
    const campaign = await stuckCampaign(2)
    const note = await world.slack.waitForMessage({
      channel: '#campaigns',
      text: new RegExp(`<@${people.maya}>, 2 mails wait for a decision in \\*${campaign.name}\\*`),
    })
    expect(note.threadTs).toBeDefined()
    await press(maya, 'Decide', { channel: '#campaigns' })
    await sees(maya, '2 mails wait for a decision')
    for (const address of campaign.addresses) await sees(maya, address)
    await press(maya, 'Try again')
    await sees(maya, 'the mail is in line again')
    await sees(maya, '1 mail waits for a decision')
    await until('one mail to be sent', async () => (await progressOf(world, campaign)).sent === 1)
    await press(maya, 'Leave it')
    await sees(maya, 'is left as it is: the mail counts as skipped.')
    await sees(maya, 'Nothing waits for a decision.')
    await maya.close('all')
    await cardShows(campaign, /Completed[\s\S]*1 of 2 sent[\s\S]*1 skipped/)
    expect(await cardOf(campaign)).not.toMatch(/for a decision/)
    expect(new Set(Object.values(await copiesOf(world, campaign)))).toEqual(new Set([0, 1]))
  })

  it('are all tried again by one press, asked about first, and told in the thread by exact numbers', async () => {
    const campaign = await stuckCampaign(3)
    expectTaken(await maya.slash('#campaigns', `/campaign problems ${campaign.name}`))
    await sees(maya, '3 mails wait for a decision')
    await press(maya, 'Try all 3 again')
    await sees(maya, 'The email provider is being asked about 3 mails.')
    await maya.close('all')
    await world.slack.waitForMessage({
      channel: '#campaigns',
      text: new RegExp(
        `<@${people.maya}>, the mails of \\*${campaign.name}\\* .* tried again: 3 are in line again\\.`,
      ),
    })
    await cardShows(campaign, /Completed[\s\S]*3 of 3 sent/)
    expect(Object.values(await copiesOf(world, campaign))).toEqual([1, 1, 1])
  })

  it('are found on the Home tab and by command, by who may decide, and nobody else', async () => {
    const campaign = await stuckCampaign(1)
    const omar = world.slack.person(people.omar)
    await omar.openHome()
    await world.slack.waitFor('the Home tab', () => omar.snapshot().home !== null)
    expect(omar.reads('home').join('\n')).not.toContain('for a decision')
    await press(omar, 'Decide', { channel: '#campaigns' })
    await sees(omar, 'Only Maya Lindqvist, who owns this campaign, or an admin can decide about its mails.')
    await omar.close('all')
    await maya.openHome()
    await world.slack.waitFor(
      'the Home tab',
      () => maya.snapshot().home !== null && maya.reads('home').join('\n').includes('for a decision'),
    )
    await press(maya, 'Decide', 'home')
    await sees(maya, campaign.addresses[0] ?? '')
    await maya.close('all')
    expectTaken(await maya.slash('#campaigns', `/campaign problems ${campaign.name}`))
    await sees(maya, '1 mail waits for a decision')
    // Meanwhile somebody else decides, in another window.
    await world.database.db.message.updateMany({
      where: { campaignId: campaign.id, state: 'needs_human' },
      data: { state: 'skipped' },
    })
    await press(maya, 'Try again')
    await sees(maya, 'This was settled meanwhile: there is nothing left to decide.')
    await sees(maya, 'Nothing waits for a decision.')
    await maya.close('all')
    expectTaken(await maya.slash('#campaigns', '/campaign problems'))
    await sees(maya, 'Nothing waits for a decision.')
    await maya.close('all')
  })

  it('count as sent, and go out no second time, where Postmark has them after all', async () => {
    const campaign = await stuckCampaign(1)
    const [message] = await messagesOf(world, campaign)
    // What reaches Postmark's index so late that everybody had given up on it.
    Object.assign(world.baton.deps.email, {
      findByAttempt: () => Promise.resolve([{ sendid: message?.id, providerMessageId: 'pm-late' }]),
    })
    expectTaken(await maya.slash('#campaigns', `/campaign problems ${campaign.name}`))
    await sees(maya, '1 mail waits for a decision')
    await press(maya, 'Try again')
    await sees(maya, 'the email provider has the mail after all. It counts as sent and is not sent again.')
    await maya.close('all')
    await cardShows(campaign, /Completed[\s\S]*1 of 1 sent/)
    expect(Object.values(await copiesOf(world, campaign))).toEqual([0])
  })
})
