import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals'
import { people } from '../../sandbox/demo/workspace-seed.ts'
import {
  campaignRow,
  handedOverLead,
  leadCard,
  progressOf,
  sentCampaign,
  threadOf,
} from '../support/story.ts'
import { until } from '../support/until.ts'
import { startWorld, type World } from '../support/world.ts'

const interested = 'Sounds good, please call me about the price.'

/** A sent campaign of one person. */
async function writtenTo(world: World) {
  const campaign = await sentCampaign(world, { contacts: 1 })
  const [mail] = campaign.mails
  const [address] = campaign.addresses
  if (!mail || address === undefined) throw new Error('The campaign has nobody')
  return { campaign, mail, address }
}

const repliesOf = (world: World, { id }: { id: string }) =>
  world.database.db.reply.findMany({
    where: { campaignId: id },
    include: { assessment: true, enrollment: true },
    orderBy: { id: 'asc' },
  })

/** The first reply of a campaign, once it is filed. */
const filed = (world: World, campaign: { id: string }) =>
  until('the reply to be filed', async () => (await repliesOf(world, campaign))[0])

describe.each(['socket', 'http'] as const)('a reply over %s', (transport) => {
  let world: World
  beforeAll(async () => {
    world = await startWorld({ transport })
  })
  afterAll(() => world.stop())

  it('of somebody interested becomes a card in #sales: score, reasons and their words', async () => {
    const lead = await handedOverLead(world)
    const card = world.slack.person(people.raj).reads(lead.card).join('\n')
    expect(card).toMatch(/Open: waiting for someone to claim it/)
    expect(card).toMatch(/Lead score \*(?:8[5-9]|9\d|100)\*/)
    expect(card).toContain(interested)
    expect(card).toContain(lead.campaign.name)
    expect(card).not.toContain(lead.address)
    expect(await progressOf(world, lead.campaign)).toMatchObject({ replied: 1, handedOver: 1 })
    expect(await repliesOf(world, lead.campaign)).toMatchObject([
      { kind: 'human', matchedBy: 'mailbox-hash', enrollment: { status: 'replied' } },
    ])
  })

  it('of somebody who declines is counted and assessed, and nobody in sales is troubled', async () => {
    const { campaign, mail } = await writtenTo(world)
    world.postmark.inbox.reply(mail.id, { text: 'Not interested, thank you.' })
    await until('the assessment', async () => (await repliesOf(world, campaign))[0]?.assessment)
    expect(await repliesOf(world, campaign)).toMatchObject([{ assessment: { intent: 'not_interested' } }])
    expect(await progressOf(world, campaign)).toMatchObject({ replied: 1, handedOver: 0 })
  })
})

describe('a reply', () => {
  let world: World
  beforeAll(async () => {
    world = await startWorld()
  })
  afterAll(() => world.stop())
  afterEach(() => {
    world.postmark.settings.duplicateWebhooks = 0
  })

  it('has one effect, however many copies of it arrive at once', async () => {
    world.postmark.settings.duplicateWebhooks = 49
    const { address, campaign } = await handedOverLead(world)
    await world.postmark.webhooks.idle()
    expect(await repliesOf(world, campaign)).toHaveLength(1)
    expect(await world.database.db.handover.count({ where: { contact: { email: address } } })).toBe(1)
  })

  it('from another address of the same person is matched by the token in the address it went to', async () => {
    const { campaign, mail } = await writtenTo(world)
    world.postmark.inbox.reply(mail.id, { text: interested, fromOther: 'ada@home.example' })
    expect(await filed(world, campaign)).toMatchObject({ matchedBy: 'mailbox-hash' })
  })

  it('that lost its token is matched by the mail that it answers', async () => {
    const { campaign, mail } = await writtenTo(world)
    world.postmark.inbox.sendNew({
      from: 'ada@home.example',
      to: 'reply@inbound.northwind.example',
      subject: 'Re: coffee',
      text: interested,
      headers: [{ Name: 'In-Reply-To', Value: mail.messageId }],
    })
    expect(await filed(world, campaign)).toMatchObject({ matchedBy: 'in-reply-to' })
  })

  it('with a token nobody knows is matched by its sender, which proves the least', async () => {
    const { campaign, address } = await writtenTo(world)
    world.postmark.inbox.sendNew({
      from: address.toUpperCase(),
      to: 'reply+nosuchtoken@inbound.northwind.example',
      subject: 'Coffee',
      text: 'Which beans do you use?',
    })
    expect(await filed(world, campaign)).toMatchObject({ matchedBy: 'address' })
  })

  it('from a stranger with a token nobody knows is kept, and nothing follows', async () => {
    const before = await world.database.db.reply.count()
    world.postmark.inbox.sendNew({
      from: 'stranger@elsewhere.example',
      to: 'reply+nosuchtoken@inbound.northwind.example',
      subject: 'Hello',
      text: interested,
    })
    await until('it to be looked at', () =>
      world.database.db.webhookDelivery.findFirst({ where: { outcome: 'unmatched' } }),
    )
    expect(await world.database.db.reply.count()).toBe(before)
  })

  it('out of office stops nothing and hands nobody over', async () => {
    const { campaign, mail } = await writtenTo(world)
    const asked = world.openai.calls().length
    world.postmark.inbox.outOfOffice(mail.id)
    const reply = await filed(world, campaign)
    expect(reply).toMatchObject({ kind: 'out_of_office', assessment: null })
    expect(reply.enrollment?.status).not.toBe('replied')
    expect(await progressOf(world, campaign)).toMatchObject({ replied: 0, handedOver: 0 })
    expect(world.openai.calls()).toHaveLength(asked)
  })

  it('that says unsubscribe suppresses the address without asking a model', async () => {
    const { campaign, mail, address } = await writtenTo(world)
    const asked = world.openai.calls().length
    world.postmark.inbox.reply(mail.id, { text: 'Unsubscribe' })
    expect(await filed(world, campaign)).toMatchObject({ kind: 'unsubscribe' })
    expect(await world.database.db.suppression.findFirst({ where: { address } })).toMatchObject({
      reason: 'unsubscribed',
    })
    expect(await progressOf(world, campaign)).toMatchObject({ unsubscribed: 1, replied: 0, handedOver: 0 })
    expect(world.openai.calls()).toHaveLength(asked)
  })

  it('full of Slack markup is shown as its words and calls nobody', async () => {
    const words = '<!channel> *call me* <https://evil.example|the price> & more'
    const lead = await handedOverLead(world, words)
    expect(world.slack.person(people.raj).reads(lead.card)).toContain(words)
    const said = world.slack.snapshot(people.raj).channels.flatMap(({ messages }) => messages)
    // Rich text is literal; everything else that Slack would read for markup has it escaped.
    const read = JSON.stringify(
      said.map(({ text, blocks }) => [text, blocks.filter(({ type }) => type !== 'rich_text')]),
    )
    expect(read).not.toMatch(/<!channel>|<https:\/\/evil/)
  })
})

