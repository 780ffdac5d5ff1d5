import type { Db } from '../../../src/db/client.ts'
import type { CampaignPlan, PlannedStep } from '../../../src/domain/plan.ts'
import { editPlan, type EditOutcome } from '../../../src/operations/campaign/edit-plan.ts'
import { after, plannedStep } from '../../support/plans.ts'
import { type ControlledCampaign, day } from './control-rig.ts'

export const one = plannedStep('One')
export const two = plannedStep('Two', { wait: after(3, 'days') })
export const three = plannedStep('Three', { wait: after(3, 'days') })
export const extra = plannedStep('Extra', { wait: after(1, 'days') })

/** Edits a campaign to these steps from the revision that it is at. */
export async function edit(
  campaign: ControlledCampaign,
  steps: PlannedStep[],
  { inFlight = 'move', ...rules }: Partial<CampaignPlan> & { inFlight?: 'finish' | 'move' } = {},
): Promise<EditOutcome> {
  const { planRevision: revision } = await rowOf(campaign.rig.deps.db, campaign)
  const plan = { ...campaign.plan, ...rules, steps }
  return editPlan(campaign.rig.deps, { ...campaign.as, plan, revision, inFlight })
}

/** Lets two weeks pass, a day at a time. */
export async function runOut({ rig }: ControlledCampaign): Promise<void> {
  for (let days = 0; days < 14; days += 1) {
    await rig.send()
    rig.pass(day)
  }
  await rig.send()
}

/** The campaign's row. */
export const rowOf = (db: Db, { id }: { id: string }) => db.campaign.findUniqueOrThrow({ where: { id } })
