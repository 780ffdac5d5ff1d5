import type { Db } from './client.ts'
import { Prisma } from './generated/prisma/client.ts'

/** PostgreSQL's time as it answers, in milliseconds since 1970. */
export async function databaseTime(db: Db): Promise<number> {
  const [row] = await db.$queryRaw<{ ms: number }[]>(
    Prisma.sql`SELECT (extract(epoch FROM clock_timestamp()) * 1000)::float8 AS ms`,
  )
  if (row === undefined) throw new Error('The database told no time')
  return row.ms
}
