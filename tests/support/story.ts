import { people } from '../../sandbox/demo/workspace-seed.ts'
import type { MailSummary } from '../../sandbox/postmark/types.ts'
import type { Outcome } from '../../sandbox/slack/person-types.ts'
import { campaignProgress } from '../../src/db/campaign-queries.ts'
import type { Campaign, Message } from '../../src/db/generated/prisma/client.ts'
import type { CampaignProgress } from '../../src/domain/campaign.ts'
import { tick } from '../../src/operations/message/tick.ts'
import { until } from './until.ts'
import type { World } from './world.ts'

/** A campaign of a story: what it is called, and the addresses of its contacts in the file's order. */
export type ToldCampaign = { id: string; name: string; addresses: string[] }

/** What a story may want of its campaign. `addresses` takes precedence over `contacts`, the number of new people. */
export type CampaignWishes = { contacts?: number; addresses?: readonly string[]; score?: number }

let serial = 0

/** Throws what a person would read when something they did was not taken. */
export function expectTaken(outcome: Outcome): void {
  if (outcome.kind !== 'acknowledged') throw new Error(`It was not taken: ${JSON.stringify(outcome)}`)
}

/** Maya makes a campaign in the modal and reads its review; nothing is launched. */
export async function draftedCampaign(
  world: Pick<World, 'slack' | 'database'>,
  wishes: CampaignWishes = {},
): Promise<ToldCampaign> {
  serial += 1
  const name = `Roast ${serial}`
  const addresses = wishes.addresses?.slice() ?? newAddresses(wishes.contacts ?? 3)
  const maya = world.slack.person(people.maya)
  expectTaken(await maya.slash('#campaigns', '/campaign new'))
  await world.slack.waitForModal({ user: maya.id })
  await maya.fill('Campaign name', name)
  await maya.fill('Sender name', 'Maya from Northwind')
  await maya.fill('Sender email', 'maya@northwind.example')
  expectTaken(await maya.upload('Contacts', { name: 'contacts.csv', content: contactsCsv(addresses) }))
  await maya.fill('Subject', 'A better coffee, {{ first_name }}?')
  await maya.fill('Email', 'Hi {{ first_name }}, see https://northwind.example/autumn')
  await maya.choose('Channel for its leads', 'sales')
  if (wishes.score !== undefined) await maya.fill('Hand over leads from score', String(wishes.score))
  expectTaken(await maya.submit())
  await world.slack.waitForModal({ user: maya.id, title: /Review/ })
  await world.slack.waitFor('the import', () => maya.reads('modal').some((line) => /Launch/.test(line)))
  const { id } = await world.database.db.campaign.findFirstOrThrow({ where: { name } })
  return { id, name, addresses }
}

/** Maya makes a campaign and presses Launch; it has begun to send when this returns. */
export async function launchedCampaign(world: World, wishes: CampaignWishes = {}): Promise<ToldCampaign> {
  const campaign = await draftedCampaign(world, wishes)
  await launch(world)
  await until('the launch', async () => (await campaignRow(world, campaign)).launchedAt !== null)
  return campaign
}

/** Maya presses Launch in the review before her, and closes it. */
export async function launch(world: Pick<World, 'slack'>): Promise<void> {
  const maya = world.slack.person(people.maya)
  expectTaken(await maya.click({ where: 'modal', text: 'Launch', confirm: true }))
  await maya.close('all')
}

/** A launched campaign whose mails are all with Postmark, and each person's mail in the order of the addresses. */
export async function sentCampaign(
  world: World,
  wishes: CampaignWishes = {},
): Promise<ToldCampaign & { mails: MailSummary[] }> {
  const campaign = await launchedCampaign(world, wishes)
  const mails = await Promise.all(campaign.addresses.map((address) => mailTo(world, address)))
  await until('the ledger to be settled', async () => {
    const { audience, sent } = await progressOf(world, campaign)
    return sent === audience
  })
  return { ...campaign, mails }
}

/** The newest mail that somebody has, once it is there. */
export async function mailTo(world: World, address: string): Promise<MailSummary> {
  const newest = () => world.postmark.inbox.list({ to: address })[0]
  return until(`a mail to ${address}`, newest)
}

/** What people read on a campaign's card, in one piece. */
export function cardOf(world: World, { name }: { name: string }): string {
  return world.slack.person(people.maya).reads({ channel: '#campaigns', containing: name }).join('\n')
}

