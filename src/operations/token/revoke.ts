import { audit } from '../../db/audit-queries.ts'
import { Refusal } from '../../domain/refusal.ts'
import type { Deps } from '../deps.ts'

/**
 * Takes every token of a name out of use, from its next request on. Returns how many there were; throws a Refusal where
 * there is none that is still in use.
 */
export async function revokeToken(
  { db, clock }: Pick<Deps, 'db' | 'clock'>,
  { name }: { name: string },
): Promise<{ revoked: number }> {
  return db.$transaction(async (tx) => {
    const revoked = await tx.apiToken.updateManyAndReturn({
      where: { name, revokedAt: null },
      data: { revokedAt: clock.now() },
      select: { id: true },
    })
    if (revoked.length === 0) throw new Refusal('no-such-token', nobody(name))
    for (const { id } of revoked) {
      await audit(tx, {
        actor: { kind: 'system' },
        action: 'revoked',
        subject: 'api_token',
        subjectId: id,
        origin: 'command',
        detail: { name },
      })
    }
    return { revoked: revoked.length }
  })
}

const nobody = (name: string): string =>
  `There is no token in use with the name ${name}. Look with: npm run token -- --list`
