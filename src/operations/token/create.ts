import { createHash, randomBytes } from 'node:crypto'
import { audit } from '../../db/audit-queries.ts'
import type { MemberRole } from '../../db/generated/prisma/enums.ts'
import type { Deps } from '../deps.ts'

/**
 * Makes a token for a program. It is returned once and kept nowhere: only its SHA-256 is stored, which suffices
 * because nobody can search through 256 random bits.
 */
export async function createToken(
  { db }: Pick<Deps, 'db'>,
  { name, role }: { name: string; role: MemberRole },
): Promise<{ token: string }> {
  const token = `baton_${randomBytes(32).toString('base64url')}`
  const hash = createHash('sha256').update(token).digest()
  await db.$transaction(async (tx) => {
    const { id } = await tx.apiToken.create({ data: { name, role, hash }, select: { id: true } })
    await audit(tx, {
      actor: { kind: 'system' },
      action: 'created',
      subject: 'api_token',
      subjectId: id,
      origin: 'command',
      detail: { name, role },
    })
  })
  return { token }
}
