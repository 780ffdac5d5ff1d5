import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals'
import { people } from '../../sandbox/demo/workspace-seed.ts'
import type { FaultReply } from '../../sandbox/postmark/watch-types.ts'
import {
  campaignRow,
  cardSays,
  clockStrikes,
  copiesOf,
  draftedCampaign,
  each,
  launch,
  launchedCampaign,
  messagesOf,
  progressOf,
  sentCampaign,
} from '../support/story.ts'
import { until } from '../support/until.ts'
import { leftAloneMs, startWorld, type World } from '../support/world.ts'

let world: World
let ahead = 0
/** A fault that lasts until it is cleared, so that what it causes can be looked at for as long as that takes. */
const always = Number.POSITIVE_INFINITY

beforeAll(async () => {
  world = await startWorld({
    now: () => new Date(Date.now() + ahead),
    // One lane: a campaign of three is one call, so one fault strikes all of it.
    environment: { BATON_SEND_LANES: '1' },
  })
})
afterAll(() => world.stop())
afterEach(async () => {
  world.postmark.faults.clear()
  world.slack.faults.clear()
  world.postmark.settings.automaticDelivery = true
  // Whatever rests after this test rests no longer in the next.
  await letTimePass()
})

/** Lets the lease and the settle window of every open call pass, and its mails reach Postmark's index. */
async function letTimePass(): Promise<void> {
  ahead += leftAloneMs
  world.postmark.advance(leftAloneMs)
  await clockStrikes(world)
}

const struck = (reply: FaultReply, times = 1) =>
  world.postmark.faults.add({ match: { path: '/email/batch' }, reply, times })

const standing = (key: 'waiting' | 'sent' | 'unknown') => (campaign: { id: string }, count: number) =>
  until(`${count} ${key}`, async () => (await progressOf(world, campaign))[key] === count)
const allSent = standing('sent')
const unknown = standing('unknown')
/** Waits until everybody was put back in line after a call that was not taken. */
const inLine = (campaign: { id: string }, count: number) =>
  until(
    `${count} in line`,
    async () => (await messagesOf(world, campaign)).filter((m) => m.state === 'queued').length === count,
  )

describe('while Postmark takes no mail', () => {
  const noes: [string, FaultReply, RegExp][] = [
    ['too much to do (429)', 'rate-limit', /429/],
    ['maintenance (503)', { status: 503, errorCode: 100, message: 'Maintenance' }, /Maintenance/],
    ['a token it does not know (401)', { status: 401, errorCode: 10, message: 'Bad token' }, /Bad token/],
  ]
  it.each(noes)('%s: nobody is lost, nobody is written to twice', async (_, reply, words) => {
    struck(reply, always)
    const campaign = await launchedCampaign(world, { contacts: 3 })
    await inLine(campaign, 3)
    expect(await world.database.db.sendHold.findMany()).toMatchObject([
      { reason: expect.stringMatching(words) },
    ])
    world.postmark.faults.clear()
    await letTimePass()
    await allSent(campaign, 3)
    expect(await copiesOf(world, campaign)).toEqual(each(campaign.addresses, 1))
  })

  it('says so on the card, and comes back by itself when the rest is over', async () => {
    struck('rate-limit', always)
    const campaign = await launchedCampaign(world, { contacts: 2 })
    await cardSays(world, campaign, /Sending is tried again[\s\S]*0 of 2 sent[\s\S]*2 waiting/)
    world.postmark.faults.clear()
    await letTimePass()
    await cardSays(world, campaign, /2 of 2 sent/)
    expect(await copiesOf(world, campaign)).toEqual(each(campaign.addresses, 1))
  })

  it('honours who unsubscribes between the launch and the claim', async () => {
    const earlier = await sentCampaign(world, { contacts: 3 })
    struck('rate-limit', always)
    const { addresses, ...campaign } = await launchedCampaign(world, { addresses: earlier.addresses })
    await inLine(campaign, 3)
    await world.postmark.inbox.unsubscribe(earlier.mails[1]?.id ?? '')
    world.postmark.faults.clear()
    await letTimePass()
    await allSent(campaign, 2)
    const [first = '', , third = ''] = addresses
    const subjects = addresses.map((to) => world.postmark.inbox.list({ to }).length)
    expect(subjects).toEqual([2, 1, 2])
    expect(await copiesOf(world, campaign)).toMatchObject({ [first]: 1, [third]: 1 })
    expect(await progressOf(world, campaign)).toMatchObject({ audience: 3, sent: 2, skipped: 1 })
  })
})

