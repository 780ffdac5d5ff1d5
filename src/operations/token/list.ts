import type { MemberRole } from '../../db/generated/prisma/enums.ts'
import type { Deps } from '../deps.ts'

/** What may be known of a token. `revokedAt` is null while it opens the door. */
export type TokenSummary = {
  name: string
  role: MemberRole
  createdAt: Date
  lastUsedAt: Date | null
  revokedAt: Date | null
}

/** Every token that was ever made, oldest first. */
export async function listTokens({ db }: Pick<Deps, 'db'>): Promise<TokenSummary[]> {
  const select = { name: true, role: true, createdAt: true, lastUsedAt: true, revokedAt: true } as const
  return db.apiToken.findMany({ select, orderBy: { id: 'asc' } })
}
