import type { Replay } from '../../db/generated/prisma/client.ts'
import { Refusal } from '../../domain/refusal.ts'
import { discardAllMails } from '../../operations/message/discard-all.ts'
import { replayAllMails } from '../../operations/message/replay-all.ts'
import { decideAllWebhooks } from '../../operations/webhook/decide-all.ts'
import { builder } from '../builder.ts'
import { control, doneBy } from '../control.ts'
import { problemKind } from './problem.ts'

const replay = builder.objectRef<Replay>('Replay').implement({
  description:
    'One decision to try all mails of a campaign again that wait for a person, and how far it has come.',
  fields: (t) => ({
    id: t.expose('id', { type: 'UUID' }),
    campaignId: t.expose('campaignId', { type: 'UUID' }),
    mails: t.exposeInt('mails', { description: 'How many were to be tried again.' }),
    inLine: t.exposeInt('inLine', { description: 'How many are in line again so far.' }),
    wasSent: t.exposeInt('wasSent', {
      description: 'How many the provider had after all: they count as sent and go out no second time.',
    }),
    waiting: t.exposeInt('waiting', {
      nullable: true,
      description:
        'How many still waited when it was through: the provider could not be asked about them, or their people are not to be ' +
        'written to any more. Null before.',
    }),
    finishedAt: t.expose('finishedAt', { type: 'DateTime', nullable: true }),
  }),
})

type Begun = { count: number; replayIds: string[] }
const replayedAll = builder.objectRef<Begun>('ReplayProblemsSuccess').implement({
  fields: (t) => ({
    count: t.exposeInt('count', { description: 'How many are tried again.' }),
    replays: t.field({
      description: 'Of mails: what is to be looked at for how far it has come, one for each campaign.',
      type: [replay],
      resolve: ({ replayIds }, _args, { deps }) =>
        deps.db.replay.findMany({ where: { id: { in: replayIds } }, orderBy: { id: 'asc' } }),
    }),
  }),
})
const discardedAll = builder.objectRef<{ count: number }>('DiscardProblemsSuccess').implement({
  fields: (t) => ({ count: t.exposeInt('count', { description: 'How many are left as they are.' }) }),
})

builder.queryField('replay', (t) =>
  t.field({
    description: 'How far a decision has come to try all mails of a campaign again.',
    type: replay,
    nullable: true,
    args: { id: t.arg({ type: 'UUID', required: true }) },
    resolve: (_root, { id }, { deps }) => deps.readDb.replay.findUnique({ where: { id } }),
  }),
)

const ofCampaign = 'Of mails: only those of this campaign.'
const asSeen = 'How many were seen: if there are others by now, nothing is done.'

function requireNoCampaign(campaignId: string | null): void {
  if (campaignId !== null)
    throw new Refusal('no-campaign-of-webhooks', 'Webhooks belong to no campaign: leave campaignId out.')
}

builder.mutationFields((t) => ({
  replayProblems: t.field({
    description:
      'Tries everything of a kind again that waits for a person, or all mails of a campaign. Mails are asked about first, as ' +
      'replayProblem does, once for each call to the provider; that goes on after the answer. Needs a token with the role admin or ' +
      'marketer; for webhooks, admin.',
    type: replayedAll,
    ...control('ReplayProblems'),
    args: {
      kind: t.arg({ type: problemKind, required: true }),
      campaignId: t.arg({ type: 'UUID', description: ofCampaign }),
      expected: t.arg.int({ description: asSeen }),
    },
    resolve: async (_root, { kind, ...asked }, { deps, caller }) => {
      const { campaignId = null, expected = null } = asked
      if (kind === 'message') {
        const { mails, replayIds } = await replayAllMails(deps, { campaignId, expected, ...doneBy(caller) })
        return { count: mails, replayIds }
      }
      requireNoCampaign(campaignId)
      const request = { decision: 'replay', expected, ...doneBy(caller) } as const
      return { count: (await decideAllWebhooks(deps, request)).decided, replayIds: [] }
    },
  }),
  discardProblems: t.field({
    description:
      'Leaves everything of a kind as it is that waits for a person, or all mails of a campaign: mails count as skipped, webhooks ' +
      'are never applied. Needs a token with the role admin or marketer; for webhooks, admin.',
    type: discardedAll,
    ...control('DiscardProblems'),
    args: {
      kind: t.arg({ type: problemKind, required: true }),
      campaignId: t.arg({ type: 'UUID', description: ofCampaign }),
      expected: t.arg.int({ description: asSeen }),
    },
    resolve: async (_root, { kind, ...asked }, { deps, caller }) => {
      const { campaignId = null, expected = null } = asked
      if (kind === 'message') {
        const left = await discardAllMails(deps, { campaignId, expected, ...doneBy(caller) })
        return { count: left.discarded }
      }
      requireNoCampaign(campaignId)
      const request = { decision: 'discard', expected, ...doneBy(caller) } as const
      return { count: (await decideAllWebhooks(deps, request)).decided }
    },
  }),
}))
