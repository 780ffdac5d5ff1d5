import { parseArgs } from 'node:util'
import { MemberRole } from '../db/generated/prisma/enums.ts'

const roles = Object.values(MemberRole)

/** How the command is used, for whoever used it otherwise. */
export const usage = `Usage: npm run token -- --name bi --role analyst
       npm run token -- --list
       npm run token -- --revoke bi
  --name    who will use it, so that it can be told from others later
  --role    what it may do: ${roles.join(', ')}
  --list    which tokens there are
  --revoke  the name of whoever may use theirs no longer`

/** What was asked for, or the sentence that says what is wrong with it. */
export type TokenRequest =
  | { kind: 'create'; name: string; role: MemberRole }
  | { kind: 'list' }
  | { kind: 'revoke'; name: string }
  | { kind: 'problem'; sentence: string }

const options = {
  name: { type: 'string' },
  role: { type: 'string' },
  list: { type: 'boolean' },
  revoke: { type: 'string' },
} as const

type Values = { [Option in keyof typeof options]?: string | boolean | undefined }

/** Reads the words after `npm run token --`. */
export function readTokenRequest(words: string[]): TokenRequest {
  const { values, positionals } = parseArgs({ args: words, options, strict: false, allowPositionals: true })
  const unknown = [...positionals, ...Object.keys(values).filter((option) => !(option in options))]
  if (unknown.length > 0) return problem(`Not understood: ${unknown.join(' ')}.`)
  if (values.list === undefined && values.revoke === undefined) return creation(values)
  if (Object.keys(values).length > 1) return problem('One thing at a time: make, list or revoke.')
  if (values.list !== undefined) return { kind: 'list' }
  const name = textOf(values.revoke)
  return name === '' ? problem('Revoking needs the name of a token.') : { kind: 'revoke', name }
}

function creation(values: Values): TokenRequest {
  const name = textOf(values.name)
  if (name === '') return problem('A token needs a name.')
  const role = roles.find((known) => known === values.role)
  if (role === undefined) return problem(`A token needs a role, one of ${roles.join(', ')}.`)
  return { kind: 'create', name, role }
}

const textOf = (value: string | boolean | undefined): string =>
  typeof value === 'string' ? value.trim() : ''
const problem = (sentence: string): TokenRequest => ({ kind: 'problem', sentence })
