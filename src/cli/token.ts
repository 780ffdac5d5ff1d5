import { ConfigError } from '../config/config-error.ts'
import { readDatabaseUrl } from '../config/config.ts'
import { type Db, openDb } from '../db/client.ts'
import { Refusal } from '../domain/refusal.ts'
import { createToken } from '../operations/token/create.ts'
import { listTokens } from '../operations/token/list.ts'
import { revokeToken } from '../operations/token/revoke.ts'
import { readTokenRequest, type TokenRequest, usage } from './token-request.ts'

const clock = { now: () => new Date() }

// What a script may want stands alone on standard output; words for people go to the other one.
async function run(db: Db, request: Exclude<TokenRequest, { kind: 'problem' }>): Promise<void> {
  switch (request.kind) {
    case 'create': {
      const { token } = await createToken({ db }, request)
      console.error(`A token for ${request.name} with the role ${request.role}. It is shown only now:`)
      console.log(token)
      return
    }
    case 'revoke': {
      const { revoked } = await revokeToken({ db, clock }, request)
      const tokens = revoked === 1 ? 'The token' : `All ${revoked} tokens`
      console.error(`${tokens} of ${request.name} can be used no longer.`)
      return
    }
    case 'list':
      await list(db)
  }
}

async function list(db: Db): Promise<void> {
  const tokens = await listTokens({ db })
  if (tokens.length === 0) console.error('There are no tokens.')
  for (const { name, role, createdAt, lastUsedAt, revokedAt } of tokens) {
    const state = revokedAt === null ? 'in use' : `revoked ${moment(revokedAt)}`
    const used = lastUsedAt === null ? 'never used' : `last used ${moment(lastUsedAt)}`
    console.log([name, role, state, `made ${moment(createdAt)}`, used].join('\t'))
  }
}

// To the minute, in UTC.
const moment = (date: Date): string => date.toISOString().replace(/:\d\d\.\d+Z$/, 'Z')

function explain(error: unknown): string {
  if (error instanceof ConfigError || error instanceof Refusal) return error.message
  return `Nothing was done: the database refused. ${error instanceof Error ? error.message : ''}`
}

const request = readTokenRequest(process.argv.slice(2))
if (request.kind === 'problem') {
  console.error(`${request.sentence}\n${usage}`)
  process.exitCode = 1
} else {
  try {
    const db = openDb(readDatabaseUrl(process.env), 1)
    try {
      await run(db, request)
    } finally {
      await db.$disconnect()
    }
  } catch (error) {
    console.error(explain(error))
    process.exitCode = 1
  }
}
