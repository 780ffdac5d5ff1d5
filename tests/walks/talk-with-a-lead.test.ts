import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals'
import { people } from '../../sandbox/demo/workspace-seed.ts'
import type { Mail } from '../../sandbox/postmark/types.ts'
import {
  claimedLead,
  clockStrikes,
  expectTaken,
  handedOverLead,
  threadOf,
  type ToldLead,
  whisperedTo,
} from '../support/story.ts'
import { until } from '../support/until.ts'
import { leftAloneMs, startWorld, type World } from '../support/world.ts'

/** Mails of the conversation with a lead, newest first. */
const conversation = (world: World, { address }: ToldLead) =>
  world.postmark.inbox.list({ to: address }).filter(({ stream }) => stream === 'outbound')

/** Raj writes in the lead's thread. */
const write = (world: World, { card }: ToldLead, text: string) =>
  world.slack.person(people.raj).say('#sales', text, { threadTs: card.ts })

/** The newest mail of the conversation, once it is there. */
async function nextMail(world: World, lead: ToldLead, count = 1): Promise<Mail> {
  await until('the mail to the lead', () => conversation(world, lead).length >= count)
  return world.postmark.inbox.mail(conversation(world, lead)[0]?.id ?? '')
}

const header = (mail: Mail, name: string) => mail.headers.find(({ Name }) => Name === name)?.Value
const marksOf = (world: World, { card }: ToldLead, ts: string) =>
  world.slack
    .snapshot(people.raj)
    .channels.flatMap(({ messages }) => messages)
    .filter((message) => message.ts === ts && message.threadTs === card.ts)
    .flatMap(({ reactions }) => reactions.map(({ name }) => name))

describe.each(['socket', 'http'] as const)('a conversation over %s', (transport) => {
  let world: World
  beforeAll(async () => {
    world = await startWorld({ transport })
  })
  afterAll(() => world.stop())
  afterEach(() => {
    world.slack.faults.clear()
  })

  it('goes from the thread to the mailbox, in the same conversation, and back', async () => {
    const lead = await claimedLead(world)
    const { ts } = await write(world, lead, 'Shall I call you at ten?')
    const mail = await nextMail(world, lead)
    expect(mail).toMatchObject({ text: expect.stringContaining('Shall I call you at ten?') })
    expect(mail.subject).toMatch(/^Re: /)
    expect(mail.from).toMatch(/Raj/)
    const [answered] = world.postmark.inbox.sent({ from: lead.address })
    const references = header(mail, 'References') ?? ''
    expect(references).toContain(lead.mail.messageId)
    expect(references.endsWith(header(mail, 'In-Reply-To') ?? 'none')).toBe(true)
    expect(answered?.status).not.toBe('undeliverable')
    await until('the mark on what Raj wrote', () => marksOf(world, lead, ts).length > 0)
    world.postmark.inbox.reply(mail.id, { text: 'Ten is perfect.' })
    await world.slack.waitForMessage({ channel: '#sales', text: /Ten is perfect/, threadTs: lead.card.ts })
  })

  it('sends a message once though Slack delivers it twice', async () => {
    const lead = await claimedLead(world)
    world.slack.faults.duplicateEvent({ type: 'message', times: 2 })
    await write(world, lead, 'Once.')
    await write(world, lead, 'Twice.')
    await until('both', () => conversation(world, lead).length >= 2)
    const rows = await world.database.db.message.findMany({
      where: { handover: { contact: { email: lead.address } }, direction: 'outbound' },
    })
    expect(new Set(rows.map(({ text }) => text))).toEqual(new Set(['Once.', 'Twice.']))
    expect(rows).toHaveLength(2)
    expect(conversation(world, lead)).toHaveLength(2)
  })

  it('keeps a message that begins with // in Slack', async () => {
    const lead = await claimedLead(world)
    await write(world, lead, '// big account, careful')
    await write(world, lead, 'Hello!')
    const mail = await nextMail(world, lead)
    expect(mail.text).toContain('Hello!')
    expect(conversation(world, lead)).toHaveLength(1)
  })

  it('closes when it is won: what is written afterwards goes nowhere, and its writer is told', async () => {
    const lead = await claimedLead(world)
    const raj = world.slack.person(people.raj)
    expectTaken(await raj.click({ where: lead.card, text: 'Won', confirm: true }))
    await world.slack.waitFor('the card to say so', () => /Won by/.test(raj.reads(lead.card).join(' ')))
    await write(world, lead, 'Welcome aboard!')
    await world.slack.waitFor('the writer to be told', () =>
      whisperedTo(world, raj.id).includes('Not sent: this lead is closed.'),
    )
    expect(conversation(world, lead)).toEqual([])
  })
})