describe('reading a reply', () => {
  let world: World
  let ahead = 0
  beforeAll(async () => {
    world = await startWorld({ now: () => new Date(Date.now() + ahead) })
  })
  afterAll(() => world.stop())
  afterEach(() => {
    world.openai.faults.clear()
  })

  it.each(['refusal', 'garbage', 'schema-mismatch', 'incomplete'] as const)(
    'that the model answers with %s still reaches a person, and the card says why',
    async (kind) => {
      world.openai.faults.add({ outcome: { kind } })
      const lead = await handedOverLead(world)
      const card = world.slack.person(people.raj).reads(lead.card).join('\n')
      expect(card).toMatch(/not assessed \(the model gave no usable answer\): read it yourself/)
      expect(await repliesOf(world, lead.campaign)).toMatchObject([{ assessment: { source: 'rules' } }])
    },
  )

  it('is assessed later when the model is away for a moment', async () => {
    world.openai.faults.add({ outcome: { kind: 'server-error' } })
    const lead = await handedOverLead(world)
    expect(await repliesOf(world, lead.campaign)).toMatchObject([{ assessment: { source: 'model' } }])
  })

  it('reaches a person when the model stays away for twenty minutes', async () => {
    world.openai.faults.add({ outcome: { kind: 'server-error' }, times: 100 })
    const { campaign, mail, address } = await writtenTo(world)
    world.postmark.inbox.reply(mail.id, { text: interested })
    await filed(world, campaign)
    ahead += 21 * 60_000
    const card = await leadCard(world, address)
    expect(world.slack.person(people.raj).reads(card).join('\n')).toMatch(/not assessed/)
  })

  it('of a lead whom somebody has on the table goes to the thread of their card', async () => {
    const lead = await handedOverLead(world)
    world.postmark.inbox.reply(lead.mail.id, { text: 'One more thing: we are forty people.' })
    await world.slack.waitForMessage({ channel: '#sales', text: /forty people/, threadTs: lead.card.ts })
    expect(threadOf(world, lead).filter((line) => /forty people/.test(line))).toHaveLength(1)
    expect(await world.database.db.handover.count({ where: { contact: { email: lead.address } } })).toBe(1)
  })

  it('that follows another at once is not lost: one is the card, the other is in its thread', async () => {
    const { campaign, mail, address } = await writtenTo(world)
    // The first is still being read when the second comes.
    world.openai.faults.add({ outcome: { kind: 'slow', ms: 600 } })
    world.postmark.inbox.reply(mail.id, { text: interested })
    await filed(world, campaign)
    world.postmark.inbox.reply(mail.id, { text: 'And we are forty people.' })
    const card = await leadCard(world, address)
    await world.slack.waitForMessage({ channel: '#sales', text: /forty people/, threadTs: card.ts })
    expect(await campaignRow(world, campaign)).toMatchObject({ status: 'completed' })
  })
})

describe('without a model', () => {
  let world: World
  beforeAll(async () => {
    world = await startWorld({ environment: { OPENAI_API_KEY: '', OPENAI_MODEL: '', OPENAI_BASE_URL: '' } })
  })
  afterAll(() => world.stop())

  it('every reply of a person reaches sales, and the card says that nobody assessed it', async () => {
    const { card } = await handedOverLead(world, 'Which beans do you use?')
    expect(world.slack.person(people.raj).reads(card).join('\n')).toMatch(
      /not assessed \(no model is set up\): read it yourself/,
    )
    expect(world.openai.calls()).toEqual([])
  })
})