/** Waits until a campaign's card says this. */
export async function cardSays(world: World, campaign: { name: string }, words: RegExp): Promise<void> {
  try {
    await world.slack.waitFor(`the card of ${campaign.name} to say ${String(words)}`, () =>
      words.test(cardOf(world, campaign)),
    )
  } catch (error) {
    throw new Error(`The card never said ${String(words)}:\n${cardOf(world, campaign)}`, { cause: error })
  }
}

/** A lead in #sales: who it is, the mail they answered, and where the card stands. */
export type ToldLead = { address: string; mail: MailSummary; campaign: ToldCampaign; card: CardPlace }
type CardPlace = { channel: string; ts: string }

/** Somebody answers a campaign's mail with interest, and their card appears in #sales. */
export async function handedOverLead(
  world: World,
  text = 'Sounds good, please call me about the price.',
): Promise<ToldLead> {
  const campaign = await sentCampaign(world, { contacts: 1 })
  const [mail] = campaign.mails
  const [address] = campaign.addresses
  if (!mail || address === undefined) throw new Error('The campaign has nobody')
  world.postmark.inbox.reply(mail.id, { text })
  const card = await leadCard(world, address)
  return { address, mail, campaign, card }
}

/** Where the card of somebody's newest handover stands, once it does. */
export async function leadCard(world: World, address: string): Promise<CardPlace> {
  const { channelId, cardTs } = await until(`a card for ${address}`, async () =>
    world.database.db.handover.findFirst({
      where: { contact: { email: address }, cardTs: { not: null } },
      orderBy: { id: 'desc' },
    }),
  )
  return { channel: channelId, ts: cardTs ?? '' }
}

/** A lead that Raj has claimed. */
export async function claimedLead(world: World): Promise<ToldLead> {
  const lead = await handedOverLead(world)
  const raj = world.slack.person(people.raj)
  expectTaken(await raj.click({ where: lead.card, text: 'Claim' }))
  await world.slack.waitFor('the card to name its holder', () =>
    raj.reads(lead.card).some((line) => line.includes('Claimed by')),
  )
  return lead
}

/** The lines of a thread in #sales, as Raj reads them. */
export function threadOf(world: World, { card }: { card: CardPlace }): string[] {
  const { channels } = world.slack.snapshot(people.raj)
  return channels
    .flatMap(({ messages }) => messages)
    .filter(({ threadTs, ts }) => threadTs === card.ts && ts !== card.ts)
    .map(({ text }) => text)
}

/** Lines that only this person sees, oldest first. */
export function whisperedTo(world: Pick<World, 'slack'>, userId: string): string[] {
  const { channels } = world.slack.snapshot(userId)
  return channels.flatMap(({ messages }) => messages.filter((m) => m.ephemeral).map(({ text }) => text))
}

/** Where a campaign's audience stands in the ledger. */
export async function progressOf(world: World, { id }: { id: string }): Promise<CampaignProgress> {
  const progress = (await campaignProgress(world.database.db, [id])).get(id)
  if (!progress) throw new Error('No such campaign')
  return progress
}

/** The campaign's row. */
export async function campaignRow(world: World, { id }: { id: string }): Promise<Campaign> {
  return world.database.db.campaign.findUniqueOrThrow({ where: { id } })
}

/** The outbound messages of a campaign's sequence. */
export async function messagesOf(world: World, { id }: { id: string }): Promise<Message[]> {
  return world.database.db.message.findMany({ where: { campaignId: id, purpose: 'sequence' } })
}

/** How many copies of each of a campaign's mails Postmark accepted, by address. */
export async function copiesOf(world: World, campaign: { id: string }): Promise<Record<string, number>> {
  const messages = await messagesOf(world, campaign)
  return Object.fromEntries(messages.map(({ id, address }) => [address, world.postmark.accepted.count(id)]))
}

/** The same number for every address. */
export function each(addresses: readonly string[], copies: number): Record<string, number> {
  return Object.fromEntries(addresses.map((address) => [address, copies]))
}

/** What the schedule does once a minute, now. */
export async function clockStrikes(world: World): Promise<void> {
  await tick(world.baton.deps)
}

function newAddresses(count: number): string[] {
  return Array.from({ length: count }, (_, index) => `person${index + 1}.of${serial}@roast.example`)
}

function contactsCsv(addresses: readonly string[]): Uint8Array {
  const rows = addresses.map((address, index) => `${address},Ada${index + 1},Acme ${index + 1}`)
  return new TextEncoder().encode(['email,first_name,company', ...rows].join('\n'))
}
