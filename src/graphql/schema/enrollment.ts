import { builder } from '../builder.ts'
import { enrollmentStatus } from './enums.ts'
import { given } from './filter.ts'
import { messageConnection } from './message.ts'

const enrollment = builder.prismaObject('Enrollment', {
  description: 'One contact going through one campaign.',
  select: { id: true },
  fields: (t) => ({
    id: t.expose('id', { type: 'UUID' }),
    status: t.expose('status', { type: enrollmentStatus }),
    reason: t.exposeString('reason', { nullable: true, description: 'Why it is no longer active.' }),
    nextAt: t.field({
      type: 'DateTime',
      nullable: true,
      select: { nextAt: true, withProvider: true },
      resolve: ({ nextAt, withProvider }) => (withProvider ? null : nextAt),
      description:
        'When its next step is due; null while the message of one is with the provider, and after the last.',
    }),
    resumeAt: t.expose('resumeAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When its pause ends by itself: the return of somebody out of office.',
    }),
    zone: t.exposeString('zone', { description: 'The time zone by whose clock windows and waits are kept.' }),
    createdAt: t.expose('createdAt', { type: 'DateTime' }),
    campaignId: t.expose('campaignId', { type: 'UUID' }),
    contactId: t.expose('contactId', { type: 'UUID' }),
    version: t.relation('campaignVersion', { description: 'What it runs on.' }),
    step: t.relation('step', {
      nullable: true,
      description:
        'Where it stands: the step that is due next, and the last one for whoever is through; null where there is none.',
    }),
    campaign: t.relation('campaign'),
    contact: t.relation('contact'),
    messages: t.prismaConnection(
      {
        type: 'Message',
        cursor: 'id',
        resolve: (query, { id }, _args, { deps }) =>
          deps.readDb.message.findMany({ ...query, where: { enrollmentId: id }, orderBy: { id: 'desc' } }),
      },
      messageConnection,
    ),
  }),
})

/** A page of enrollments. */
export const enrollmentConnection = builder.connectionObject(
  { type: enrollment, name: 'EnrollmentConnection' },
  { name: 'EnrollmentEdge' },
)

builder.queryField('enrollments', (t) =>
  t.prismaConnection(
    {
      description: 'Enrollments, newest first.',
      type: 'Enrollment',
      cursor: 'id',
      args: {
        campaignId: t.arg({ type: 'UUID' }),
        contactId: t.arg({ type: 'UUID' }),
        status: t.arg({ type: enrollmentStatus }),
      },
      resolve: (query, _root, { campaignId, contactId, status }, { deps }) =>
        deps.readDb.enrollment.findMany({
          ...query,
          where: given({ campaignId, contactId, status }),
          orderBy: { id: 'desc' },
        }),
    },
    enrollmentConnection,
  ),
)
