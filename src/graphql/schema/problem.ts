import type { Problem } from '../../db/problem-queries.ts'
import { listProblems, type ProblemPage } from '../../operations/message/list-problems.ts'
import { builder } from '../builder.ts'
import { pageSize } from '../page-rule.ts'

/** What a problem is about. */
export const problemKind = builder.enumType('ProblemKind', { values: ['message', 'webhook'] as const })
const problem = builder.objectRef<Problem>('Problem').implement({
  description:
    'Something that Baton could not settle by itself and a person must decide about: a mail of which the provider has no ' +
    'trace after all attempts, or a webhook that could not be applied.',
  fields: (t) => ({
    kind: t.expose('kind', { type: problemKind }),
    id: t.expose('id', { type: 'UUID' }),
    reason: t.exposeString('reason'),
    since: t.expose('since', { type: 'DateTime' }),
    address: t.exposeString('address', { nullable: true, description: 'To whom the mail was to go.' }),
    source: t.exposeString('source', { nullable: true, description: 'Which webhook.' }),
    campaignId: t.expose('campaignId', { type: 'UUID', nullable: true }),
    campaignName: t.exposeString('campaignName', { nullable: true }),
  }),
})

const problemPage = builder.objectRef<ProblemPage>('ProblemPage').implement({
  fields: (t) => ({
    nodes: t.expose('problems', { type: [problem] }),
    messages: t.int({
      description: 'How many mails there are in all.',
      resolve: ({ total }) => total.messages,
    }),
    webhooks: t.int({
      description: 'How many webhooks there are in all.',
      resolve: ({ total }) => total.webhooks,
    }),
    next: t.expose('next', {
      type: 'UUID',
      nullable: true,
      description: 'To go on with, as olderThan; null at the end.',
    }),
  }),
})

builder.queryField('problems', (t) =>
  t.field({
    description: 'What waits for a person to decide, newest first.',
    type: problemPage,
    args: { first: t.arg.int(), olderThan: t.arg({ type: 'UUID' }) },
    resolve: (_root, { first, olderThan }, { deps }) =>
      listProblems({ db: deps.readDb }, { limit: first ?? pageSize.usual, before: olderThan ?? null }),
  }),
)
