import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals'
import { type GraphqlWorld, startGraphql } from './client.ts'

let world: GraphqlWorld
beforeAll(async () => {
  world = await startGraphql()
})
afterAll(async () => {
  await world.stop()
})
beforeEach(() => {
  world.lines.length = 0
})

const json = { 'content-type': 'application/json' }
const hello = JSON.stringify({ query: '{ __typename }' })
const bearer = () => ({ authorization: `Bearer ${world.tokens.analyst}` })

describe('who has no token', () => {
  it.each([
    ['none at all', {}],
    ['an unknown one', { authorization: `Bearer baton_${'A'.repeat(43)}` }],
    ['another scheme', { authorization: 'Basic YTpi' }],
    ['half a header', { authorization: 'Bearer' }],
  ])('(%s) gets 401 and learns nothing, not even whether the query is one', async (_what, headers) => {
    for (const body of [hello, '{"query":"{ nonsense', '{"query":"{ __schema { types { name } } }"}']) {
      const { status, body: answer } = await world.send({
        method: 'POST',
        headers: { ...json, ...headers },
        body,
      })
      expect(status).toBe(401)
      expect(answer).toEqual({
        errors: [
          { message: expect.stringContaining('npm run token'), extensions: { code: 'UNAUTHENTICATED' } },
        ],
      })
    }
  })

  it('gets 401 from the moment the token is revoked', async () => {
    const { db } = world.database
    expect((await world.ask('{ __typename }', {}, world.tokens.sales)).status).toBe(200)
    await db.apiToken.updateMany({ where: { name: 'sales' }, data: { revokedAt: new Date() } })
    expect((await world.ask('{ __typename }', {}, world.tokens.sales)).status).toBe(401)
  })
})

describe('a browser on another site', () => {
  it.each([
    ['application/x-www-form-urlencoded', 'query=%7B__typename%7D', 403],
    ['multipart/form-data; boundary=x', '--x--', 403],
    ['text/plain', hello, 403],
  ])('cannot post %s', async (type, body, expected) => {
    const { status } = await world.send({
      method: 'POST',
      headers: { 'content-type': type, ...bearer() },
      body,
    })
    expect(status).toBe(expected)
  })

  it('is granted no access from its origin', async () => {
    const preflight = { origin: 'https://evil.example', 'access-control-request-method': 'POST' }
    for (const request of [
      { method: 'OPTIONS', headers: preflight },
      { method: 'POST', headers: { ...json, ...bearer(), ...preflight }, body: hello },
    ]) {
      const response = await fetch(world.url, request)
      expect(response.headers.get('access-control-allow-origin')).toBeNull()
    }
  })
})

describe('a query that asks for too much', () => {
  const times = (count: number, text: (n: number) => string) =>
    Array.from({ length: count }, (_, n) => text(n)).join(' ')
  const nested = (levels: number): string =>
    levels === 0 ? 'id' : `id messages(first: 1) { nodes { enrollment { ${nested(levels - 1)} } } }`

  it.each([
    ['depth', `{ enrollments(first: 1) { nodes { ${nested(4)} } } }`, /depth/i],
    [
      'depth behind a fragment named __schema',
      `{ enrollments(first: 1) { nodes { ...__schema } } } fragment __schema on Enrollment { ${nested(4)} }`,
      /depth/i,
    ],
    ['aliases', `{ ${times(16, (n) => `a${n}: campaigns { nodes { id } }`)} }`, /alias/i],
    ['repeated __typename', `{ ${times(16, (n) => `a${n}: __typename`)} }`, /alias/i],
    ['directives', `{ __typename ${times(6, () => '@skip(if: false)')} }`, /directive/i],
    ['tokens', `{ ${times(1001, () => '__typename')} }`, /token/i],
    [
      'cost',
      `{ ${times(15, (n) => `a${n}: campaigns(first: 500) { nodes { messages(first: 500) { nodes { id } } } }`)} }`,
      /cost/i,
    ],
    ['a page of 501', '{ campaigns(first: 501) { nodes { id } } }', /1 to 500/],
    ['a page of none', '{ campaigns(first: 0) { nodes { id } } }', /1 to 500/],
    ['less than none', '{ campaigns(last: -1) { nodes { id } } }', /1 to 500/],
    [
      'lists for too many rows',
      '{ campaigns(first: 51) { nodes { messages { nodes { id } } } } }',
      /at most 50/,
    ],
    [
      'lists in lists in lists',
      '{ contacts(first: 10) { nodes { enrollments(first: 6) { nodes { messages { nodes { id } } } } } } }',
      /60 rows/,
    ],
    [
      'lists in a fragment',
      '{ campaigns(first: 51) { ...on CampaignConnection { nodes { ...c } } } } fragment c on Campaign { messages { nodes { id } } }',
      /at most 50/,
    ],
    ['introspection', '{ __schema { types { name } } }', /introspection/i],
    ['introspection of a type', '{ __type(name: "Campaign") { name } }', /introspection/i],
  ])('is refused before anything is read: %s', async (_what, query, problem) => {
    const { status, body } = await world.ask(query)
    expect(body.errors?.map(({ message }) => message).join(' ')).toMatch(problem)
    expect(body.data ?? null).toBeNull()
    expect(status).toBe(400)
    expect(world.lines).toEqual([])
  })

  it('is refused with its page sizes in variables too', async () => {
    const query =
      'query ($n: Int!, $m: Int = 500) { campaigns(first: $n) { nodes { messages(first: $m) { nodes { id } } } } }'
    expect((await world.ask(query, { n: 500 })).body.errors?.[0]?.message).toMatch(/500 rows around it/)
    expect((await world.ask(query, { n: 5, m: 501 })).body.errors?.[0]?.message).toMatch(/1 to 500/)
    expect((await world.ask(query, { n: 49 })).body.errors).toBeUndefined()
  })

  it('is refused for all rows of its lists together, however they are spread', async () => {
    const messages = (count: number, fields = 'id') =>
      times(count, (n) => `a${n}: messages(first: $p) { nodes { ${fields} } }`)
    const of = (campaigns: number, fields: string) =>
      `query ($p: Int!) { campaigns(first: ${campaigns}) { nodes { ${fields} } } }`
    for (const [query, rows] of [
      [of(50, messages(1)), 25_050],
      [of(5, messages(11)), 27_505],
      [`${of(5, '...c')} fragment c on Campaign { ${messages(11)} }`, 27_505],
      // What a row belongs to is a row as well.
      [of(10, messages(2, 'contact { email } enrollment { id }')), 30_010],
      [of(25, messages(1, 'reply { assessment { score } }')), 37_525],
      // And what may be long counts as several: 10 for a text, 25 for attributes.
      [of(5, messages(1, 'text')), 27_505],
      [of(2, messages(1, 'contact { attributes }')), 27_002],
      [of(2, messages(1, 'text contact { attributes }')), 37_002],
    ] as const) {
      const { status, body } = await world.ask(query, { p: 500 })
      expect(body).toEqual({
        errors: [
          { message: expect.stringContaining(`up to ${rows} rows`), extensions: { code: 'BAD_USER_INPUT' } },
        ],
      })
      expect(body.errors?.[0]?.message).toMatch(/At most 25000 .* smaller pages with "first"/)
      expect(status).toBe(400)
      const fewer = Math.floor((500 * 24_900) / rows)
      expect((await world.ask(query, { p: fewer })).body.errors).toBeUndefined()
    }
  })

  it('is refused at once when fragments that use one another make it long', async () => {
    const query = `{ ${times(200, () => '...a')} } fragment a on Query { ${times(200, () => '...b')} }
      fragment b on Query { campaigns { nodes { id } } }`
    const { body } = await world.ask(query)
    expect(body.errors?.[0]?.message).toMatch(/fragments/)
  })

  it('is refused as a batch, and when it is longer than any query', async () => {
    const headers = { ...json, ...bearer() }
    expect((await world.send({ method: 'POST', headers, body: `[${hello},${hello}]` })).status).toBe(400)
    const body = JSON.stringify({ query: `{ __typename } # ${'x'.repeat(300_000)}` })
    expect((await world.send({ method: 'POST', headers, body })).status).toBe(413)
  })
})

