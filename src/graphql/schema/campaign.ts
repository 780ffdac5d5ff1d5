import type { CampaignProgress } from '../../domain/campaign.ts'
import { builder } from '../builder.ts'
import { campaignStatus } from './enums.ts'
import { enrollmentConnection } from './enrollment.ts'
import { given } from './filter.ts'
import { messageConnection } from './message.ts'

const progress = builder.objectRef<CampaignProgress>('CampaignProgress').implement({
  description:
    'Where the audience of a campaign stands. The counts from waiting to needsHuman add up to audience; the others ' +
    'count what happened afterwards, each contact once. The card in Slack shows the same numbers.',
  fields: (t) => ({
    audience: t.exposeInt('audience'),
    waiting: t.exposeInt('waiting'),
    late: t.exposeInt('late', {
      description: 'Due for too long: a person decides whether to write to them.',
    }),
    heldOut: t.exposeInt('heldOut', { description: 'Not written to, to compare the others with.' }),
    sending: t.exposeInt('sending'),
    sent: t.exposeInt('sent'),
    skipped: t.exposeInt('skipped'),
    rejected: t.exposeInt('rejected'),
    unknown: t.exposeInt('unknown', { description: 'It is not known yet whether Postmark has it.' }),
    needsHuman: t.exposeInt('needsHuman', { description: 'Baton could not find out; a person must.' }),
    writtenTo: t.exposeInt('writtenTo', {
      description: 'Got a mail of it, whatever became of those after it.',
    }),
    delivered: t.exposeInt('delivered'),
    opened: t.exposeInt('opened', { description: 'By people: opens by mail proxies do not count.' }),
    clicked: t.exposeInt('clicked'),
    bounced: t.exposeInt('bounced'),
    complained: t.exposeInt('complained'),
    unsubscribed: t.exposeInt('unsubscribed'),
    replied: t.exposeInt('replied'),
    handedOver: t.exposeInt('handedOver'),
  }),
})

const ofItsMails = {
  nullable: true,
  description:
    'What became of its mails where too many bounced or were complained about, whatever its status. Null where that is why ' +
    'it was paused: then statusReason says so.',
} as const

/** A campaign. */
export const campaign = builder.prismaObject('Campaign', {
  description: 'What a marketer built in Slack: sender, audience, sequence, rules for handing over.',
  select: { id: true },
  fields: (t) => ({
    id: t.expose('id', { type: 'UUID' }),
    name: t.exposeString('name'),
    status: t.expose('status', { type: campaignStatus }),
    statusReason: t.exposeString('statusReason', { nullable: true }),
    warning: t.exposeString('warning', ofItsMails),
    senderName: t.exposeString('senderName'),
    senderEmail: t.exposeString('senderEmail'),
    handoverScore: t.exposeInt('handoverScore', {
      description: 'A lead score from which on a lead is handed over.',
    }),
    createdAt: t.expose('createdAt', { type: 'DateTime' }),
    launchedAt: t.expose('launchedAt', { type: 'DateTime', nullable: true }),
    finishedAt: t.expose('finishedAt', { type: 'DateTime', nullable: true }),
    startsAt: t.expose('startsAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When it is launched, while it is scheduled.',
    }),
    restsUntil: t.expose('restsUntil', {
      type: 'DateTime',
      nullable: true,
      description: 'Nothing of it goes out before: a limit is used up, or a gap is kept.',
    }),
    owner: t.relation('owner'),
    progress: t.field({ type: progress, resolve: ({ id }, _args, context) => context.progress.load(id) }),
    enrollments: t.prismaConnection(
      {
        type: 'Enrollment',
        cursor: 'id',
        resolve: (query, { id }, _args, { deps }) =>
          deps.readDb.enrollment.findMany({ ...query, where: { campaignId: id }, orderBy: { id: 'desc' } }),
      },
      enrollmentConnection,
    ),
    messages: t.prismaConnection(
      {
        type: 'Message',
        cursor: 'id',
        resolve: (query, { id }, _args, { deps }) =>
          deps.readDb.message.findMany({ ...query, where: { campaignId: id }, orderBy: { id: 'desc' } }),
      },
      messageConnection,
    ),
  }),
})

const campaignConnection = builder.connectionObject(
  { type: campaign, name: 'CampaignConnection' },
  { name: 'CampaignEdge' },
)

builder.queryFields((t) => ({
  campaign: t.prismaField({
    type: 'Campaign',
    nullable: true,
    args: { id: t.arg({ type: 'UUID', required: true }) },
    resolve: (query, _root, { id }, { deps }) => deps.readDb.campaign.findUnique({ ...query, where: { id } }),
  }),
  campaigns: t.prismaConnection(
    {
      description: 'Campaigns, newest first.',
      type: 'Campaign',
      cursor: 'id',
      args: { status: t.arg({ type: campaignStatus }) },
      resolve: (query, _root, { status }, { deps }) =>
        deps.readDb.campaign.findMany({ ...query, where: given({ status }), orderBy: { id: 'desc' } }),
    },
    campaignConnection,
  ),
}))
