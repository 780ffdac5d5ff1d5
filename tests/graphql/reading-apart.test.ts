import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { insertCampaign } from '../support/rows.ts'
import { until } from '../support/until.ts'
import { type GraphqlWorld, startGraphql } from './client.ts'

let world: GraphqlWorld
beforeAll(async () => {
  world = await startGraphql(300)
})
afterAll(async () => {
  await world.stop()
})

const pause = `mutation ($id: UUID!) { pauseCampaign(id: $id) { ... on PauseCampaignSuccess { campaign { status } } } }`

/** How many statements wait for a lock of somebody else. */
async function waiting(): Promise<number> {
  const [row] = await world.database.db.$queryRaw<{ count: number }[]>`
    SELECT count(*)::int AS count FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`
  return row?.count ?? 0
}

describe('reading over GraphQL', () => {
  it('is ended when a statement takes too long, while a change may wait for its turn', async () => {
    const { id } = await insertCampaign(world.database.db)
    const changing = await world.database.db.$transaction(async (tx) => {
      await tx.$executeRaw`LOCK TABLE reply IN ACCESS EXCLUSIVE MODE`
      await tx.$executeRaw`SELECT FROM campaign WHERE id = ${id}::uuid FOR UPDATE`
      const change = world.ask(pause, { id }, world.tokens.admin)
      await until('the change to wait', async () => (await waiting()) === 1)
      const { body } = await world.ask('{ replies { nodes { id } } }')
      expect(body.errors).toMatchObject([{ extensions: { code: 'INTERNAL_SERVER_ERROR' } }])
      expect(await waiting()).toBe(1)
      return { change }
    })
    expect((await changing.change).body).toEqual({
      data: { pauseCampaign: { campaign: { status: 'paused' } } },
    })
  })

  it('has four connections and no more, however many ask', async () => {
    await world.database.db.$transaction(async (tx) => {
      await tx.$executeRaw`LOCK TABLE reply IN ACCESS EXCLUSIVE MODE`
      const reads = Object.values(world.tokens).flatMap((token) =>
        Array.from({ length: 3 }, () => world.ask('{ replies { nodes { id } } }', {}, token)),
      )
      let most = 0
      let ended = 0
      for (const read of reads) void read.then(() => (ended += 1))
      await until('all reads to be ended', async () => {
        most = Math.max(most, await waiting())
        return ended === reads.length
      })
      expect(most).toBe(4)
    })
  })
})
