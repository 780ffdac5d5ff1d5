import { type CheckedInvariant, lastCheck } from '../../operations/ledger/last-check.ts'
import { builder } from '../builder.ts'

const invariant = builder.objectRef<CheckedInvariant>('Invariant').implement({
  description: 'What must always hold of the ledger, and what the last look at it found.',
  fields: (t) => ({
    name: t.exposeString('name'),
    violations: t.exposeInt('violations', { description: 'How many rows broke it; 0 where all is well.' }),
    checkedAt: t.expose('checkedAt', { type: 'DateTime' }),
  }),
})

builder.queryField('invariants', (t) =>
  t.field({
    type: [invariant],
    description: 'The last check of the ledger; none before the first.',
    resolve: (_root, _args, { deps }) => lastCheck({ db: deps.readDb }),
  }),
)
