import type { CampaignPlan } from '../domain/plan.ts'
import { workedOut } from './campaign-fault.ts'
import type { Tx } from './client.ts'
import { readablePlan, readPlan } from './stored-plan.ts'

/** A version and its steps by position. */
export type VersionSteps = {
  id: string
  /** 1 for the version that was launched: whoever is on it went through it from its start. */
  number: number
  campaignId: string
  plan: CampaignPlan
  steps: readonly { id: string; key: string; position: number }[]
}

/** Loads versions by id. Throws a `CampaignFault` for a plan that is none. */
export async function versionsById(tx: Tx, ids: readonly string[]): Promise<Map<string, VersionSteps>> {
  return new Map(
    (await storedVersions(tx, ids)).map(({ plan, ...version }) => [
      version.id,
      { ...version, plan: workedOut(version.campaignId, () => readPlan(plan)) },
    ]),
  )
}

/** The same without those whose plan is none. */
export async function soundVersions(tx: Tx, ids: readonly string[]): Promise<Map<string, VersionSteps>> {
  const sound = (await storedVersions(tx, ids)).flatMap((version) => {
    const plan = readablePlan(version.plan)
    return plan === null ? [] : [{ ...version, plan }]
  })
  return new Map(sound.map((version) => [version.id, version]))
}

const storedVersions = (tx: Tx, ids: readonly string[]) =>
  tx.campaignVersion.findMany({
    where: { id: { in: [...ids] } },
    select: {
      id: true,
      number: true,
      campaignId: true,
      plan: true,
      steps: { select: { id: true, key: true, position: true } },
    },
  })
