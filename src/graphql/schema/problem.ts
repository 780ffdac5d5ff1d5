import type { Problem } from '../../db/problem-queries.ts'
import { Refusal } from '../../domain/refusal.ts'
import { discardProblem } from '../../operations/message/discard.ts'
import { listProblems, type ProblemPage } from '../../operations/message/list-problems.ts'
import { replayProblem } from '../../operations/message/replay.ts'
import { builder } from '../builder.ts'
import { pageSize } from '../page-rule.ts'

const kind = builder.enumType('ProblemKind', { values: ['message', 'webhook'] as const })
const outcome = builder.enumType('ReplayOutcome', {
  description:
    'in_line: it is tried again. was_sent: the provider has the mail after all, so it is not sent again.',
  values: { in_line: { value: 'in-line' }, was_sent: { value: 'was-sent' } } as const,
})

const problem = builder.objectRef<Problem>('Problem').implement({
  description:
    'Something that Baton could not settle by itself and a person must decide about: a mail of which the provider has no ' +
    'trace after all attempts, or a webhook that could not be applied.',
  fields: (t) => ({
    kind: t.expose('kind', { type: kind }),
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

builder.mutationFields((t) => ({
  replayProblem: t.field({
    description:
      'Tries again what waits for a person. A mail goes out once more only if the provider, asked again, still has no trace ' +
      'of it. Needs a token with the role admin or marketer; for a webhook, admin.',
    type: outcome,
    authScopes: { runCampaigns: true },
    errors: {
      types: [Refusal],
      union: { name: 'ReplayProblemResult' },
      result: { name: 'ReplayProblemSuccess' },
      dataField: { name: 'outcome' },
    },
    args: {
      kind: t.arg({ type: kind, required: true }),
      id: t.arg({ type: 'UUID', required: true }),
    },
    resolve: async (_root, request, { deps, caller }) => {
      const actor = { kind: 'token', tokenId: caller.tokenId } as const
      const replayed = await replayProblem(deps, { problem: request, actor, origin: 'graphql' })
      return replayed.kind
    },
  }),
  discardProblem: t.field({
    description:
      'Leaves what waits for a person as it is: a mail counts as skipped, a webhook is never applied. Needs a token with the ' +
      'role admin or marketer; for a webhook, admin.',
    type: 'UUID',
    authScopes: { runCampaigns: true },
    errors: {
      types: [Refusal],
      union: { name: 'DiscardProblemResult' },
      result: { name: 'DiscardProblemSuccess' },
      dataField: { name: 'id' },
    },
    args: {
      kind: t.arg({ type: kind, required: true }),
      id: t.arg({ type: 'UUID', required: true }),
    },
    resolve: async (_root, request, { deps, caller }) => {
      const actor = { kind: 'token', tokenId: caller.tokenId } as const
      await discardProblem(deps, { problem: request, actor, origin: 'graphql' })
      return request.id
    },
  }),
}))
