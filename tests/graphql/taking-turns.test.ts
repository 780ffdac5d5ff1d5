import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { insertCampaign, insertContact } from '../support/rows.ts'
import { until } from '../support/until.ts'
import { type Answer, type GraphqlWorld, startGraphql } from './client.ts'

let world: GraphqlWorld
beforeAll(async () => {
  world = await startGraphql()
})
afterAll(async () => {
  await world.stop()
})

const replies = '{ replies { nodes { id } } }'

/** How many statements wait for the table that the test holds. */
async function reading(): Promise<number> {
  const [row] = await world.database.db.$queryRaw<{ count: number }[]>`
    SELECT count(*)::int AS count FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`
  return row?.count ?? 0
}

/** Does something while no reply can be read. */
async function whileRepliesAreHeld(work: () => Promise<void>): Promise<void> {
  await world.database.db.$transaction(async (tx) => {
    await tx.$executeRaw`LOCK TABLE reply IN ACCESS EXCLUSIVE MODE`
    await work()
  })
}

const codes = (answers: readonly Answer[]) =>
  answers.map(({ body }) => body.errors?.[0]?.extensions?.['code'])

describe('the queries of one token', () => {
  it('are answered two at a time; the others wait, and no other token and no change waits for them', async () => {
    const asked: Promise<Answer>[] = []
    const { id } = await insertCampaign(world.database.db)
    await whileRepliesAreHeld(async () => {
      for (let n = 0; n < 6; n += 1) asked.push(world.ask(replies))
      await until('two to read', async () => (await reading()) === 2)
      const other = await world.ask('{ campaigns { nodes { id } } }', {}, world.tokens.sales)
      expect(other.body.errors).toBeUndefined()
      const pause = `mutation { pauseCampaign(id: "${id}") { ... on PauseCampaignSuccess { campaign { status } } } }`
      const change = await world.ask(pause, {}, world.tokens.admin)
      expect(change.body.errors).toBeUndefined()
      expect(await reading()).toBe(2)
    })
    expect(codes(await Promise.all(asked))).toEqual(asked.map(() => undefined))
  })

  it('are refused at once, with a sentence, when more than twenty wait', async () => {
    const asked: Promise<Answer>[] = []
    let refused: Answer[] = []
    await whileRepliesAreHeld(async () => {
      const ended: Answer[] = []
      for (let n = 0; n < 25; n += 1) {
        const answer = world.ask(replies)
        asked.push(answer)
        void answer.then((one) => ended.push(one))
      }
      await until('three to be refused', () => ended.length === 3)
      refused = [...ended]
    })
    expect(refused.map(({ status }) => status)).toEqual([429, 429, 429])
    expect(refused[0]?.body).toEqual({
      errors: [
        {
          message: 'More than 20 queries of this token wait already. Ask again when some are answered.',
          extensions: { code: 'TOO_MANY_REQUESTS' },
        },
      ],
    })
    const all = await Promise.all(asked)
    expect(codes(all).filter((code) => code === undefined)).toHaveLength(22)
  })

  it('give their turns back when whoever asked has left', async () => {
    await whileRepliesAreHeld(async () => {
      const leaving = new AbortController()
      const request = {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${world.tokens.analyst}` },
        body: JSON.stringify({ query: replies }),
        signal: leaving.signal,
      }
      const asked = Array.from({ length: 8 }, () => world.send(request).catch(() => null))
      await until('two to read', async () => (await reading()) === 2)
      leaving.abort()
      expect(await Promise.all(asked)).toEqual(asked.map(() => null))
      expect(await reading()).toBe(2)
    })
    const answers = await Promise.all(Array.from({ length: 4 }, () => world.ask(replies)))
    expect(codes(answers)).toEqual(answers.map(() => undefined))
  })
})

it('an answer that is too long is not sent: whoever asked reads how to ask for less', async () => {
  const { db } = world.database
  const { id } = await insertContact(db)
  await db.$executeRaw`UPDATE contact SET attributes = jsonb_build_object('note', repeat('x', 200000)) WHERE id = ${id}::uuid`
  await db.$executeRaw`
    INSERT INTO contact (email, attributes) SELECT n || '@long.example', c.attributes
    FROM contact c, generate_series(1, 99) n WHERE c.id = ${id}::uuid`
  const query = 'query ($first: Int!) { contacts(first: $first) { nodes { attributes } } }'
  expect((await world.ask(query, { first: 75 })).text.length).toBeGreaterThan(15_000_000)
  const { status, body } = await world.ask(query, { first: 100 })
  expect({ status, body }).toEqual({
    status: 400,
    body: {
      errors: [
        {
          message:
            'The answer would have more than 16 million characters. Ask for smaller pages with "first", or for fewer fields.',
          extensions: { code: 'ANSWER_TOO_LARGE' },
        },
      ],
    },
  })
})
