import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { enroll, insertCampaign, insertContact, insertMessage } from '../support/rows.ts'
import { type GraphqlWorld, pageIn, startGraphql } from './client.ts'

let world: GraphqlWorld
beforeAll(async () => {
  world = await startGraphql()
})
afterAll(async () => {
  await world.stop()
})

/** A campaign with so many people in it, each with a message in one of the states. */
async function campaignWith(states: Parameters<typeof insertMessage>[1]['state'][], name = 'Spring launch') {
  const { db } = world.database
  const campaign = await insertCampaign(db, { name })
  for (const state of states) {
    const contact = await insertContact(db)
    const enrollment = await enroll(db, { campaign, contactId: contact.id })
    await insertMessage(db, { enrollment, state })
  }
  return campaign
}

describe('a list', () => {
  it('is read in pages from the newest on, without gaps and repetitions while new rows come in', async () => {
    const campaign = await campaignWith(['sent', 'sent', 'sent', 'sent', 'sent'])
    const query = `query ($campaignId: UUID!, $after: String) {
      messages(campaignId: $campaignId, first: 2, after: $after) { nodes { id } pageInfo { hasNextPage endCursor } } }`
    const ids: string[] = []
    let after: string | null = null
    for (let page = 0; page < 3; page += 1) {
      const messages = pageIn(await world.ask(query, { campaignId: campaign.id, after }), 'messages')
      ids.push(...messages.nodes.map(({ id }) => id ?? ''))
      after = messages.pageInfo?.endCursor ?? null
      expect(messages.pageInfo?.hasNextPage).toBe(page < 2)
      const contact = await insertContact(world.database.db)
      const enrollment = await enroll(world.database.db, { campaign, contactId: contact.id })
      await insertMessage(world.database.db, { enrollment, state: 'sent' })
    }
    expect(ids).toHaveLength(5)
    expect(ids).toEqual([...new Set(ids)].toSorted((a, b) => (a < b ? 1 : -1)))
  })

  it('has 50 rows unless asked for another number', async () => {
    const { db } = world.database
    await db.contact.createMany({
      data: Array.from({ length: 60 }, (_, n) => ({ email: `page${n}@example.com` })),
    })
    const count = async (args: string) => {
      const answer = await world.ask(`{ contacts${args} { nodes { id } } }`)
      return pageIn(answer, 'contacts').nodes.length
    }
    expect([await count(''), await count('(first: 7)'), await count('(last: 3)')]).toEqual([50, 7, 3])
  })

  it('is filtered by what was asked, and by nothing where null was given', async () => {
    const campaign = await campaignWith(['sent', 'skipped', 'skipped'])
    const query = `query ($campaignId: UUID, $state: MessageState) {
      messages(campaignId: $campaignId, state: $state) { nodes { state campaignId contact { email } campaign { name } } } }`
    const { body } = await world.ask(query, { campaignId: campaign.id, state: 'skipped' })
    const skipped = { state: 'skipped', campaignId: campaign.id, campaign: { name: 'Spring launch' } }
    const row = { ...skipped, contact: { email: expect.stringContaining('@example.com') } }
    expect(body).toEqual({ data: { messages: { nodes: [row, row] } } })
    const all = await world.ask(query, { campaignId: null, state: null })
    expect(pageIn(all, 'messages').nodes.length).toBeGreaterThan(3)
  })

  it('of a contact has the mails of all their campaigns and what they wrote', async () => {
    const { db } = world.database
    const contact = await insertContact(db)
    const written: string[] = []
    for (const campaign of [await insertCampaign(db), await insertCampaign(db)]) {
      const enrollment = await enroll(db, { campaign, contactId: contact.id })
      written.push((await insertMessage(db, { enrollment, state: 'sent' })).id)
    }
    const answer = { direction: 'inbound', purpose: 'conversation', state: 'received' } as const
    const inbound = { ...answer, contactId: contact.id, address: contact.email }
    written.push((await db.message.create({ data: inbound })).id)
    await campaignWith(['sent'])
    const query = `query ($id: UUID!, $purpose: MessagePurpose) {
      messages(contactId: $id, purpose: $purpose) { nodes { id } }
      contact(id: $id) { messages { nodes { id } } } }`
    const nodes = written.toReversed().map((id) => ({ id }))
    const all = await world.ask(query, { id: contact.id })
    expect(all.body).toEqual({ data: { messages: { nodes }, contact: { messages: { nodes } } } })
    const conversations = await world.ask(query, { id: contact.id, purpose: 'conversation' })
    expect(pageIn(conversations, 'messages').nodes).toEqual([nodes[0]])
  })

  it('can have lists inside, each in pages of its own', async () => {
    const campaigns = [await campaignWith(['sent', 'sent']), await campaignWith(['sent', 'sent', 'sent'])]
    const { body } = await world.ask(`{ campaigns(first: 2) { edges { node { id
      messages(first: 2) { edges { cursor node { id enrollment { status } } } pageInfo { hasNextPage } } } } } }`)
    const two = [0, 1].map(() => ({
      cursor: expect.any(String),
      node: { id: expect.any(String), enrollment: { status: 'active' } },
    }))
    expect(body.data).toEqual({
      campaigns: {
        edges: [
          { node: { id: campaigns[1]?.id, messages: { edges: two, pageInfo: { hasNextPage: true } } } },
          { node: { id: campaigns[0]?.id, messages: { edges: two, pageInfo: { hasNextPage: false } } } },
        ],
      },
    })
  })
})

describe('a campaign', () => {
  it('shows where its audience stands, with the states adding up', async () => {
    const campaign = await campaignWith(['sent', 'sent', 'skipped', 'rejected', 'unknown', 'needs_human'])
    const { db } = world.database
    const contact = await insertContact(db)
    await enroll(db, { campaign, contactId: contact.id })
    await db.enrollment.updateMany({
      where: { campaignId: campaign.id, messages: { some: { state: 'skipped' } } },
      data: { status: 'stopped', reason: 'suppressed' },
    })
    const { body } = await world.ask(
      'query ($id: UUID!) { campaign(id: $id) { owner { name } progress { audience waiting sending sent skipped rejected unknown needsHuman writtenTo } } }',
      { id: campaign.id },
    )
    const states = { waiting: 1, sending: 0, sent: 2, skipped: 1, rejected: 1, unknown: 1, needsHuman: 1 }
    expect(body).toEqual({
      data: { campaign: { owner: { name: 'Mara' }, progress: { audience: 7, ...states, writtenTo: 2 } } },
    })
  })

  it('is read with all others of a page by one query for their progress', async () => {
    const statements: string[] = []
    const db = world.readDb
    const original = db.$queryRaw.bind(db)
    db.$queryRaw = ((...words: Parameters<typeof original>) => {
      statements.push(JSON.stringify(words[0]))
      return original(...words)
    }) as typeof db.$queryRaw
    const answer = await world.ask('{ campaigns { nodes { progress { audience } } } }')
    db.$queryRaw = original
    expect(pageIn(answer, 'campaigns').nodes.length).toBeGreaterThan(3)
    expect(statements).toHaveLength(1)
  })

  it('is null when there is none with the id', async () => {
    const { body } = await world.ask('{ campaign(id: "019a8f4e-6c5a-7d3e-8a11-2b7f0c9d4e55") { name } }')
    expect(body).toEqual({ data: { campaign: null } })
  })
})
