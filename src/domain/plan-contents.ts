import type { PlanProblem } from './check-plan.ts'
import type { CampaignPlan } from './plan.ts'

type Mail = { subject: string; body: string }

/** What the steps of a plan say, step by step and variant by variant, each made into something else. */
export function contentsOf<Content>(
  plan: CampaignPlan,
  make: (mail: Mail) => Promise<Content>,
): Promise<Content[][]> {
  return Promise.all(
    plan.steps.map(({ variants }) =>
      Promise.all(variants.map(({ subject, body }) => make({ subject, body }))),
    ),
  )
}

/** Everything that is wrong with what the steps of a plan say, at `steps.0.variants.1.subject` and the like. */
export function contentProblems(
  plan: CampaignPlan,
  check: (mail: Mail) => readonly { field: 'subject' | 'body'; sentence: string }[],
): PlanProblem[] {
  return plan.steps.flatMap(({ variants }, step) =>
    variants.flatMap(({ subject, body }, variant) =>
      check({ subject, body }).map(({ field, sentence }) => ({
        path: `steps.${step}.variants.${variant}.${field}`,
        sentence,
      })),
    ),
  )
}
