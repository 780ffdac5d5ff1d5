import { launchCampaign } from '../../operations/campaign/launch.ts'
import { scheduleCampaign } from '../../operations/campaign/schedule.ts'
import { unscheduleCampaign } from '../../operations/campaign/unschedule.ts'
import { builder } from '../builder.ts'
import { control, doneBy } from '../control.ts'
import { campaignChange } from './campaign-change.ts'

type Started = { campaignId: string; audience: number }

const launched = builder
  .objectRef<Started & { heldOut: number; waiting: number; wentThrough: number }>('LaunchCampaignSuccess')
  .implement({
    interfaces: [campaignChange],
    fields: (t) => ({
      audience: t.exposeInt('audience', { description: 'How many people were enrolled.' }),
      heldOut: t.exposeInt('heldOut', {
        description: 'Of these, whom it does not write to, to compare the others with.',
      }),
      waiting: t.exposeInt('waiting', {
        description: 'Of these, who wait until another campaign is through with them.',
      }),
      wentThrough: t.exposeInt('wentThrough', {
        description: 'Beside these, who were left out because of earlier runs of the campaign.',
      }),
    }),
  })
const scheduled = builder.objectRef<Started & { startsAt: Date }>('ScheduleCampaignSuccess').implement({
  interfaces: [campaignChange],
  fields: (t) => ({
    startsAt: t.expose('startsAt', { type: 'DateTime' }),
    audience: t.exposeInt('audience', { description: 'How many people it would be launched for now.' }),
  }),
})
const unscheduled = builder.objectRef<{ campaignId: string }>('UnscheduleCampaignSuccess').implement({
  interfaces: [campaignChange],
})

builder.mutationFields((t) => ({
  launchCampaign: t.field({
    description:
      'Launches a draft, or a scheduled campaign before its time: mails go out. A second request finds a running campaign and ' +
      'is refused. Needs a token with the role admin or marketer.',
    type: launched,
    ...control('LaunchCampaign'),
    args: { id: t.arg({ type: 'UUID', required: true }) },
    resolve: async (_root, { id }, { deps, caller }) => {
      const launched = await launchCampaign(deps, { campaignId: id, ...doneBy(caller) })
      return { campaignId: id, ...launched }
    },
  }),
  scheduleCampaign: t.field({
    description:
      'Has a draft launched at that moment; a scheduled campaign is given another one. Needs a token with the role admin or ' +
      'marketer.',
    type: scheduled,
    ...control('ScheduleCampaign'),
    args: {
      id: t.arg({ type: 'UUID', required: true }),
      startsAt: t.arg({ type: 'DateTime', required: true }),
    },
    resolve: (_root, { id, startsAt }, { deps, caller }) =>
      scheduleCampaign(deps, { campaignId: id, startsAt, ...doneBy(caller) }),
  }),
  unscheduleCampaign: t.field({
    description:
      'Makes a scheduled campaign a draft again: nothing happens at its time. Needs a token with the role admin or marketer.',
    type: unscheduled,
    ...control('UnscheduleCampaign'),
    args: { id: t.arg({ type: 'UUID', required: true }) },
    resolve: (_root, { id }, { deps, caller }) =>
      unscheduleCampaign(deps, { campaignId: id, ...doneBy(caller) }),
  }),
}))