describe('in a conversation', () => {
  let world: World
  let ahead = 0
  beforeAll(async () => {
    world = await startWorld({ now: () => new Date(Date.now() + ahead) })
  })
  afterAll(() => world.stop())
  afterEach(() => {
    world.postmark.faults.clear()
    world.postmark.settings.automaticDelivery = true
  })

  it('what was typed reaches the lead as plain text, whatever Slack makes of it', async () => {
    const lead = await claimedLead(world)
    await write(world, lead, 'R&D <b>costs</b> a > b, @Raj will call')
    const mail = await nextMail(world, lead)
    expect(mail.text).toContain('R&D <b>costs</b> a > b')
    expect(mail.text).not.toMatch(/&amp;|&lt;|&gt;|<@U/)
  })

  it('only its holder speaks: everybody else is told, and nothing is sent', async () => {
    const lead = await claimedLead(world)
    const elena = world.slack.person(people.elena)
    await elena.say('#sales', 'I know them!', { threadTs: lead.card.ts })
    await world.slack.waitFor('Elena to be told', () =>
      whisperedTo(world, elena.id).some((line) =>
        line.startsWith(`Not sent: <@${people.raj}> holds this lead`),
      ),
    )
    expect(conversation(world, lead)).toEqual([])
  })

  it('nobody speaks before somebody has claimed the lead', async () => {
    const lead = await handedOverLead(world)
    await write(world, lead, 'Hello?')
    await world.slack.waitFor('Raj to be told', () =>
      whisperedTo(world, people.raj).some((line) => line.startsWith('Not sent: nobody holds this lead yet.')),
    )
    expect(conversation(world, lead)).toEqual([])
  })

  it('an answer from another address is shown with a warning', async () => {
    const lead = await claimedLead(world)
    await write(world, lead, 'Hello!')
    const mail = await nextMail(world, lead)
    world.postmark.inbox.reply(mail.id, { text: 'From home now.', fromOther: 'ada@home.example' })
    const message = await world.slack.waitForMessage({
      channel: '#sales',
      text: /From home now/,
      threadTs: lead.card.ts,
    })
    expect(JSON.stringify(message.blocks)).toMatch(/From another address[^"]*ada@home\.example/)
  })

  it('a message that Postmark refuses is marked, and the thread says why', async () => {
    const lead = await claimedLead(world)
    const match = { recipient: lead.address }
    world.postmark.faults.add({ match, reply: { status: 422, errorCode: 406, message: 'Inactive' } })
    await write(world, lead, 'Hello?')
    await world.slack.waitFor('the thread to say so', () =>
      threadOf(world, lead).some((line) => line.startsWith('⚠️ Not sent:')),
    )
    expect(conversation(world, lead)).toEqual([])
  })

  /** A message whose call broke off, and which waits for its fate. */
  async function unknownMessage(reply: 'accept-then-reset' | 'reset', times = 1) {
    const lead = await claimedLead(world)
    world.postmark.settings.automaticDelivery = false
    world.postmark.faults.add({ match: { path: '/email' }, reply, times })
    const { ts } = await write(world, lead, 'Did this arrive?')
    return { lead, ts }
  }

  /** Waits for the fate of the newest message to be open, then lets the settle window pass. */
  async function letTimePass(attempts: number): Promise<void> {
    await until('a message of unknown fate', () =>
      world.database.db.message.findFirst({ where: { state: 'unknown', attempts } }),
    )
    ahead += leftAloneMs
    world.postmark.advance(leftAloneMs)
    await clockStrikes(world)
  }

  it('a timeout after acceptance is found out: the lead has one copy, and its writer sees the mark', async () => {
    const { lead, ts } = await unknownMessage('accept-then-reset')
    await letTimePass(1)
    await until('the mark', () => marksOf(world, lead, ts).length > 0)
    expect(conversation(world, lead)).toHaveLength(1)
  })

  it('a webhook that proves it sent puts the mark there too', async () => {
    const { lead, ts } = await unknownMessage('accept-then-reset')
    world.postmark.settings.automaticDelivery = true
    const mail = await nextMail(world, lead)
    world.postmark.inbox.open(mail.id)
    await until('the mark', () => marksOf(world, lead, ts).length > 0)
    expect(conversation(world, lead)).toHaveLength(1)
  })

  it('a message that left no trace twice is not tried again, and its writer reads so', async () => {
    const { lead } = await unknownMessage('reset', 2)
    await letTimePass(1)
    await letTimePass(2)
    await world.slack.waitFor('the thread to say so', () =>
      threadOf(world, lead).some((line) => /⚠️ .*not found at the provider/.test(line)),
    )
    expect(conversation(world, lead)).toEqual([])
  })
})
