import { cp, mkdtemp, readFile, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { Prisma } from '../../src/db/generated/prisma/client.ts'
import { migrate } from '../../src/db/migrate.ts'
import { type TestDatabase, testDatabase } from '../support/database.ts'

describe('migrations', () => {
  let database: TestDatabase
  beforeAll(async () => {
    database = await testDatabase()
  })
  afterAll(() => database.stop())

  it('are applied once, however often and from however many processes they are run', async () => {
    const runs = await Promise.all([1, 2, 3].map(() => migrate(database.url, 'prisma/migrations')))
    expect(runs).toEqual([[], [], []])
  })

  it('refuse to go on when an applied one was edited', async () => {
    const copy = await mkdtemp(join(tmpdir(), 'baton-migrations-'))
    await cp('prisma/migrations', copy, { recursive: true })
    const file = join(copy, '20261123090000_first_relay', 'migration.sql')
    await writeFile(file, `${await readFile(file, 'utf8')}\n-- edited`)
    await expect(migrate(database.url, copy)).rejects.toThrow('was edited after it had been applied')
  })

  it('make every table and column that the schema file names, nullable where it says so', async () => {
    const columns = await database.db.$queryRaw<{ name: string; nullable: boolean }[]>(Prisma.sql`
      SELECT table_name || '.' || column_name AS name, is_nullable = 'YES' AS nullable
      FROM information_schema.columns WHERE table_schema = 'public'`)
    const inDatabase = new Map(columns.map((column) => [column.name, column.nullable]))
    expect(await schemaColumns()).toEqual(
      (await schemaColumns()).map(({ name }) => ({ name, nullable: inDatabase.get(name) })),
    )
  })
})

/** `table.column` and whether it may be null, read from schema.prisma. */
async function schemaColumns(): Promise<{ name: string; nullable: boolean }[]> {
  const source = await readFile('prisma/schema.prisma', 'utf8')
  const models = new Set([...source.matchAll(/^model (\w+)/gm)].map((match) => match[1]))
  return [...source.matchAll(/^model \w+ \{([\s\S]*?)^\}/gm)].flatMap(([, body = '']) => {
    const table = /@@map\("(\w+)"\)/.exec(body)?.[1]
    const fields = [...body.matchAll(/^ {2}(\w+) +(\w+)(\?|\[\])?(.*)$/gm)]
    return fields
      .filter(([, , type]) => !models.has(type))
      .map(([, field, , mark, rest = '']) => ({
        name: `${table}.${/@map\("(\w+)"\)/.exec(rest)?.[1] ?? field}`,
        nullable: mark === '?',
      }))
  })
}
