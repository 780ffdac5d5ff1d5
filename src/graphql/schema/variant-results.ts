import type { VariantResults } from '../../db/variant-queries.ts'
import { builder } from '../builder.ts'
import { variant } from './version.ts'

const results = builder.objectRef<VariantResults>('VariantResults').implement({
  description: 'What became of the mails of a variant in its version, each mail once in a count.',
  fields: (t) => ({
    sent: t.exposeInt('sent'),
    delivered: t.exposeInt('delivered'),
    opened: t.exposeInt('opened', { description: 'By people: opens by mail proxies do not count.' }),
    clicked: t.exposeInt('clicked'),
    replied: t.exposeInt('replied', {
      description: 'A reply counts for the newest mail that its person had been sent by then.',
    }),
    bounced: t.exposeInt('bounced'),
    complained: t.exposeInt('complained'),
    unsubscribed: t.exposeInt('unsubscribed'),
  }),
})

builder.prismaObjectField(variant, 'results', (t) =>
  t.field({
    type: results,
    description: 'Counts as 500 rows of a query.',
    extensions: { rows: 500 },
    select: { stepId: true, position: true },
    resolve: (ref, _args, context) => context.results.load(ref),
  }),
)
