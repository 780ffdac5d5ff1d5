import { builder } from '../builder.ts'
import { messagesOf } from '../messages-of.ts'
import { counts } from '../page-rule.ts'
import { channel, messageDirection, messagePurpose, messageState } from './enums.ts'
import { given } from './filter.ts'

const message = builder.prismaObject('Message', {
  description: 'One email or SMS, out or in: a line of the ledger.',
  select: { id: true },
  fields: (t) => ({
    id: t.expose('id', { type: 'UUID' }),
    direction: t.expose('direction', { type: messageDirection }),
    purpose: t.expose('purpose', { type: messagePurpose }),
    channel: t.expose('channel', { type: channel }),
    state: t.expose('state', { type: messageState }),
    reason: t.exposeString('reason', {
      nullable: true,
      description: 'Why it was skipped or rejected, or waits.',
    }),
    errorCode: t.exposeInt('errorCode', {
      nullable: true,
      description: 'The provider’s code for a rejected one, also for one that is in line again since.',
    }),
    address: t.exposeString('address'),
    subject: t.exposeString('subject', {
      nullable: true,
      description: 'Null for a message of a sequence: that is its step, written for its contact.',
    }),
    text: t.exposeString('text', {
      nullable: true,
      description: 'Counts as 10 rows of a query.',
      extensions: counts.longText,
    }),
    attempts: t.exposeInt('attempts'),
    providerMessageId: t.exposeString('providerMessageId', { nullable: true }),
    sentAt: t.expose('sentAt', { type: 'DateTime', nullable: true }),
    createdAt: t.expose('createdAt', { type: 'DateTime' }),
    campaignId: t.expose('campaignId', { type: 'UUID', nullable: true }),
    enrollmentId: t.expose('enrollmentId', { type: 'UUID', nullable: true }),
    contactId: t.expose('contactId', { type: 'UUID', nullable: true }),
    handoverId: t.expose('handoverId', { type: 'UUID', nullable: true }),
    variant: t.exposeInt('variant', {
      nullable: true,
      description: 'Which variant of its step was sent, by its position.',
    }),
    step: t.relation('step', { nullable: true, description: 'Null for what is not of a sequence.' }),
    campaign: t.relation('campaign', { nullable: true }),
    enrollment: t.relation('enrollment', { nullable: true }),
    contact: t.relation('contact', { nullable: true }),
    reply: t.relation('reply', { nullable: true }),
  }),
})

/** A page of messages. */
export const messageConnection = builder.connectionObject(
  { type: message, name: 'MessageConnection' },
  { name: 'MessageEdge' },
)

builder.queryField('messages', (t) =>
  t.prismaConnection(
    {
      description:
        'Messages, newest first by when they were claimed. A sequence mail is listed once it is known what became of it: as a rule ' +
        'seconds later, after a lost answer when lease and settle window are over (17 minutes unless configured). Whoever reads ' +
        'only what is new reads that long again.',
      type: 'Message',
      cursor: 'id',
      args: {
        campaignId: t.arg({ type: 'UUID' }),
        contactId: t.arg({ type: 'UUID' }),
        handoverId: t.arg({ type: 'UUID' }),
        state: t.arg({ type: messageState }),
        purpose: t.arg({ type: messagePurpose }),
      },
      resolve: async (
        query,
        _root,
        { campaignId, contactId, handoverId, state, purpose },
        { deps: { readDb } },
      ) =>
        readDb.message.findMany({
          ...query,
          where: {
            ...given({ campaignId, handoverId, state, purpose }),
            ...(contactId ? await messagesOf(readDb, contactId) : {}),
          },
          orderBy: { id: 'desc' },
        }),
    },
    messageConnection,
  ),
)
