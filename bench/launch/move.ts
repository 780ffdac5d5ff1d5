import type { Db } from '../../src/db/client.ts'
import { readPlan } from '../../src/db/stored-plan.ts'
import type { CampaignPlan } from '../../src/domain/plan.ts'
import { editPlan } from '../../src/operations/campaign/edit-plan.ts'
import type { Deps } from '../../src/operations/deps.ts'
import { launcher } from '../ground/audience.ts'
import { compared, type Row } from '../report.ts'
import { secondsOf } from './seconds.ts'

const target = 0.5

/**
 * How fast everybody of a campaign is moved to its next version, in which the mail says something else, beside one UPDATE
 * that only puts the same people off by a second.
 */
export async function benchMove(
  deps: Deps,
  { campaignId, people }: { campaignId: string; people: number },
): Promise<Row> {
  const { db } = deps
  await rested(db)
  const bareSeconds = await secondsOf(
    () => db.$executeRaw`
      UPDATE enrollment SET next_at = next_at + interval '1 second' WHERE campaign_id = ${campaignId}::uuid`,
  )
  await rested(db)
  const { plan, planRevision } = await db.campaign.findUniqueOrThrow({ where: { id: campaignId } })
  const next = { plan: reworded(readPlan(plan)), revision: planRevision, inFlight: 'move' as const }
  let moved = 0
  const seconds = await secondsOf(async () => {
    const outcome = await editPlan(deps, { campaignId, ...next, actor: launcher, origin: 'command' })
    if (outcome.kind === 'saved') ({ moved } = outcome)
  })
  if (moved !== people) throw new Error(`${moved} people were moved`)
  return compared('people moved to a new version a second, beside a bare UPDATE', {
    value: people / seconds,
    baseline: people / bareSeconds,
    unit: 'people/s',
    target,
  })
}

const rested = (db: Db) => db.$executeRawUnsafe('VACUUM ANALYZE enrollment')

const reworded = (plan: CampaignPlan): CampaignPlan => ({
  ...plan,
  steps: plan.steps.map((step) => ({
    ...step,
    variants: step.variants.map((variant) => ({ ...variant, subject: `${variant.subject} again` })),
  })),
})
