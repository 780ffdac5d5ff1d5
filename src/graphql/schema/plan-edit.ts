import { readablePlan } from '../../db/stored-plan.ts'
import { campaignCan } from '../../domain/campaign.ts'
import { mostCounted } from '../../domain/move-words.ts'
import { type CheckedEdit, checkEdit, ifMoved } from '../../operations/campaign/check-edit.ts'
import { builder } from '../builder.ts'
import { doneBy } from '../control.ts'
import { counts } from '../page-rule.ts'
import { campaign } from './campaign.ts'
import { peopleInFlight } from './flight.ts'
import { plan } from './plan.ts'

const edit = builder.objectRef<CheckedEdit>('PlanEdit').implement({
  description: 'What is drafted for the next version of a campaign, beside the version that is in force.',
  fields: (t) => ({
    revision: t.exposeInt('revision', { description: 'To be given back to applyEdit.' }),
    changes: t.exposeStringList('changes', { description: 'The difference, for people; none: nothing.' }),
    ifMoved: t.stringList({
      description: `What it does to those who move: another step next, one left out, or the end. None: all as before. Not counted for more than ${mostCounted.toLocaleString('en-US')} people: then a sentence says so.`,
      resolve: (checked, _args, { deps }) => ifMoved({ db: deps.readDb }, checked),
    }),
    inFlight: t.expose('inFlight', {
      type: peopleInFlight,
      description: 'Of whom applyEdit must be told whether they finish or move.',
    }),
  }),
})

builder.prismaObjectFields(campaign, (t) => ({
  plan: t.field({
    type: plan,
    nullable: true,
    description:
      'As it is drafted: what launches, or the next version of what is launched. Null where another release wrote what this one cannot read. Counts as 25 rows of a query.',
    extensions: counts.attributes,
    select: { plan: true },
    resolve: ({ plan: drafted }) => readablePlan(drafted),
  }),
  edit: t.field({
    type: edit,
    nullable: true,
    description: 'Null for a campaign that is over. Counts as 500 rows of a query.',
    extensions: { rows: 500 },
    select: { status: true },
    resolve: ({ id, status }, _args, { deps, caller }) =>
      campaignCan('edit', status)
        ? checkEdit({ db: deps.readDb }, { campaignId: id, plan: null, ...doneBy(caller) })
        : null,
  }),
}))
