import { Refusal } from '../../domain/refusal.ts'
import { pauseCampaign } from '../../operations/campaign/pause.ts'
import { builder } from '../builder.ts'

builder.mutationField('pauseCampaign', (t) =>
  t.prismaField({
    description:
      'Stops a running campaign where it stands. At most the batches that are with the provider right now still go ' +
      'out. Does what the Pause button in Slack does. Needs a token with the role admin or marketer.',
    type: 'Campaign',
    authScopes: { runCampaigns: true },
    errors: {
      types: [Refusal],
      union: { name: 'PauseCampaignResult' },
      result: { name: 'PauseCampaignSuccess' },
      dataField: { name: 'campaign' },
    },
    args: { id: t.arg({ type: 'UUID', required: true }) },
    resolve: async (query, _root, { id }, { deps, caller }) => {
      const actor = { kind: 'token', tokenId: caller.tokenId } as const
      await pauseCampaign(deps, { campaignId: id, actor, origin: 'graphql' })
      return deps.readDb.campaign.findUniqueOrThrow({ ...query, where: { id } })
    },
  }),
)
