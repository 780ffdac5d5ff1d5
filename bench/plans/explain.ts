import type { Db } from '../../src/db/client.ts'
import { Prisma } from '../../src/db/generated/prisma/client.ts'

/** How PostgreSQL carried out one statement: its plan as text, and how long it took. */
export type Explained = { plan: string; ms: number }

class Undone extends Error {}

/**
 * A database in which every raw query is first explained (carried out, looked at, undone) and then really made. What is
 * explained are so exactly the statements that Baton sends, with their parameters.
 */
export function explainingDb(db: Db): { db: Db; explained: Explained[] } {
  const explained: Explained[] = []
  const watched = new Proxy(db, {
    get: (target, name): unknown => {
      if (name !== '$queryRaw') return Reflect.get(target, name)
      return async (query: Prisma.Sql) => {
        explained.push(await explain(db, query))
        return target.$queryRaw(query)
      }
    },
  })
  return { db: watched, explained }
}

async function explain(db: Db, query: Prisma.Sql): Promise<Explained> {
  let lines: string[] = []
  try {
    await db.$transaction(async (tx) => {
      const rows = await tx.$queryRaw<{ 'QUERY PLAN': string }[]>(
        Prisma.sql`EXPLAIN (ANALYZE, BUFFERS, TIMING off) ${query}`,
      )
      lines = rows.map((row) => row['QUERY PLAN'])
      throw new Undone()
    })
  } catch (error) {
    if (!(error instanceof Undone)) throw error
  }
  const plan = lines.join('\n')
  return { plan, ms: Number(/Execution Time: ([\d.]+) ms/.exec(plan)?.[1] ?? NaN) }
}
