import { Refusal } from '../../domain/refusal.ts'
import { recallCampaign } from '../../operations/campaign/recall.ts'
import { builder } from '../builder.ts'
import { standing } from './standing.ts'

builder.mutationField('recallCampaign', (t) =>
  t.field({
    description:
      'Takes back everything of a campaign that was not handed to the provider, ends it for good, and tells where everybody ' +
      'stands. Needs a token with the role admin or marketer.',
    type: standing,
    authScopes: { runCampaigns: true },
    errors: {
      types: [Refusal],
      union: { name: 'RecallCampaignResult' },
      result: { name: 'RecallCampaignSuccess' },
      dataField: { name: 'standing' },
    },
    args: { id: t.arg({ type: 'UUID', required: true }) },
    resolve: async (_root, { id }, { deps, caller }) => {
      const actor = { kind: 'token', tokenId: caller.tokenId } as const
      const recalled = await recallCampaign(deps, { campaignId: id, actor, origin: 'graphql' })
      return recalled.standing
    },
  }),
)
