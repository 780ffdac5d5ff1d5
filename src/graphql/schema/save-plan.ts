import { savePlan } from '../../operations/campaign/save-plan.ts'
import { builder } from '../builder.ts'
import { control, doneBy } from '../control.ts'
import { planChange, stepKeyOf } from '../plan-change.ts'
import { PlanProblems } from '../plan-problems.ts'
import { campaignChange } from './campaign-change.ts'
import { planChangeInput } from './plan-change-input.ts'

const saved = builder.objectRef<{ campaignId: string; stepKey: string | null }>('SavePlanSuccess').implement({
  interfaces: [campaignChange],
  fields: (t) => ({
    stepKey: t.expose('stepKey', {
      type: 'UUID',
      nullable: true,
      description: 'The key of the step that was put, removed or raised.',
    }),
  }),
})

builder.mutationField('savePlan', (t) =>
  t.field({
    description:
      'Changes the plan that a campaign is drafted by. Of a launched one this is the plan of its next version: nobody is ' +
      'written to otherwise before applyEdit. Needs a token with the role admin or marketer.',
    type: saved,
    ...control('SavePlan', PlanProblems),
    args: {
      id: t.arg({ type: 'UUID', required: true }),
      change: t.arg({ type: planChangeInput, required: true }),
    },
    resolve: async (_root, { id, change: given }, { deps, caller }) => {
      const change = planChange(given)
      const outcome = await savePlan(deps, { campaignId: id, change, ...doneBy(caller) })
      if (outcome.kind === 'problems') throw new PlanProblems(outcome.problems)
      return { campaignId: id, stepKey: stepKeyOf(change) }
    },
  }),
)
