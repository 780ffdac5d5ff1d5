import { builder } from '../builder.ts'
import { campaign } from './campaign.ts'

/** What every change of a campaign answers with; each adds what it counted. */
export const campaignChange = builder.interfaceRef<{ campaignId: string }>('CampaignChange').implement({
  description: 'A campaign after it was changed.',
  fields: (t) => ({
    campaign: t.prismaField({
      type: campaign,
      resolve: (query, { campaignId }, _args, { deps }) =>
        deps.readDb.campaign.findUniqueOrThrow({ ...query, where: { id: campaignId } }),
    }),
  }),
})
