import type { CampaignPlan, PlannedVariant } from './plan.ts'

/** One mail of a plan: a variant (1 is the first) of a step. */
export type MailRef = { stepKey: string; variant: number }

/** A mail as it is chosen in a list. `variant` of a step without alternatives is 1, and `isOnly` says so. */
export type MailChoice = MailRef & { position: number; name: string; subject: string; isOnly: boolean }

/** Every mail of a plan, step by step. */
export const mailsOf = (plan: Pick<CampaignPlan, 'steps'>): MailChoice[] =>
  plan.steps.flatMap(({ key: stepKey, variants }, index) =>
    variants.map(({ name, subject }, number) => ({
      stepKey,
      variant: number + 1,
      position: index + 1,
      name,
      subject,
      isOnly: variants.length === 1,
    })),
  )

/** That mail, or the first of the plan where none is named; undefined when it is not there (any more). */
export function mailAt(plan: CampaignPlan, ref: MailRef | null): PlannedVariant | undefined {
  const step = ref === null ? plan.steps[0] : plan.steps.find(({ key }) => key === ref.stepKey)
  return step?.variants[ref === null ? 0 : ref.variant - 1]
}
