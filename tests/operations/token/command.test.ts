import { execFile } from 'node:child_process'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { authenticateToken } from '../../../src/operations/token/authenticate.ts'
import { createToken } from '../../../src/operations/token/create.ts'
import { revokeToken } from '../../../src/operations/token/revoke.ts'
import { type TestDatabase, testDatabase } from '../../support/database.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await testDatabase()
})
afterAll(async () => {
  await database.stop()
})

type Run = { status: number; out: string; err: string }

function run(words: string[], environment: Record<string, string>): Promise<Run> {
  const { promise, resolve } = Promise.withResolvers<Run>()
  const child = execFile(
    process.execPath,
    ['src/cli/token.ts', ...words],
    { env: environment },
    (_error, out, err) => {
      resolve({ status: child.exitCode ?? -1, out, err })
    },
  )
  return promise
}

describe('npm run token', () => {
  it('prints a token that opens the door, alone on standard output', async () => {
    const { status, out, err } = await run(['--name', 'bi', '--role', 'analyst'], {
      DATABASE_URL: database.url,
    })
    expect({ status, err }).toEqual({ status: 0, err: expect.stringContaining('bi') })
    const deps = { db: database.db, clock: { now: () => new Date() } }
    expect(await authenticateToken(deps, { token: out.trim() })).toMatchObject({ role: 'analyst' })
  })

  it('with --revoke takes every token of the name out of use at once, and leaves who did what in the audit', async () => {
    const deps = { db: database.db, clock: { now: () => new Date() } }
    const make = async (name: string) => (await createToken(deps, { name, role: 'analyst' })).token
    const [first, second, other] = [await make('left'), await make('left'), await make('stays')]
    const place = { DATABASE_URL: database.url }
    expect(await run(['--revoke', 'left'], place)).toEqual({
      status: 0,
      out: '',
      err: 'All 2 tokens of left can be used no longer.\n',
    })
    for (const token of [first, second]) expect(await authenticateToken(deps, { token })).toBeNull()
    expect(await authenticateToken(deps, { token: other })).not.toBeNull()
    const revoked = await database.db.apiToken.findMany({ where: { name: 'left' } })
    const entries = await database.db.auditEntry.findMany({ where: { action: 'revoked' } })
    expect(entries.map(({ subjectId }) => subjectId).toSorted()).toEqual(
      revoked.map(({ id }) => id).toSorted(),
    )
    expect(entries[0]).toMatchObject({ subject: 'api_token', origin: 'command', actor: 'system' })

    const { out } = await run(['--list'], place)
    expect(out).toMatch(/^left\tanalyst\trevoked \d{4}-\d\d-\d\dT\d\d:\d\dZ\tmade .*\tnever used$/m)
    expect(out).toMatch(/^stays\tanalyst\tin use\tmade .*\tlast used/m)
    expect(out).not.toContain('baton_')
  })

  it.each(['nobody', 'gone'])('with --revoke says that %s has none in use, and ends with 1', async (name) => {
    const deps = { db: database.db, clock: { now: () => new Date() } }
    await createToken(deps, { name: 'gone', role: 'analyst' })
    await revokeToken(deps, { name: 'gone' })
    const { status, out, err } = await run(['--revoke', name], { DATABASE_URL: database.url })
    expect({ status, out, err }).toEqual({
      status: 1,
      out: '',
      err: `There is no token in use with the name ${name}. Look with: npm run token -- --list\n`,
    })
  })

  it.each([
    ['no name', ['--role', 'analyst'], /needs a name/],
    ['no role', ['--name', 'bi'], /needs a role, one of admin, marketer, sales, analyst/],
    ['a role that is none', ['--name', 'bi', '--role', 'root'], /needs a role/],
    ['a word too many', ['--name', 'bi', '--role', 'analyst', 'now'], /Not understood: now/],
    ['an option that is none', ['--nmae', 'bi', '--role', 'analyst'], /Not understood/],
    ['an option without its value', ['--role', 'analyst', '--name'], /needs a name/],
    ['nobody to revoke', ['--revoke'], /needs the name of a token/],
    ['two wishes at once', ['--revoke', 'bi', '--list'], /One thing at a time/],
  ])('with %s says what it needs', async (_what, words, problem) => {
    const { status, out, err } = await run(words, { DATABASE_URL: database.url })
    expect({ status, out }).toEqual({ status: 1, out: '' })
    expect(err).toMatch(problem)
    expect(err).toContain('Usage: npm run token')
  })

  it('without a database says so in words', async () => {
    const words = ['--name', 'bi', '--role', 'analyst']
    expect((await run(words, {})).err).toContain('DATABASE_URL is not set')
    const away = await run(words, { DATABASE_URL: 'postgresql://x:canary@127.0.0.1:1/none' })
    expect(away.status).toBe(1)
    expect(away.err).toMatch(/^Nothing was done: the database refused/)
    expect(away.err).not.toMatch(/canary|\n +at /)
  })
})
