import { readablePlan } from '../../db/stored-plan.ts'
import { planDiff } from '../../domain/plan-diff.ts'
import { builder } from '../builder.ts'
import { counts } from '../page-rule.ts'
import { channel } from './enums.ts'
import { plan } from './plan.ts'

/** A variant as it was frozen. */
export const variant = builder.prismaObject('Variant', {
  description: 'One of the alternatives of a step; a step without a test has one.',
  fields: (t) => ({
    position: t.exposeInt('position'),
    name: t.exposeString('name'),
    weight: t.exposeInt('weight', { description: 'Relative to the others of its step.' }),
    subject: t.exposeString('subject', { description: 'Liquid, as it is filled in for each contact.' }),
    text: t.exposeString('text', {
      description: 'The plain text part, Liquid. Counts as 10 rows of a query.',
      extensions: counts.longText,
    }),
  }),
})

builder.prismaObject('Step', {
  description: 'A step of a version of a sequence.',
  select: { id: true },
  fields: (t) => ({
    id: t.expose('id', { type: 'UUID' }),
    key: t.expose('key', {
      type: 'UUID',
      description: 'The same in all versions: nobody is sent a step twice.',
    }),
    position: t.exposeInt('position', { description: '1 for the first.' }),
    channel: t.expose('channel', { type: channel }),
    variants: t.relation('variants', {
      query: { orderBy: { position: 'asc' } },
      description: 'Counts as 20 rows of a query.',
      extensions: { rows: 20 },
    }),
  }),
})

/** A version of a campaign. */
export const campaignVersion = builder.prismaObject('CampaignVersion', {
  description: 'What enrollments run on: frozen at launch and with every edit after it, and never changed.',
  select: { id: true },
  fields: (t) => ({
    id: t.expose('id', { type: 'UUID' }),
    number: t.exposeInt('number', { description: '1 for the one that was launched.' }),
    senderName: t.exposeString('senderName'),
    senderEmail: t.exposeString('senderEmail'),
    plan: t.field({
      type: plan,
      nullable: true,
      description:
        'Waits, windows, rules and limits as they were frozen, with the steps as they were written. Null where another release wrote what this one cannot read. Counts as 25 rows of a query.',
      extensions: counts.attributes,
      select: { plan: true },
      resolve: ({ plan: frozen }) => readablePlan(frozen),
    }),
    changes: t.stringList({
      description:
        'In what it differs from the version before it, for people; none for the first, and none where either cannot be read. Counts as 50 rows of a query.',
      extensions: { rows: 50 },
      select: { campaignId: true, number: true, plan: true },
      resolve: async ({ campaignId, number, plan: frozen }, _args, { plans }) => {
        const before = number > 1 ? await plans.load({ campaignId, number: number - 1 }) : null
        const after = readablePlan(frozen)
        return before && after ? planDiff(before, after) : []
      },
    }),
    createdAt: t.expose('createdAt', { type: 'DateTime' }),
    steps: t.relation('steps', {
      query: { orderBy: { position: 'asc' } },
      description: 'Counts as 30 rows of a query.',
      extensions: { rows: 30 },
    }),
  }),
})

/** A page of versions. */
export const versionConnection = builder.connectionObject(
  { type: campaignVersion, name: 'CampaignVersionConnection' },
  { name: 'CampaignVersionEdge' },
)
