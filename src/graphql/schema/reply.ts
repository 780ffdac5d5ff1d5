import { builder } from '../builder.ts'
import { counts } from '../page-rule.ts'
import { replyKind } from './enums.ts'
import { given } from './filter.ts'

builder.prismaObject('Assessment', {
  description: 'What was concluded from a reply.',
  select: { id: true },
  fields: (t) => ({
    id: t.expose('id', { type: 'UUID' }),
    intent: t.exposeString('intent'),
    sentiment: t.exposeString('sentiment'),
    score: t.exposeInt('score', { description: 'From 0 to 100.' }),
    reasons: t.exposeStringList('reasons'),
    source: t.exposeString('source', { description: 'Who concluded it: model or rules.' }),
    model: t.exposeString('model', { nullable: true }),
    promptVersion: t.exposeString('promptVersion', { nullable: true }),
    inputTokens: t.exposeInt('inputTokens', { nullable: true }),
    outputTokens: t.exposeInt('outputTokens', { nullable: true }),
    createdAt: t.expose('createdAt', { type: 'DateTime' }),
  }),
})

const reply = builder.prismaObject('Reply', {
  description: 'An inbound message that was matched to an enrollment.',
  select: { id: true },
  fields: (t) => ({
    id: t.expose('id', { type: 'UUID' }),
    kind: t.expose('kind', { type: replyKind }),
    matchedBy: t.exposeString('matchedBy'),
    text: t.exposeString('text', {
      description: 'What the person wrote, without what they quoted. Counts as 10 rows of a query.',
      extensions: counts.longText,
    }),
    receivedAt: t.expose('receivedAt', { type: 'DateTime' }),
    createdAt: t.expose('createdAt', { type: 'DateTime' }),
    messageId: t.expose('messageId', { type: 'UUID' }),
    campaignId: t.expose('campaignId', { type: 'UUID', nullable: true }),
    contactId: t.expose('contactId', { type: 'UUID' }),
    message: t.relation('message'),
    enrollment: t.relation('enrollment', { nullable: true }),
    campaign: t.relation('campaign', { nullable: true }),
    contact: t.relation('contact'),
    assessment: t.relation('assessment', { nullable: true }),
  }),
})

const replyConnection = builder.connectionObject(
  { type: reply, name: 'ReplyConnection' },
  { name: 'ReplyEdge' },
)

builder.queryField('replies', (t) =>
  t.prismaConnection(
    {
      description: 'Replies, newest first.',
      type: 'Reply',
      cursor: 'id',
      args: {
        campaignId: t.arg({ type: 'UUID' }),
        contactId: t.arg({ type: 'UUID' }),
        kind: t.arg({ type: replyKind }),
      },
      resolve: (query, _root, { campaignId, contactId, kind }, { deps }) =>
        deps.readDb.reply.findMany({
          ...query,
          where: given({ campaignId, contactId, kind }),
          orderBy: { id: 'desc' },
        }),
    },
    replyConnection,
  ),
)
