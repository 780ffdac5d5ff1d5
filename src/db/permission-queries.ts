import type { Actor } from '../domain/actor.ts'
import { type CampaignDeed, type Owner, requirePermission, type Role } from '../domain/permission.ts'
import { Refusal } from '../domain/refusal.ts'
import type { Tx } from './client.ts'
import { roleOf } from './member-queries.ts'

/**
 * Throws a Refusal when the actor may not do this to a campaign of that owner. What a token may do is decided at its own
 * door, by its own role.
 */
export async function requirePermitted(
  tx: Tx,
  deed: CampaignDeed,
  { actor, owner }: { actor: Actor; owner: Owner },
): Promise<void> {
  if (actor.kind !== 'member') return
  const role = await roleOf(tx, actor)
  requirePermission(deed, { slackUserId: actor.slackUserId, role }, owner)
}

/** Throws a Refusal for a member or a token that is no admin: for what belongs to no campaign, and so to no owner. */
export async function requireAdmin(tx: Tx, actor: Actor): Promise<void> {
  if (actor.kind === 'system') return
  const role = actor.kind === 'member' ? await roleOf(tx, actor) : await tokenRole(tx, actor.tokenId)
  if (role === 'admin') return
  const who = actor.kind === 'member' ? 'an admin' : 'a token with the role admin'
  throw new Refusal('not-admin', `Only ${who} can decide about this.`)
}

async function tokenRole(tx: Tx, id: string): Promise<Role | null> {
  const token = await tx.apiToken.findFirst({ where: { id, revokedAt: null }, select: { role: true } })
  return token?.role ?? null
}
