import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals'
import { openDb } from '../../src/db/client.ts'
import { testDatabase } from '../support/database.ts'
import { type DatabaseLine, databaseLine } from '../support/database-line.ts'
import { insertCampaign } from '../support/rows.ts'
import { type GraphqlWorld, startGraphql } from './client.ts'

let world: GraphqlWorld
let line: DatabaseLine
let stop: () => Promise<void>
beforeAll(async () => {
  const database = await testDatabase()
  line = await databaseLine(database.url)
  const db = openDb(line.url)
  world = await startGraphql(10_000, { db, url: line.url, stop: () => db.$disconnect() })
  stop = async () => {
    await world.stop()
    line.stop()
    await database.stop()
  }
})
afterAll(() => stop())
afterEach(() => {
  line.mend()
})

const away = {
  message: expect.stringMatching(/^Baton cannot reach its database at the moment\..* Try again in a minute/),
  extensions: { code: 'DATABASE_AWAY', retryable: true },
}

describe('while the database is away', () => {
  it('a request whose token cannot be looked up is told so, with a code and when to come back', async () => {
    line.cut()
    const response = await fetch(world.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${world.tokens.analyst}` },
      body: JSON.stringify({ query: '{ campaigns { nodes { id } } }' }),
    })
    expect(response.status).toBe(503)
    expect(response.headers.get('retry-after')).toBe('60')
    expect(await response.json()).toEqual({ errors: [away] })
    expect(world.lines.map(({ message }) => message)).toContain(
      'A GraphQL request came to nothing: the database is away',
    )
  })

  it('a query that it leaves in the middle is told so where it stood', async () => {
    const gone = line.cutAt('FROM "public"."reply"', 'before')
    const { body } = await world.ask('{ replies { nodes { id } } }')
    await gone
    expect(body).toMatchObject({ errors: [{ ...away, path: ['replies'] }], data: null })
  })

  it('a change is told so too, and goes through when it is asked for again', async () => {
    const { id } = await insertCampaign(world.database.db)
    const pause = () =>
      world.ask(
        'mutation ($id: UUID!) { pauseCampaign(id: $id) { ... on PauseCampaignSuccess { campaign { status } } } }',
        { id },
        world.tokens.admin,
      )
    const gone = line.cutAt('FOR NO KEY UPDATE OF c', 'before')
    expect((await pause()).body.errors).toMatchObject([away])
    await gone
    line.mend()
    expect((await pause()).body).toEqual({ data: { pauseCampaign: { campaign: { status: 'paused' } } } })
  })
})
