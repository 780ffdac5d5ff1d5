import { createHash } from 'node:crypto'
import type { MemberRole } from '../../db/generated/prisma/enums.ts'
import type { Deps } from '../deps.ts'

const minute = 60_000
const shape = /^baton_[A-Za-z0-9_-]{43}$/

/**
 * Who holds a token, or null when nobody may any more or ever could. That it was used is noted at most once a minute,
 * so that reading does not become writing.
 */
export async function authenticateToken(
  { db, clock }: Pick<Deps, 'db' | 'clock'>,
  { token }: { token: string },
): Promise<{ tokenId: string; role: MemberRole } | null> {
  if (!shape.test(token)) return null
  const hash = createHash('sha256').update(token).digest()
  const found = await db.apiToken.findFirst({ where: { hash, revokedAt: null } })
  if (found === null) return null
  const now = clock.now()
  if (found.lastUsedAt === null || now.getTime() - found.lastUsedAt.getTime() >= minute) {
    await db.apiToken.update({ where: { id: found.id }, data: { lastUsedAt: now }, select: { id: true } })
  }
  return { tokenId: found.id, role: found.role }
}
