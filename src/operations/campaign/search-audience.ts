import { requirePermitted } from '../../db/permission-queries.ts'
import type { MemberActor } from '../../domain/actor.ts'
import { Refusal } from '../../domain/refusal.ts'
import type { Deps } from '../deps.ts'

const limit = 20

/** Somebody of an audience, named so that a person can tell who it is. */
export type AudienceMatch = { contactId: string; label: string }

type Row = { id: string; email: string; name: string; company: string | null }

/** The first people of a campaign's audience whose name, address or company holds `text`; anybody when it is empty. */
export async function searchAudience(
  { db }: Pick<Deps, 'db'>,
  { campaignId, text, actor }: { campaignId: string; text: string; actor: MemberActor },
): Promise<AudienceMatch[]> {
  const campaign = await db.campaign.findUnique({
    where: { id: campaignId },
    select: { owner: { select: { slackUserId: true, name: true } } },
  })
  if (campaign === null) throw new Refusal('campaign-gone', 'This campaign no longer exists.')
  await requirePermitted(db, 'preview', { actor, owner: campaign.owner })
  const pattern = `%${text.trim().replaceAll(/[\\%_]/g, '\\$&')}%`
  const rows = await db.$queryRaw<Row[]>`
    SELECT c.id::text, c.email, concat_ws(' ', c.first_name, c.last_name) AS name, c.company
    FROM campaign p
    JOIN import_contact i ON i.import_id = p.import_id
    JOIN contact c ON c.id = i.contact_id
    WHERE p.id = ${campaignId}::uuid
      AND concat_ws(' ', c.first_name, c.last_name, c.email, c.company) ILIKE ${pattern}
    ORDER BY c.id LIMIT ${limit}`
  return rows.map(({ id, email, name, company }) => ({
    contactId: id,
    label: [name, company, email].filter((part) => part !== null && part !== '').join(' · '),
  }))
}
