import type { FlightCounts } from '../../db/standing-queries.ts'
import { pauseCampaign } from '../../operations/campaign/pause.ts'
import { resumeCampaign } from '../../operations/campaign/resume.ts'
import { builder } from '../builder.ts'
import { control, doneBy } from '../control.ts'
import { campaignChange } from './campaign-change.ts'
import { inFlight } from './flight.ts'

type Moved = { campaignId: string } & FlightCounts

const paused = builder.objectRef<Moved>('PauseCampaignSuccess').implement({
  interfaces: [campaignChange, inFlight],
})
const resumed = builder.objectRef<Moved>('ResumeCampaignSuccess').implement({
  interfaces: [campaignChange, inFlight],
})

builder.mutationFields((t) => ({
  pauseCampaign: t.field({
    description:
      'Stops a running campaign where it stands. At most the batches that are with the provider right now still go ' +
      'out. Does what the Pause button in Slack does. Needs a token with the role admin or marketer.',
    type: paused,
    ...control('PauseCampaign'),
    args: { id: t.arg({ type: 'UUID', required: true }) },
    resolve: (_root, { id }, { deps, caller }) => pauseCampaign(deps, { campaignId: id, ...doneBy(caller) }),
  }),
  resumeCampaign: t.field({
    description:
      'Lets a paused campaign go on where it stopped; nobody who was written to is written to again. Needs a token with the ' +
      'role admin or marketer.',
    type: resumed,
    ...control('ResumeCampaign'),
    args: { id: t.arg({ type: 'UUID', required: true }) },
    resolve: (_root, { id }, { deps, caller }) => resumeCampaign(deps, { campaignId: id, ...doneBy(caller) }),
  }),
}))
