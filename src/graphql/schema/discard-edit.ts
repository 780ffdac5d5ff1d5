import { discardEdit } from '../../operations/campaign/discard-edit.ts'
import { builder } from '../builder.ts'
import { control, doneBy } from '../control.ts'
import { campaignChange } from './campaign-change.ts'

type Discarded = { campaignId: string; revision: number; changes: string[] }

const discarded = builder.objectRef<Discarded>('DiscardEditSuccess').implement({
  interfaces: [campaignChange],
  fields: (t) => ({
    revision: t.exposeInt('revision', { description: 'That of the plan from here on.' }),
    changes: t.exposeStringList('changes', { description: 'What was thrown away, for people.' }),
  }),
})

builder.mutationField('discardEdit', (t) =>
  t.field({
    description:
      'Throws away what is drafted for a launched campaign and not applied: its plan is again the one of its newest version. ' +
      'Needs a token with the role admin or marketer.',
    type: discarded,
    ...control('DiscardEdit'),
    args: { id: t.arg({ type: 'UUID', required: true }) },
    resolve: (_root, { id }, { deps, caller }) => discardEdit(deps, { campaignId: id, ...doneBy(caller) }),
  }),
)
