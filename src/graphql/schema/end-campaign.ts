import type { Ended } from '../../db/campaign-end-queries.ts'
import type { Standing } from '../../domain/standing.ts'
import { cancelCampaign } from '../../operations/campaign/cancel.ts'
import { recallCampaign } from '../../operations/campaign/recall.ts'
import { builder } from '../builder.ts'
import { control, doneBy } from '../control.ts'
import { campaignChange } from './campaign-change.ts'
import { standing } from './standing.ts'

type EndedCampaign = { campaignId: string } & Ended

const ended = builder.interfaceRef<EndedCampaign>('EndedCampaign').implement({
  description: 'A campaign that was ended for good, and whom that stopped.',
  interfaces: [campaignChange],
  fields: (t) => ({
    stopped: t.exposeInt('stopped', { description: 'Everybody who was not through.' }),
    takenBack: t.exposeInt('takenBack', {
      description: 'Those of them from whom everything was taken back that was still to come.',
    }),
    withProvider: t.exposeInt('withProvider', {
      description: 'Those of them whose mail was with the provider at that moment: it may still go out.',
    }),
  }),
})

const cancelled = builder.objectRef<EndedCampaign>('CancelCampaignSuccess').implement({
  interfaces: [campaignChange, ended],
})
const recalled = builder
  .objectRef<EndedCampaign & { standing: Standing }>('RecallCampaignSuccess')
  .implement({
    interfaces: [campaignChange, ended],
    fields: (t) => ({ standing: t.expose('standing', { type: standing }) }),
  })

builder.mutationFields((t) => ({
  cancelCampaign: t.field({
    description:
      'Ends a campaign for good, launched or not: whoever was not written to yet never will be. Needs a token with the role ' +
      'admin or marketer.',
    type: cancelled,
    ...control('CancelCampaign'),
    args: { id: t.arg({ type: 'UUID', required: true }) },
    resolve: (_root, { id }, { deps, caller }) => cancelCampaign(deps, { campaignId: id, ...doneBy(caller) }),
  }),
  recallCampaign: t.field({
    description:
      'Takes back everything of a campaign that was not handed to the provider, ends it for good, and tells where everybody ' +
      'stands. Needs a token with the role admin or marketer.',
    type: recalled,
    ...control('RecallCampaign'),
    args: { id: t.arg({ type: 'UUID', required: true }) },
    resolve: (_root, { id }, { deps, caller }) => recallCampaign(deps, { campaignId: id, ...doneBy(caller) }),
  }),
}))
