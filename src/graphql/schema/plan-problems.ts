import type { PlanProblem } from '../../domain/check-plan.ts'
import { builder } from '../builder.ts'
import { PlanProblems } from '../plan-problems.ts'

const problem = builder.objectRef<PlanProblem>('PlanProblem').implement({
  fields: (t) => ({
    path: t.exposeString('path', {
      description: 'Where in the plan it is, counted from 0: steps.0.variants.1.subject, limits.gap, window.',
    }),
    sentence: t.exposeString('sentence', { description: 'What is wrong and how to mend it, for people.' }),
  }),
})

builder.objectType(PlanProblems, {
  name: 'PlanProblems',
  description: 'Everything that is wrong with a plan as it would be. Nothing of the change was kept.',
  fields: (t) => ({ problems: t.field({ type: [problem], resolve: ({ problems }) => [...problems] }) }),
})
