import { randomUUID } from 'node:crypto'
import type { Db } from '../../../src/db/client.ts'
import { noLimits } from '../../../src/domain/plan-defaults.ts'
import type { CampaignPlan, SendLimits } from '../../../src/domain/plan.ts'
import { launchCampaign } from '../../../src/operations/campaign/launch.ts'
import { plannedStep, planOf } from '../../support/plans.ts'
import { drafted } from '../campaign/control-rig.ts'
import { ledgerRig } from './ledger-rig.ts'

export const one = plannedStep('One')

/** These limits alone, and nobody is late for them. */
export const limited = (limits: Partial<SendLimits>): Partial<CampaignPlan> => ({
  limits: { ...noLimits, ...limits },
  maxLatenessMinutes: 10_080,
})

/** A sender that has not sent yet, whose campaigns are sent by one pipeline. */
export function senderRig(db: Db) {
  const rig = ledgerRig(db)
  const sender = `${randomUUID()}@s.example`
  /** A draft for so many people. */
  const draft = async (limits: Partial<SendLimits>, people: number) => {
    const made = await drafted(db, planOf([one], limited(limits)), people)
    await db.campaign.update({ where: { id: made.id }, data: { senderEmail: sender } })
    return made
  }
  const launch = async (limits: Partial<SendLimits>, people: number) => {
    const made = await draft(limits, people)
    await launchCampaign(rig.deps, made.as)
    return made
  }
  return { ...rig, sender, draft, launch, now: () => rig.deps.clock.now() }
}

/** How many mails of these campaigns went out. */
export const sentOf = (db: Db, ...campaigns: { id: string }[]): Promise<number> =>
  db.message.count({ where: { campaignId: { in: campaigns.map(({ id }) => id) }, state: 'sent' } })

/** What is counted of a sender. */
export async function countedOf(db: Db, sender: string): Promise<number> {
  const { _sum } = await db.sendCount.aggregate({ where: { key: `sender:${sender}` }, _sum: { taken: true } })
  return _sum.taken ?? 0
}
