import { parseArgs } from 'node:util'
import { ConfigError } from '../config/config-error.ts'
import { readDatabaseUrl } from '../config/config.ts'
import { openDb } from '../db/client.ts'
import { MemberRole } from '../db/generated/prisma/enums.ts'
import { createToken } from '../operations/token/create.ts'

const roles = Object.values(MemberRole)
const usage = `Usage: npm run token -- --name bi --role analyst
  --name  who will use it, so that it can be told from others later
  --role  what it may do: ${roles.join(', ')}`

/** What was asked for, or the sentence that says what is wrong with it. */
type Request = { name: string; role: MemberRole } | { problem: string }

function readRequest(words: string[]): Request {
  const options = { name: { type: 'string' }, role: { type: 'string' } } as const
  const { values, positionals } = parseArgs({ args: words, options, strict: false, allowPositionals: true })
  const unknown = [...positionals, ...Object.keys(values).filter((option) => !(option in options))]
  if (unknown.length > 0) return { problem: `Not understood: ${unknown.join(' ')}.` }
  const name = typeof values.name === 'string' ? values.name.trim() : ''
  if (name === '') return { problem: 'A token needs a name.' }
  const role = roles.find((known) => known === values.role)
  if (role === undefined) return { problem: `A token needs a role, one of ${roles.join(', ')}.` }
  return { name, role }
}

async function main(): Promise<void> {
  const request = readRequest(process.argv.slice(2))
  if ('problem' in request) {
    console.error(`${request.problem}\n${usage}`)
    process.exitCode = 1
    return
  }
  const db = openDb(readDatabaseUrl(process.env), 1)
  try {
    const { token } = await createToken({ db }, request)
    console.error(`A token for ${request.name} with the role ${request.role}. It is shown only now:`)
    // Alone on standard output, so that a script can take it from there.
    console.log(token)
  } finally {
    await db.$disconnect()
  }
}

try {
  await main()
} catch (error) {
  if (error instanceof ConfigError) console.error(error.message)
  else
    console.error(`No token was made: the database refused. ${error instanceof Error ? error.message : ''}`)
  process.exitCode = 1
}
