import { z } from 'zod'
import type { MemberRole } from '../../src/db/generated/prisma/enums.ts'
import { publicHolidays } from '../../src/adapters/holidays.ts'
import { type Db, openReadDb } from '../../src/db/client.ts'
import { createGraphqlHandler } from '../../src/graphql/server.ts'
import { graphqlRoute } from '../../src/http/graphql-route.ts'
import { createHttpApp, startHttpServer } from '../../src/http/server.ts'
import { createToken } from '../../src/operations/token/create.ts'
import { type TestDatabase, testDatabase } from '../support/database.ts'
import { type LoggedLine, quietLog } from '../support/quiet-log.ts'
import { fakeEmail, fakeTemplates } from '../support/fakes.ts'
import { testSettings } from '../support/settings.ts'
import { type RecordedJob, recordingQueue } from '../support/recording-queue.ts'

const problem = z.looseObject({
  message: z.string(),
  extensions: z.record(z.string(), z.unknown()).optional(),
})
const answerBody = z.looseObject({ data: z.unknown().optional(), errors: z.array(problem).optional() })
const page = z.object({
  nodes: z.array(z.looseObject({ id: z.string().optional() })),
  pageInfo: z.object({ hasNextPage: z.boolean(), endCursor: z.string() }).optional(),
})

/** An answer of the GraphQL door; the body is empty where it is not JSON. */
export type Answer = {
  status: number
  text: string
  body: { data?: unknown; errors?: z.infer<typeof problem>[] | undefined }
}

/** The page under a name in an answer's data. */
export function pageIn({ body }: Answer, name: string): z.infer<typeof page> {
  return page.parse(z.record(z.string(), z.unknown()).parse(body.data)[name])
}

/** The GraphQL door as it stands on a port, over a database of its own. */
export type GraphqlWorld = {
  database: TestDatabase
  readDb: Db
  lines: LoggedLine[]
  recorded: RecordedJob[]
  tokens: Record<MemberRole, string>
  ask: (query: string, variables?: object, token?: string) => Promise<Answer>
  url: string
  send: (request: RequestInit, path?: string) => Promise<Answer>
  stop: () => Promise<void>
}

/**
 * Starts the door; `ask` uses an analyst's token unless told otherwise. A statement that reads may take
 * `statementTimeoutMs`. The database is one of its own, or the one that is given.
 */
export async function startGraphql(
  statementTimeoutMs = 10_000,
  given: TestDatabase | null = null,
): Promise<GraphqlWorld> {
  const database = given ?? (await testDatabase())
  const { log, lines } = quietLog()
  const { queue, recorded } = recordingQueue()
  const readDb = openReadDb(database.url, statementTimeoutMs)
  const email = fakeEmail()
  const clock = { now: () => new Date() }
  const [templates, holidays] = [fakeTemplates(), publicHolidays()]
  const vendors = { queue, log, clock, email, templates, holidays }
  const deps = { db: database.db, readDb, ...vendors, settings: testSettings }
  const tokenFor = async (role: MemberRole) => (await createToken(deps, { name: role, role })).token
  const tokens = {
    admin: await tokenFor('admin'),
    marketer: await tokenFor('marketer'),
    sales: await tokenFor('sales'),
    analyst: await tokenFor('analyst'),
  }
  const app = createHttpApp({ parts: [graphqlRoute(createGraphqlHandler(deps))], log })
  const server = await startHttpServer(app, { port: 0, host: '127.0.0.1' })

  const send: GraphqlWorld['send'] = async (request, path = '/graphql') => {
    const response = await fetch(`http://127.0.0.1:${server.port}${path}`, request)
    const text = await response.text()
    const isJson = response.headers.get('content-type')?.includes('json') ?? false
    const body = isJson ? answerBody.parse(JSON.parse(text)) : {}
    return { status: response.status, text, body }
  }
  return {
    database,
    readDb,
    lines,
    recorded,
    url: `http://127.0.0.1:${server.port}/graphql`,
    tokens,
    send,
    ask: (query, variables = {}, token = tokens.analyst) =>
      send({
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          // With this type a refused query has a status of its own (GraphQL over HTTP).
          accept: 'application/graphql-response+json',
          authorization: `Bearer ${token}`,
        },
        body: JSON.stringify({ query, variables }),
      }),
    stop: async () => {
      await server.close()
      await readDb.$disconnect()
      await database.stop()
    },
  }
}
