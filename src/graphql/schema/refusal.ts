import { Refusal } from '../../domain/refusal.ts'
import { builder } from '../builder.ts'

builder.objectType(Refusal, {
  name: 'Refusal',
  description: 'A "no" with its reason: a stable code for programs, a sentence for people.',
  fields: (t) => ({
    code: t.exposeString('code'),
    message: t.exposeString('message'),
  }),
})
