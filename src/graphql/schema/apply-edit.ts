import { editPlan, type EditOutcome } from '../../operations/campaign/edit-plan.ts'
import { builder } from '../builder.ts'
import { control, doneBy } from '../control.ts'
import { PlanProblems } from '../plan-problems.ts'
import { campaignChange } from './campaign-change.ts'

const choice = builder.enumType('InFlightChoice', {
  description:
    'finish: those under way finish on the version that they are on. move: they go on in the new one.',
  values: ['finish', 'move'] as const,
})

type Applied = { campaignId: string } & Omit<Extract<EditOutcome, { kind: 'saved' }>, 'kind' | 'revision'>

const applied = builder.objectRef<Applied>('ApplyEditSuccess').implement({
  interfaces: [campaignChange],
  fields: (t) => ({
    version: t.exposeInt('version', {
      nullable: true,
      description: 'The number of the version that was frozen; null where nothing was to be changed.',
    }),
    changes: t.exposeStringList('changes', { description: 'What it changed, for people; none: nothing.' }),
    moved: t.exposeInt('moved', { description: 'People who go on in the new version.' }),
    completed: t.exposeInt('completed', {
      description: 'People who are through: nothing of theirs is left.',
    }),
    following: t.exposeInt('following', {
      description: 'People who move once their mail, which is with the provider, is settled.',
    }),
  }),
})

const nothing = { version: null, changes: [], moved: 0, completed: 0, following: 0 }

builder.mutationField('applyEdit', (t) =>
  t.field({
    description:
      'Freezes what is drafted for a launched campaign as its next version, which everybody enrolled from now on runs on. ' +
      'Needs a token with the role admin or marketer.',
    type: applied,
    ...control('ApplyEdit', PlanProblems),
    args: {
      id: t.arg({ type: 'UUID', required: true }),
      revision: t.arg.int({
        required: true,
        description: 'Which edit is meant, as Campaign.edit shows it: a later one is not applied unseen.',
      }),
      inFlight: t.arg({ type: choice, required: true }),
    },
    resolve: async (_root, { id, ...edit }, { deps, caller }) => {
      const outcome = await editPlan(deps, { campaignId: id, plan: null, ...edit, ...doneBy(caller) })
      if (outcome.kind === 'problems') throw new PlanProblems(outcome.problems)
      return { campaignId: id, ...nothing, ...(outcome.kind === 'saved' && outcome) }
    },
  }),
)
