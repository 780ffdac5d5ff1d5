import DataLoader from 'dataloader'
import { campaignProgress } from '../db/campaign-queries.ts'
import type { Db } from '../db/client.ts'
import { readablePlan } from '../db/stored-plan.ts'
import { variantKey, type VariantRef, variantResults, type VariantResults } from '../db/variant-queries.ts'
import type { CampaignProgress } from '../domain/campaign.ts'
import type { CampaignPlan } from '../domain/plan.ts'

/** A version of a campaign, by its number. */
type VersionRef = { campaignId: string; number: number }

/** What is read for many rows of a request by one query each. */
export type Loaders = {
  /** Progress by campaign id. */
  progress: DataLoader<string, CampaignProgress>
  /** What became of the mails of a variant. */
  results: DataLoader<VariantRef, VariantResults, string>
  /** The plan of a version; null where there is no such version. */
  plans: DataLoader<VersionRef, CampaignPlan | null, string>
}

/** Makes the loaders of one request. */
export const createLoaders = (db: Db): Loaders => ({
  progress: new DataLoader(async (ids) => {
    const found = await campaignProgress(db, ids)
    return ids.map((id) => found.get(id) ?? new Error(`No progress for campaign ${id}`))
  }),
  results: new DataLoader(
    async (refs) => {
      const resultsOf = await variantResults(db, [...new Set(refs.map(({ stepId }) => stepId))])
      return refs.map(resultsOf)
    },
    { cacheKeyFn: variantKey },
  ),
  plans: new DataLoader(
    async (refs) => {
      const OR = refs.map(({ campaignId, number }) => ({ campaignId, number }))
      const select = { campaignId: true, number: true, plan: true }
      const versions = await db.campaignVersion.findMany({ where: { OR }, select })
      const plans = new Map(versions.map((version) => [versionKey(version), version.plan]))
      return refs.map((ref) => readablePlan(plans.get(versionKey(ref))))
    },
    { cacheKeyFn: versionKey },
  ),
})

const versionKey = ({ campaignId, number }: VersionRef): string => `${campaignId} ${number}`
