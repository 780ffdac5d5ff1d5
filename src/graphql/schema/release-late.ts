import { type ReleasedLate, releaseLate } from '../../operations/campaign/release-late.ts'
import { builder } from '../builder.ts'
import { control, doneBy } from '../control.ts'
import { campaignChange } from './campaign-change.ts'

const what = builder.enumType('LateMails', {
  description:
    'send: they go out now, as far as windows and limits allow. skip: the next ones follow in their time.',
  values: ['send', 'skip'] as const,
})

const released = builder.objectRef<{ campaignId: string } & ReleasedLate>('ReleaseLateSuccess').implement({
  interfaces: [campaignChange],
  fields: (t) => ({
    sent: t.exposeInt('sent', { description: 'People who get the mail late.' }),
    skipped: t.exposeInt('skipped', { description: 'People who go on without it.' }),
    completed: t.exposeInt('completed', { description: 'People for whom it was the last one.' }),
  }),
})

builder.mutationField('releaseLate', (t) =>
  t.field({
    description:
      'Decides about everybody of a campaign whose mail is later than the plan allows. Needs a token with the role admin or ' +
      'marketer.',
    type: released,
    ...control('ReleaseLate'),
    args: {
      id: t.arg({ type: 'UUID', required: true }),
      what: t.arg({ type: what, required: true }),
    },
    resolve: async (_root, { id, what: decided }, { deps, caller }) => {
      const counted = await releaseLate(deps, { campaignId: id, what: decided, ...doneBy(caller) })
      return { campaignId: id, ...counted }
    },
  }),
)
