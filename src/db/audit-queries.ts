import type { Actor, Origin } from '../domain/actor.ts'
import type { Tx } from './client.ts'
import type { Prisma } from './generated/prisma/client.ts'
import { memberFor } from './member-queries.ts'

/** Who did what to which row. `subject` is the row's noun, such as `campaign`; `action` a verb in the past tense. */
export type AuditFact = {
  actor: Actor
  action: string
  subject: string
  subjectId: string
  origin: Origin
  detail?: Prisma.InputJsonObject
}

/** Writes an audit entry, in the transaction of the change that it describes. */
export async function audit(tx: Tx, fact: AuditFact): Promise<void> {
  const { action, subject, subjectId, origin, detail } = fact
  const actor = await actorName(tx, fact.actor)
  await tx.auditEntry.create({ data: { actor, action, subject, subjectId, origin, detail: detail ?? {} } })
}

/** What audit entries call whoever does something. */
export async function actorName(tx: Tx, actor: Actor): Promise<string> {
  if (actor.kind === 'member') return `member:${await memberFor(tx, actor)}`
  return actor.kind === 'token' ? `token:${actor.tokenId}` : 'system'
}
