import { builder } from '../builder.ts'
import { handoverStatus } from './enums.ts'
import { given } from './filter.ts'
import { messageConnection } from './message.ts'

const handover = builder.prismaObject('Handover', {
  description: 'A qualified lead passed to sales.',
  select: { id: true },
  fields: (t) => ({
    id: t.expose('id', { type: 'UUID' }),
    status: t.expose('status', { type: handoverStatus }),
    leadScore: t.exposeInt('leadScore', { description: 'From 0 to 100.' }),
    reasons: t.exposeStringList('reasons'),
    createdAt: t.expose('createdAt', { type: 'DateTime' }),
    claimedAt: t.expose('claimedAt', { type: 'DateTime', nullable: true }),
    closedAt: t.expose('closedAt', { type: 'DateTime', nullable: true }),
    campaignId: t.expose('campaignId', { type: 'UUID' }),
    contactId: t.expose('contactId', { type: 'UUID' }),
    campaign: t.relation('campaign'),
    contact: t.relation('contact'),
    enrollment: t.relation('enrollment'),
    reply: t.relation('reply', { description: 'What the lead wrote that brought them here.' }),
    claimedBy: t.relation('claimedBy', { nullable: true }),
    messages: t.prismaConnection(
      {
        description: 'The conversation with the lead, newest first.',
        type: 'Message',
        cursor: 'id',
        resolve: (query, { id }, _args, { deps }) =>
          deps.readDb.message.findMany({ ...query, where: { handoverId: id }, orderBy: { id: 'desc' } }),
      },
      messageConnection,
    ),
  }),
})

const handoverConnection = builder.connectionObject(
  { type: handover, name: 'HandoverConnection' },
  { name: 'HandoverEdge' },
)

builder.queryFields((t) => ({
  handover: t.prismaField({
    type: 'Handover',
    nullable: true,
    args: { id: t.arg({ type: 'UUID', required: true }) },
    resolve: (query, _root, { id }, { deps }) => deps.readDb.handover.findUnique({ ...query, where: { id } }),
  }),
  handovers: t.prismaConnection(
    {
      description: 'Handovers, newest first.',
      type: 'Handover',
      cursor: 'id',
      args: { campaignId: t.arg({ type: 'UUID' }), status: t.arg({ type: handoverStatus }) },
      resolve: (query, _root, { campaignId, status }, { deps }) =>
        deps.readDb.handover.findMany({
          ...query,
          where: given({ campaignId, status }),
          orderBy: { id: 'desc' },
        }),
    },
    handoverConnection,
  ),
}))
