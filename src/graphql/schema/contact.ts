import { builder } from '../builder.ts'
import { messagesOf } from '../messages-of.ts'
import { counts } from '../page-rule.ts'
import { enrollmentConnection } from './enrollment.ts'
import { given } from './filter.ts'
import { messageConnection } from './message.ts'

const contact = builder.prismaObject('Contact', {
  description: 'A person we may write to.',
  select: { id: true },
  fields: (t) => ({
    id: t.expose('id', { type: 'UUID' }),
    email: t.exposeString('email'),
    firstName: t.exposeString('firstName', { nullable: true }),
    lastName: t.exposeString('lastName', { nullable: true }),
    company: t.exposeString('company', { nullable: true }),
    jobTitle: t.exposeString('jobTitle', { nullable: true }),
    country: t.exposeString('country', { nullable: true }),
    timeZone: t.exposeString('timeZone', { nullable: true }),
    phone: t.exposeString('phone', { nullable: true, description: 'In E.164 form.' }),
    attributes: t.expose('attributes', {
      type: 'JSON',
      description: 'Every other column of the imports, by merge field name. Counts as 25 rows of a query.',
      extensions: counts.attributes,
    }),
    createdAt: t.expose('createdAt', { type: 'DateTime' }),
    updatedAt: t.expose('updatedAt', { type: 'DateTime' }),
    enrollments: t.prismaConnection(
      {
        type: 'Enrollment',
        cursor: 'id',
        resolve: (query, { id }, _args, { deps }) =>
          deps.readDb.enrollment.findMany({ ...query, where: { contactId: id }, orderBy: { id: 'desc' } }),
      },
      enrollmentConnection,
    ),
    messages: t.prismaConnection(
      {
        type: 'Message',
        cursor: 'id',
        resolve: async (query, { id }, _args, { deps: { readDb } }) =>
          readDb.message.findMany({ ...query, where: await messagesOf(readDb, id), orderBy: { id: 'desc' } }),
      },
      messageConnection,
    ),
  }),
})

const contactConnection = builder.connectionObject(
  { type: contact, name: 'ContactConnection' },
  { name: 'ContactEdge' },
)

builder.queryFields((t) => ({
  contact: t.prismaField({
    type: 'Contact',
    nullable: true,
    args: { id: t.arg({ type: 'UUID', required: true }) },
    resolve: (query, _root, { id }, { deps }) => deps.readDb.contact.findUnique({ ...query, where: { id } }),
  }),
  contacts: t.prismaConnection(
    {
      description: 'Contacts, newest first.',
      type: 'Contact',
      cursor: 'id',
      args: { email: t.arg.string({ description: 'Exactly this address, in any case.' }) },
      resolve: (query, _root, { email }, { deps }) =>
        deps.readDb.contact.findMany({
          ...query,
          where: given({ email: email?.trim().toLowerCase() }),
          orderBy: { id: 'desc' },
        }),
    },
    contactConnection,
  ),
}))
