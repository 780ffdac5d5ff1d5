import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals'
import { people } from '../../sandbox/demo/workspace-seed.ts'
import { campaignRow, cardSays, each, launchedCampaign, progressOf, sentCampaign } from '../support/story.ts'
import { until } from '../support/until.ts'
import { startWorld, type World } from '../support/world.ts'

let world: World
beforeAll(async () => {
  world = await startWorld()
})
afterAll(() => world.stop())
const usual = { duplicateWebhooks: 0, answerLatencyMs: 0, deliveryLatencyMs: 200 }
afterEach(() => {
  Object.assign(world.postmark.settings, usual)
})

/** Waits until every webhook that Postmark had to tell was told and applied. */
async function allApplied(): Promise<void> {
  await world.postmark.webhooks.idle()
  await until(
    'everything told to be applied',
    async () => (await world.database.db.webhookDelivery.count({ where: { appliedAt: null } })) === 0,
  )
}

/** A campaign whose deliveries have all been told. */
async function deliveredCampaign(contacts: number) {
  const campaign = await sentCampaign(world, { contacts })
  await until('the deliveries', async () => (await progressOf(world, campaign)).delivered === contacts)
  return campaign
}

const eventsOf = (campaign: { id: string }) =>
  world.database.db.event.findMany({ where: { message: { campaignId: campaign.id } } })

describe('what happens to a mail', () => {
  it('is counted on the card, each person once', async () => {
    const campaign = await deliveredCampaign(4)
    const [first, second, third] = campaign.mails.map(({ id }) => id)
    for (const id of [first, first, second]) world.postmark.inbox.open(id ?? '')
    world.postmark.inbox.click(first ?? '', 'https://northwind.example/autumn')
    world.postmark.inbox.complain(third ?? '')
    await cardSays(
      world,
      campaign,
      /Delivered\D+4\D+Opened\D+2\D+Clicked\D+1\D+Replied\D+0[\s\S]*Bounced\D+0[\s\S]*Complained\D+1/,
    )
    expect(await progressOf(world, campaign)).toMatchObject({ opened: 2, clicked: 1, complained: 1 })
  })

  it('is not counted as opened when a machine fetched the pictures', async () => {
    const campaign = await deliveredCampaign(1)
    world.postmark.inbox.open(campaign.mails[0]?.id ?? '', { machine: true })
    await allApplied()
    expect(await eventsOf(campaign)).toMatchObject([{ type: 'delivered' }, { type: 'opened', machine: true }])
    expect(await progressOf(world, campaign)).toMatchObject({ opened: 0 })
  })

  it('has one effect, however many copies of a webhook arrive at once', async () => {
    world.postmark.settings.duplicateWebhooks = 49
    const campaign = await deliveredCampaign(1)
    world.postmark.inbox.click(campaign.mails[0]?.id ?? '', 'https://northwind.example/autumn')
    await until('the click', async () => (await progressOf(world, campaign)).clicked === 1)
    await allApplied()
    const told = world.postmark.journal.attempts().filter(({ recordType }) => recordType === 'Click')
    expect(told.filter(({ status }) => status === 200).length).toBeGreaterThanOrEqual(50)
    const types = (await eventsOf(campaign)).map(({ type }) => type)
    expect(types.toSorted()).toEqual([...new Set(types)].toSorted())
  })

  it('comes out the same when the webhooks come in the wrong order', async () => {
    const campaign = await sentCampaign(world, { contacts: 3 })
    world.postmark.webhooks.pause()
    for (const { id } of campaign.mails) {
      world.postmark.inbox.open(id)
      world.postmark.inbox.click(id, 'https://northwind.example/autumn')
    }
    world.postmark.inbox.bounce(campaign.mails[2]?.id ?? '', 'hard')
    world.postmark.webhooks.resume({ order: 'reversed' })
    await allApplied()
    await until('all of it', async () => (await progressOf(world, campaign)).delivered > 1)
    expect(await progressOf(world, campaign)).toMatchObject({ sent: 3, opened: 3, clicked: 3, bounced: 1 })
  })

  it('settles the mail when it is told before Postmark has answered us', async () => {
    Object.assign(world.postmark.settings, { deliveryLatencyMs: 0, answerLatencyMs: 400 })
    const campaign = await launchedCampaign(world, { contacts: 2 })
    await until('a delivery', async () => (await progressOf(world, campaign)).delivered === 2)
    expect(await progressOf(world, campaign)).toMatchObject({ sent: 2, sending: 0 })
    await cardSays(world, campaign, /Completed[\s\S]*2 of 2 sent/)
    const copies = [...world.postmark.accepted.counts().values()]
    expect(copies.every((count) => count === 1)).toBe(true)
  })
})

