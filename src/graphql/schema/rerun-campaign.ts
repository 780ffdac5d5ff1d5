import { rerunCampaign } from '../../operations/campaign/rerun.ts'
import { builder } from '../builder.ts'
import { control, doneBy } from '../control.ts'
import { campaignChange } from './campaign-change.ts'

const rerun = builder.objectRef<{ campaignId: string }>('RerunCampaignSuccess').implement({
  description: 'The draft that was made.',
  interfaces: [campaignChange],
})

builder.mutationField('rerunCampaign', (t) =>
  t.field({
    description:
      'Makes a draft of a campaign that is completed or cancelled, with the same plan, sender, channels and contacts and the ' +
      'same owner; whom it may enroll, its plan’s rule for whoever went through it before says. Nothing goes out until the draft ' +
      'is launched; until then there is no second one. Needs a token with the role admin or marketer.',
    type: rerun,
    ...control('RerunCampaign'),
    args: { id: t.arg({ type: 'UUID', required: true }) },
    resolve: (_root, { id }, { deps, caller }) => rerunCampaign(deps, { campaignId: id, ...doneBy(caller) }),
  }),
)
