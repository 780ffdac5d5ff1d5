import { discardProblem } from '../../operations/message/discard.ts'
import { replayProblem } from '../../operations/message/replay.ts'
import { builder } from '../builder.ts'
import { control, doneBy } from '../control.ts'
import { problemKind } from './problem.ts'

const outcome = builder.enumType('ReplayOutcome', {
  description:
    'in_line: it is tried again. was_sent: the provider has the mail after all, so it is not sent again.',
  values: { in_line: { value: 'in-line' }, was_sent: { value: 'was-sent' } } as const,
})

const replayed = builder.objectRef<{ kind: 'in-line' | 'was-sent' }>('ReplayProblemSuccess').implement({
  fields: (t) => ({ outcome: t.expose('kind', { type: outcome }) }),
})
const discarded = builder.objectRef<{ id: string }>('DiscardProblemSuccess').implement({
  fields: (t) => ({ id: t.expose('id', { type: 'UUID' }) }),
})

builder.mutationFields((t) => ({
  replayProblem: t.field({
    description:
      'Tries again what waits for a person. A mail goes out once more only if the provider, asked again, still has no trace ' +
      'of it. Needs a token with the role admin or marketer; for a webhook, admin.',
    type: replayed,
    ...control('ReplayProblem'),
    args: {
      kind: t.arg({ type: problemKind, required: true }),
      id: t.arg({ type: 'UUID', required: true }),
    },
    resolve: (_root, request, { deps, caller }) =>
      replayProblem(deps, { problem: request, ...doneBy(caller) }),
  }),
  discardProblem: t.field({
    description:
      'Leaves what waits for a person as it is: a mail counts as skipped, a webhook is never applied. Needs a token with the ' +
      'role admin or marketer; for a webhook, admin.',
    type: discarded,
    ...control('DiscardProblem'),
    args: {
      kind: t.arg({ type: problemKind, required: true }),
      id: t.arg({ type: 'UUID', required: true }),
    },
    resolve: async (_root, request, { deps, caller }) => {
      await discardProblem(deps, { problem: request, ...doneBy(caller) })
      return request
    },
  }),
}))
