import type { Sender } from '../domain/mail.ts'
import type { CampaignPlan } from '../domain/plan.ts'
import { workedOut } from './campaign-fault.ts'
import type { Tx } from './client.ts'
import { readPlan } from './stored-plan.ts'

/** What one of the alternatives of a step says, compiled, and the draws that fall on it. */
export type VariantContent = {
  position: number
  name: string
  drawFrom: number
  drawTo: number
  subject: string
  html: string
  text: string
}

/** A step of a frozen version with everything that its messages have in common. Never changes, so it may be kept. */
export type FrozenStep = {
  id: string
  key: string
  position: number
  campaignId: string
  sender: Sender
  plan: CampaignPlan
  variants: VariantContent[]
  /** The zones that the audience lives in. */
  zones: string[]
  /** 1 for the version that was launched. Whoever is on a later one may have got some of its steps before. */
  version: number
  /** The step after it; null for the last. */
  nextStepId: string | null
}

/** Loads a step of a frozen version, with the zones of its campaign's audience. Throws a `CampaignFault` for a plan that is none. */
export async function frozenStep(tx: Tx, stepId: string): Promise<FrozenStep> {
  const { id, key, position, variants, campaignVersion } = await tx.step.findUniqueOrThrow({
    where: { id: stepId },
    include: {
      variants: { orderBy: { position: 'asc' } },
      campaignVersion: {
        include: { campaign: { include: { zones: true } }, steps: { select: { id: true, position: true } } },
      },
    },
  })
  const { campaignId } = campaignVersion
  return {
    id,
    key,
    position,
    variants,
    campaignId,
    sender: { name: campaignVersion.senderName, email: campaignVersion.senderEmail },
    plan: workedOut(campaignId, () => readPlan(campaignVersion.plan)),
    zones: campaignVersion.campaign.zones.map(({ zone }) => zone),
    version: campaignVersion.number,
    nextStepId: campaignVersion.steps.find((step) => step.position === position + 1)?.id ?? null,
  }
}