describe('an honest query', () => {
  it('may name every field of the largest page', async () => {
    const fields =
      'id direction purpose channel state reason errorCode address subject text attempts providerMessageId sentAt createdAt campaignId enrollmentId contactId handoverId'
    const contact =
      'id email firstName lastName company jobTitle country timeZone phone attributes createdAt updatedAt'
    const { body } =
      await world.ask(`{ messages(first: 500) { pageInfo { hasNextPage endCursor } edges { cursor node { ${fields}
      campaign { id name status progress { audience sent } } contact { ${contact} }
      reply { id text assessment { intent score reasons } } } } } }`)
    expect(body.errors).toBeUndefined()
  })

  it('may go as deep as a list in a list with what its rows belong to and wrote', async () => {
    const { body } =
      await world.ask(`{ campaigns { edges { node { messages(first: 35) { edges { node { id state
      contact { email } reply { text assessment { intent } } } } } } } } }`)
    expect(body.errors).toBeUndefined()
  })
})

describe('a mistake in a value', () => {
  it.each([
    ['an id', '{ campaign(id: "42") { id } }', /An id looks like/],
    ['a cursor', '{ campaigns(after: "42") { nodes { id } } }', /not one that this server gave/],
    [
      'a cursor of something else',
      `{ campaigns(after: "${btoa("GPC:S:1' OR 1=1")}") { nodes { id } } }`,
      /not one that this server gave/,
    ],
    ['a state', '{ messages(state: gone) { nodes { id } } }', /MessageState/],
  ])('in %s is explained, and is no fault of ours', async (_what, query, problem) => {
    const { body } = await world.ask(query)
    expect(body.errors?.[0]?.message).toMatch(problem)
    expect(world.lines).toEqual([])
  })

  it('in the name of a field does not tell the names of others', async () => {
    const { body } = await world.ask('{ campaigns { nodes { nam } } }')
    expect(body.errors?.[0]?.message).not.toMatch(/did you mean/i)
  })
})

describe('a fault', () => {
  it('is answered with a reference that the log has too, and with nothing from inside', async () => {
    const { db } = world.database
    await db.$executeRaw`ALTER TABLE reply RENAME TO reply_canary`
    const { text, body } = await world.ask('{ replies { nodes { id } } }')
    await db.$executeRaw`ALTER TABLE reply_canary RENAME TO reply`
    expect(body.errors).toEqual([
      {
        message: expect.stringMatching(/^That did not work \(ref [0-9a-f]{8}\)\.$/),
        path: ['replies'],
        locations: expect.any(Array),
        extensions: { code: 'INTERNAL_SERVER_ERROR', ref: expect.any(String) },
      },
    ])
    expect(text).not.toMatch(/prisma|select|stack|public\.|node_modules/i)
    expect(world.lines).toMatchObject([
      { level: 'error', facts: { ref: body.errors?.[0]?.extensions?.['ref'] } },
    ])
  })
})
