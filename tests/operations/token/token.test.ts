import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { authenticateToken } from '../../../src/operations/token/authenticate.ts'
import { createToken } from '../../../src/operations/token/create.ts'
import { type TestDatabase, testDatabase } from '../../support/database.ts'

let database: TestDatabase
let now = new Date('2026-11-23T09:00:00Z')
const clock = { now: () => now }
const later = (ms: number) => {
  now = new Date(now.getTime() + ms)
}
beforeAll(async () => {
  database = await testDatabase()
})
afterAll(async () => {
  await database.stop()
})

describe('a token', () => {
  it('opens the door for its holder, with its role', async () => {
    const deps = { db: database.db, clock }
    const { token } = await createToken(deps, { name: 'bi', role: 'analyst' })
    expect(token).toMatch(/^baton_[A-Za-z0-9_-]{43}$/)
    const { id } = await database.db.apiToken.findFirstOrThrow({ where: { name: 'bi' } })
    expect(await authenticateToken(deps, { token })).toEqual({ tokenId: id, role: 'analyst' })
  })

  it('is not to be found in the database, and its making is in the audit', async () => {
    const { token } = await createToken({ db: database.db }, { name: 'kept', role: 'admin' })
    const row = await database.db.apiToken.findFirstOrThrow({ where: { name: 'kept' } })
    expect(JSON.stringify(row)).not.toContain(token.slice('baton_'.length))
    expect(row.hash).toHaveLength(32)
    const entry = await database.db.auditEntry.findFirstOrThrow({ where: { subjectId: row.id } })
    expect(entry).toMatchObject({ action: 'created', subject: 'api_token', origin: 'command' })
  })

  it('is refused when it is made up, changed or revoked', async () => {
    const deps = { db: database.db, clock }
    const { token } = await createToken(deps, { name: 'gone', role: 'admin' })
    const other = token.endsWith('A') ? 'B' : 'A'
    for (const wrong of ['', 'baton_', token.slice(0, -1) + other, token.slice(6), `${token} `]) {
      expect(await authenticateToken(deps, { token: wrong })).toBeNull()
    }
    await database.db.apiToken.updateMany({ where: { name: 'gone' }, data: { revokedAt: now } })
    expect(await authenticateToken(deps, { token })).toBeNull()
  })

  it('notes its use at most once a minute', async () => {
    const deps = { db: database.db, clock }
    const { token } = await createToken(deps, { name: 'busy', role: 'analyst' })
    const lastUse = async () => {
      await authenticateToken(deps, { token })
      return (await database.db.apiToken.findFirstOrThrow({ where: { name: 'busy' } })).lastUsedAt
    }
    const first = now
    expect(await lastUse()).toEqual(first)
    later(59_999)
    expect(await lastUse()).toEqual(first)
    later(1)
    expect(await lastUse()).toEqual(now)
  })
})
