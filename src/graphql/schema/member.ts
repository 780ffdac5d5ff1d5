import { builder } from '../builder.ts'
import { memberRole } from './enums.ts'

builder.prismaObject('Member', {
  description: 'A Slack user with a role.',
  select: { id: true },
  fields: (t) => ({
    id: t.expose('id', { type: 'UUID' }),
    slackUserId: t.exposeString('slackUserId'),
    name: t.exposeString('name'),
    role: t.expose('role', { type: memberRole }),
  }),
})