describe('an address that must not be written to', () => {
  const ends = [
    ['a hard bounce', 'bounced', (id: string) => world.postmark.inbox.bounce(id, 'hard')],
    ['a complaint', 'complained', (id: string) => world.postmark.inbox.complain(id)],
    ['its unsubscribe link', 'unsubscribed', (id: string) => world.postmark.inbox.unsubscribe(id)],
  ] as const
  it.each(ends)('is suppressed by %s, and the next campaign passes it by', async (_, reason, act) => {
    const campaign = await deliveredCampaign(2)
    const [address = '', other = ''] = campaign.addresses
    await act(campaign.mails[0]?.id ?? '')
    await until('the suppression', () => world.database.db.suppression.findFirst({ where: { address } }))
    expect(await world.database.db.suppression.findFirst({ where: { address } })).toMatchObject({ reason })
    const next = await launchedCampaign(world, { addresses: campaign.addresses })
    await until('the rest to be sent', async () => (await progressOf(world, next)).sent === 1)
    expect(await progressOf(world, next)).toMatchObject({ audience: 2, skipped: 1 })
    const got = campaign.addresses.map((to) => world.postmark.inbox.list({ to }).length)
    expect(Object.fromEntries([address, other].map((to, index) => [to, got[index]]))).toEqual({
      ...each([address], 1),
      ...each([other], 2),
    })
  })

  it('is not made of a soft bounce', async () => {
    const campaign = await deliveredCampaign(1)
    world.postmark.inbox.bounce(campaign.mails[0]?.id ?? '', 'soft')
    await until('the bounce', async () => (await progressOf(world, campaign)).bounced === 1)
    expect(
      await world.database.db.suppression.count({ where: { address: campaign.addresses[0] ?? '' } }),
    ).toBe(0)
  })
})

describe('a campaign that is over', () => {
  it('says on its card that too many of its mails bounced, and its owner reads it in the thread', async () => {
    const campaign = await deliveredCampaign(52)
    await cardSays(world, campaign, /Completed/)
    for (const { id } of campaign.mails.slice(0, 3)) world.postmark.inbox.bounce(id, 'hard')
    const words = '3 of 52 mails bounced (5.77 %). Look at where these addresses came from'
    const maya = world.slack.person(people.maya)
    const reads = (place: { containing: string } | { ts: string }) =>
      maya.reads({ channel: '#campaigns', ...place }).join('\n')
    const note = `too many mails of *${campaign.name}* went wrong: ${words}`
    await world.slack.waitFor('the note', () => reads({ containing: campaign.name }).includes(note))
    const { cardTs } = await campaignRow(world, campaign)
    await world.slack.waitFor('the card', () => reads({ ts: cardTs ?? '' }).includes(`⚠️ ${words}`))
    expect(reads({ ts: cardTs ?? '' })).toMatch(/Completed/)
  })
})

describe('a caller who is not Postmark', () => {
  const body = JSON.stringify({ RecordType: 'Delivery', MessageID: 'x', Recipient: 'a@b.example' })
  const basic = (words: string) => `Basic ${Buffer.from(words).toString('base64')}`
  const callers = [
    ['no credentials', {}],
    ['a wrong password', { authorization: basic('postmark:guess') }],
    ['no user', { authorization: basic(':sandbox-webhook-password') }],
    ['something else', { authorization: 'Bearer sandbox-webhook-password' }],
  ] as const
  it.each(callers)('with %s gets 401, and nothing is stored', async (_, headers) => {
    const before = await world.database.db.webhookDelivery.count()
    for (const path of ['events', 'inbound']) {
      const answer = await fetch(`${world.url}/webhooks/postmark/${path}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body,
      })
      expect(answer.status).toBe(401)
    }
    expect(await world.database.db.webhookDelivery.count()).toBe(before)
  })
})
