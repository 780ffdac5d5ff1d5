import type { Actor } from '../domain/actor.ts'
import { type CampaignDeed, type Owner, requirePermission } from '../domain/permission.ts'
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

/** Throws a Refusal for a member who is no admin. */
export async function requireAdmin(tx: Tx, actor: Actor): Promise<void> {
  if (actor.kind !== 'member' || (await roleOf(tx, actor)) === 'admin') return
  throw new Refusal('not-admin', 'Only an admin can decide about this.')
}
