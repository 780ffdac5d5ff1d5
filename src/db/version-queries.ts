import type { CampaignPlan } from '../domain/plan.ts'
import { shareDraws } from '../domain/variant-draw.ts'
import type { Tx } from './client.ts'

/** A plan and, step by step and variant by variant, what it says: compiled, still Liquid. */
export type Freezing = {
  campaignId: string
  plan: CampaignPlan
  contents: readonly (readonly { subject: string; html: string; text: string }[])[]
}

/** Freezes a plan into the next version of a campaign, with the sender as it is now. `firstStepId` is null without steps. */
export async function freezeVersion(
  tx: Tx,
  { campaignId, plan, contents }: Freezing,
): Promise<{ id: string; number: number; firstStepId: string | null }> {
  const { senderName, senderEmail } = await tx.campaign.findUniqueOrThrow({ where: { id: campaignId } })
  const number = 1 + (await tx.campaignVersion.count({ where: { campaignId } }))
  const version = await tx.campaignVersion.create({
    data: {
      campaignId,
      number,
      senderName,
      senderEmail,
      plan,
      besideOthers: plan.besideOthers,
      steps: {
        create: plan.steps.map((step, index) => ({
          key: step.key,
          position: index + 1,
          variants: { create: variantRows(step.variants, contents[index] ?? []) },
        })),
      },
    },
    include: { steps: { where: { position: 1 }, select: { id: true } } },
  })
  return { id: version.id, number, firstStepId: version.steps[0]?.id ?? null }
}

function variantRows(
  variants: CampaignPlan['steps'][number]['variants'],
  contents: Freezing['contents'][number],
) {
  const shares = shareDraws(variants.map(({ weight }) => weight))
  return variants.flatMap(({ name, weight }, index) => {
    const [content, share] = [contents[index], shares[index]]
    return content && share ? [{ position: index + 1, name, weight, ...share, ...content }] : []
  })
}
