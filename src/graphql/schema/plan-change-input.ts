import { builder } from '../builder.ts'
import { sendingRulesInput } from './rules-input.ts'
import { stepInput } from './step-input.ts'

/** One thing that is done to a plan. */
export const planChangeInput = builder.inputType('PlanChangeInput', {
  description: 'One thing that is done to a plan. What others do to the rest of it at the same time stays.',
  isOneOf: true,
  fields: (t) => ({
    putStep: t.field({ type: stepInput }),
    removeStep: t.field({ type: 'UUID', description: 'The key of the step.' }),
    raiseStep: t.field({ type: 'UUID', description: 'The key of a step, which goes one place earlier.' }),
    setRules: t.field({ type: sendingRulesInput }),
  }),
})