describe('when nobody knows whether Postmark took a mail', () => {
  it('a timeout after acceptance is not a failure: it is found and counted as sent, once', async () => {
    world.postmark.settings.automaticDelivery = false
    struck('accept-then-reset')
    const campaign = await launchedCampaign(world, { contacts: 4 })
    await cardSays(world, campaign, /4 unknown: the email provider gave no clear answer and is being asked/)
    await clockStrikes(world)
    await letTimePass()
    await cardSays(world, campaign, /Completed[\s\S]*4 of 4 sent/)
    expect(await copiesOf(world, campaign)).toEqual(each(campaign.addresses, 1))
    expect((await messagesOf(world, campaign)).map(({ attempts }) => attempts)).toEqual([1, 1, 1, 1])
  })

  it('asks nobody before the settle window has passed, for an empty answer would mean nothing', async () => {
    world.postmark.settings.automaticDelivery = false
    struck('accept-then-reset')
    const campaign = await launchedCampaign(world, { contacts: 2 })
    await unknown(campaign, 2)
    const asked = () =>
      world.postmark.journal.requests().filter(({ path }) => path.startsWith('/messages/outbound')).length
    const before = asked()
    await clockStrikes(world)
    // Another campaign has come and gone; the question would have been asked by then.
    await sentCampaign(world, { contacts: 1 })
    expect(asked()).toBe(before)
    expect(await progressOf(world, campaign)).toMatchObject({ unknown: 2 })
    await letTimePass()
    await allSent(campaign, 2)
    expect(asked()).toBe(before + 1)
  })

  it('sends again, once, what Postmark has no record of after the settle window', async () => {
    struck('reset')
    const campaign = await launchedCampaign(world, { contacts: 3 })
    await unknown(campaign, 3)
    await letTimePass()
    await allSent(campaign, 3)
    expect(await copiesOf(world, campaign)).toEqual(each(campaign.addresses, 1))
    expect((await messagesOf(world, campaign)).map(({ attempts }) => attempts)).toEqual([2, 2, 2])
  })

  it.each([
    ['HTML', 'html200'],
    ['an empty 200', 'empty200'],
    ['nonsense JSON', 'nonsense200'],
    ['half an answer', 'truncate'],
  ] as const)('Postmark answering %s loses no mail and doubles none', async (_, reply) => {
    world.postmark.settings.automaticDelivery = false
    struck(reply)
    const campaign = await launchedCampaign(world, { contacts: 3 })
    await unknown(campaign, 3)
    await letTimePass()
    await allSent(campaign, 3)
    expect(await copiesOf(world, campaign)).toEqual(each(campaign.addresses, 1))
  })

  it('asks for a person when a second attempt leaves no trace either', async () => {
    struck('reset', 2)
    const campaign = await launchedCampaign(world, { contacts: 2 })
    for (const attempts of [1, 2]) {
      await until(`attempt ${attempts} to end unknown`, async () => {
        const messages = await messagesOf(world, campaign)
        return messages.filter((m) => m.state === 'unknown' && m.attempts === attempts).length === 2
      })
      await letTimePass()
    }
    await cardSays(world, campaign, /2 left for a person to decide about: `\/campaign problems`/)
    expect(await copiesOf(world, campaign)).toEqual(each(campaign.addresses, 0))
  })

  it('believes a webhook at once, without asking', async () => {
    struck('accept-then-reset')
    const campaign = await launchedCampaign(world, { contacts: 3 })
    await cardSays(world, campaign, /Completed[\s\S]*3 of 3 sent/)
    expect(await copiesOf(world, campaign)).toEqual(each(campaign.addresses, 1))
  })
})

describe('one rejected recipient', () => {
  it('does not re-send its batch, and is suppressed from then on', async () => {
    const inactive = 'gone@roast.example'
    const recipient = { match: { recipient: inactive }, times: 1 }
    world.postmark.faults.add({ ...recipient, reply: { status: 422, errorCode: 406, message: 'Inactive' } })
    const addresses = ['kept.1@roast.example', inactive, 'kept.2@roast.example']
    const campaign = await launchedCampaign(world, { addresses })
    await cardSays(world, campaign, /Completed[\s\S]*2 of 3 sent[\s\S]*1 rejected by the email provider/)
    expect(await copiesOf(world, campaign)).toEqual({ ...each(addresses, 1), [inactive]: 0 })
    const next = await launchedCampaign(world, { addresses })
    await allSent(next, 2)
    expect(await progressOf(world, next)).toMatchObject({ audience: 3, sent: 2, skipped: 1 })
  })
})

describe('while Slack is down', () => {
  it('mails go out all the same, and the card catches up', async () => {
    const campaign = await draftedCampaign(world, { contacts: 3 })
    world.slack.faults.add({ method: 'chat.update', httpStatus: 503, times: 4 })
    await launch(world)
    await until('all to be sent', async () => (await progressOf(world, campaign)).sent === 3)
    await cardSays(world, campaign, /Completed[\s\S]*3 of 3 sent/)
    expect(world.slack.journal.calls('chat.update').some(({ httpStatus }) => httpStatus === 503)).toBe(true)
  })
})

describe('a sender that Postmark does not know', () => {
  it('stops its campaign, and the owner is named in the card’s thread with the reason', async () => {
    const campaign = await draftedCampaign(world, { contacts: 2 })
    await world.database.db.campaign.update({
      where: { id: campaign.id },
      data: { senderEmail: 'maya@elsewhere.example' },
    })
    await launch(world)
    await until('the pause', async () => (await campaignRow(world, campaign)).status === 'paused')
    const { channelId, cardTs } = await campaignRow(world, campaign)
    const note = await world.slack.waitForMessage({
      channel: channelId,
      threadTs: cardTs ?? '',
      text: /Baton has paused/,
    })
    expect(note.text).toMatch(
      new RegExp(`^<@${people.maya}>, Baton has paused \\*${campaign.name}\\*: .*[Ss]ender`),
    )
    expect(await copiesOf(world, campaign)).toEqual(each(campaign.addresses, 0))
    expect(await progressOf(world, campaign)).toMatchObject({ waiting: 2 })
  })
})
