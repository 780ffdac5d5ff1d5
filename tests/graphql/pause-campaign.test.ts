import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { insertCampaign } from '../support/rows.ts'
import { type GraphqlWorld, startGraphql } from './client.ts'

let world: GraphqlWorld
beforeAll(async () => {
  world = await startGraphql()
})
afterAll(async () => {
  await world.stop()
})

const mutation = `mutation ($id: UUID!) { pauseCampaign(id: $id) {
  __typename ... on PauseCampaignSuccess { campaign { id status } } ... on Refusal { code message } } }`
const statusOf = async (id: string) =>
  (await world.database.db.campaign.findUniqueOrThrow({ where: { id } })).status

describe('pauseCampaign', () => {
  it.each(['admin', 'marketer'] as const)('lets a token of a %s do what the button does', async (role) => {
    const { id } = await insertCampaign(world.database.db)
    const { body } = await world.ask(mutation, { id }, world.tokens[role])
    const campaign = { id, status: 'paused' }
    expect(body).toEqual({ data: { pauseCampaign: { __typename: 'PauseCampaignSuccess', campaign } } })
    const token = await world.database.db.apiToken.findFirstOrThrow({ where: { name: role } })
    const entry = await world.database.db.auditEntry.findFirstOrThrow({ where: { subjectId: id } })
    expect(entry).toMatchObject({ actor: `token:${token.id}`, action: 'paused', origin: 'graphql' })
    expect(world.recorded.at(-1)).toEqual({ job: 'show-campaign', payload: { campaignId: id }, key: id })
  })

  it.each(['analyst', 'sales'] as const)(
    'is refused to a token of a %s, and nothing happens',
    async (role) => {
      const { id } = await insertCampaign(world.database.db)
      const { body } = await world.ask(mutation, { id }, world.tokens[role])
      expect(body).toMatchObject({
        data: { pauseCampaign: { __typename: 'Refusal', code: 'token-not-allowed' } },
      })
      expect(await statusOf(id)).toBe('running')
    },
  )

  it('answers a refusal as a type of its own, with its reason', async () => {
    const { id } = await insertCampaign(world.database.db, { status: 'completed' })
    const { body } = await world.ask(mutation, { id }, world.tokens.admin)
    expect(body).toMatchObject({
      data: {
        pauseCampaign: { __typename: 'Refusal', code: expect.any(String), message: expect.any(String) },
      },
    })
    expect(await statusOf(id)).toBe('completed')
  })

  it('refuses a campaign that is not there', async () => {
    const { body } = await world.ask(
      mutation,
      { id: '019a8f4e-6c5a-7d3e-8a11-2b7f0c9d4e55' },
      world.tokens.admin,
    )
    expect(body).toMatchObject({ data: { pauseCampaign: { __typename: 'Refusal' } } })
  })

  it('cannot be done with GET', async () => {
    const { id } = await insertCampaign(world.database.db)
    const query = new URLSearchParams({ query: mutation, variables: JSON.stringify({ id }) })
    const headers = { authorization: `Bearer ${world.tokens.admin}`, 'x-graphql-yoga-csrf': '1' }
    const { status } = await world.send({ headers }, `/graphql?${query.toString()}`)
    expect([status, await statusOf(id)]).toEqual([405, 'running'])
  })
})
