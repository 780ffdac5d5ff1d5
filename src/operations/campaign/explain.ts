import { flightGroups, plansOf } from '../../db/explain-queries.ts'
import { currentHold } from '../../db/hold-queries.ts'
import { countPaused } from '../../db/paused-queries.ts'
import { peopleWaiting } from '../../db/waiting-queries.ts'
import type { CampaignStatus } from '../../domain/campaign.ts'
import { type Explanation, explain } from '../../domain/explain.ts'
import { Refusal } from '../../domain/refusal.ts'
import type { Deps } from '../deps.ts'

/**
 * Why a campaign is not finished: `lines` add up to `total`, everybody who is not at an end. A person can let `paused` of
 * them go on, and must decide about the mails of `stuck`.
 */
export type CampaignExplanation = {
  name: string
  status: CampaignStatus
  statusReason: string | null
  total: number
  paused: number
  stuck: number
  lines: Explanation[]
}

/**
 * Explains everybody of a campaign who is not through: what they wait for and until when. `db` may be one that only reads.
 * Whose mail waits for a person to decide is among them, although nothing more happens by itself.
 */
export async function explainCampaign(
  {
    db,
    clock,
    settings,
  }: Pick<Deps, 'db' | 'clock'> & {
    settings: Pick<Deps['settings'], 'sendLeaseMs' | 'settleWindowMs'>
  },
  { campaignId }: { campaignId: string },
): Promise<CampaignExplanation> {
  const campaign = await db.campaign.findUnique({ where: { id: campaignId } })
  if (campaign === null) throw new Refusal('campaign-gone', 'This campaign no longer exists.')
  const { name, status, statusReason, startsAt, restsUntil } = campaign
  if (status === 'scheduled') {
    const count = (await peopleWaiting(db, [campaign])).get(campaignId) ?? 0
    const line: Explanation = {
      count,
      kind: 'wait',
      why: 'waiting for the campaign to start',
      until: startsAt,
    }
    return { name, status, statusReason, total: count, paused: 0, stuck: 0, lines: [line] }
  }
  const now = clock.now()
  const hold = status === 'running' ? await currentHold(db, now) : null
  const askAfterMs = settings.sendLeaseMs + settings.settleWindowMs
  const [groups, plans, paused, stuck] = await Promise.all([
    flightGroups(db, campaignId),
    plansOf(db, campaignId),
    countPaused(db, campaignId),
    db.message.count({ where: { campaignId, state: 'needs_human', purpose: 'sequence' } }),
  ])
  const lines = explain(groups, { status, statusReason, hold, restsUntil, plans, askAfterMs, now })
  const why = 'not found at the email provider after all attempts: a person must decide'
  if (stuck > 0) lines.push({ count: stuck, kind: 'person', why, until: null })
  const total = lines.reduce((sum, { count }) => sum + count, 0)
  return { name, status, statusReason, total, paused, stuck, lines }
}
