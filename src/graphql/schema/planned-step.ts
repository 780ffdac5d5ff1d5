import type { PlannedStep, PlannedVariant, SendWindow, Wait } from '../../domain/plan.ts'
import { builder } from '../builder.ts'
import { waitUnit, weekday } from './plan-enums.ts'

/** When mails may go out. */
export const sendWindow = builder.objectRef<SendWindow>('SendWindow').implement({
  description: 'When mails may go out, on the clock of each contact.',
  fields: (t) => ({
    days: t.expose('days', { type: [weekday] }),
    from: t.exposeString('from'),
    to: t.exposeString('to'),
  }),
})

const waitFor = builder.objectRef<Extract<Wait, { kind: 'for' }>>('WaitFor').implement({
  fields: (t) => ({ amount: t.exposeInt('amount'), unit: t.expose('unit', { type: waitUnit }) }),
})

const waitUntil = builder.objectRef<Extract<Wait, { kind: 'until-date' }>>('WaitUntilDate').implement({
  fields: (t) => ({ date: t.exposeString('date'), time: t.exposeString('time') }),
})

const wait = builder.objectRef<Wait>('Wait').implement({
  description:
    'How long a step waits after the one before it was sent, the first from the launch: one of these ways.',
  fields: (t) => ({
    for: t.field({
      type: waitFor,
      nullable: true,
      resolve: (given) => (given.kind === 'for' ? given : null),
    }),
    untilTime: t.string({
      nullable: true,
      resolve: (given) => (given.kind === 'until-time' ? given.time : null),
    }),
    untilDate: t.field({
      type: waitUntil,
      nullable: true,
      resolve: (given) => (given.kind === 'until-date' ? given : null),
    }),
  }),
})

const variant = builder.objectRef<PlannedVariant>('PlannedVariant').implement({
  fields: (t) => ({
    name: t.exposeString('name'),
    weight: t.exposeInt('weight'),
    subject: t.exposeString('subject'),
    body: t.exposeString('body'),
  }),
})

/** A step as it is planned. */
export const plannedStep = builder.objectRef<PlannedStep>('PlannedStep').implement({
  description: 'A step as it is planned, by the names that savePlan takes.',
  fields: (t) => ({
    key: t.expose('key', { type: 'UUID' }),
    wait: t.expose('wait', { type: wait }),
    window: t.expose('window', {
      type: sendWindow,
      nullable: true,
      description: 'Its own; null: it keeps to the campaign’s.',
    }),
    variants: t.expose('variants', { type: [variant] }),
  }),
})
