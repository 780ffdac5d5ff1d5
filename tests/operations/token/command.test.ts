import { execFile } from 'node:child_process'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { authenticateToken } from '../../../src/operations/token/authenticate.ts'
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

  it.each([
    ['no name', ['--role', 'analyst'], /needs a name/],
    ['no role', ['--name', 'bi'], /needs a role, one of admin, marketer, sales, analyst/],
    ['a role that is none', ['--name', 'bi', '--role', 'root'], /needs a role/],
    ['a word too many', ['--name', 'bi', '--role', 'analyst', 'now'], /Not understood: now/],
    ['an option that is none', ['--nmae', 'bi', '--role', 'analyst'], /Not understood/],
    ['an option without its value', ['--role', 'analyst', '--name'], /needs a name/],
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
    expect(away.err).toMatch(/^No token was made/)
    expect(away.err).not.toMatch(/canary|\n +at /)
  })
})
