import { builder } from '../builder.ts'
import { waitUnit, weekday } from './plan-enums.ts'

/** When mails may go out. */
export const sendWindowInput = builder.inputType('SendWindowInput', {
  description: 'When mails may go out, on the clock of each contact: within one day, on these weekdays.',
  fields: (t) => ({
    days: t.field({ type: [weekday], required: true }),
    from: t.string({ required: true, description: 'HH:MM, from 00:00.' }),
    to: t.string({ required: true, description: 'HH:MM, up to 24:00, when it is closed again.' }),
  }),
})

const waitForInput = builder.inputType('WaitForInput', {
  fields: (t) => ({ amount: t.int({ required: true }), unit: t.field({ type: waitUnit, required: true }) }),
})

const waitUntilInput = builder.inputType('WaitUntilDateInput', {
  fields: (t) => ({
    date: t.string({ required: true, description: 'YYYY-MM-DD' }),
    time: t.string({ required: true, description: 'HH:MM' }),
  }),
})

/** How long a step waits. */
export const waitInput = builder.inputType('WaitInput', {
  description:
    'How long a step waits after the one before it was sent, the first from the launch: one of these ways.',
  isOneOf: true,
  fields: (t) => ({
    for: t.field({ type: waitForInput }),
    untilTime: t.string({ description: 'Until the clock of the contact next shows this, HH:MM.' }),
    untilDate: t.field({ type: waitUntilInput, description: 'Until then on the clock of the contact.' }),
  }),
})

/** An alternative of a step. */
export const variantInput = builder.inputType('VariantInput', {
  fields: (t) => ({
    name: t.string({ required: true, description: 'Its own within the step: A, B …' }),
    weight: t.int({
      required: true,
      description: 'Relative to the others of its step; 0 sends it to nobody.',
    }),
    subject: t.string({ required: true, description: 'Liquid.' }),
    body: t.string({ required: true, description: 'Liquid; paragraphs of plain text.' }),
  }),
})

/** A step as it is to be. */
export const stepInput = builder.inputType('StepInput', {
  description: 'A step as it is to be, whole.',
  fields: (t) => ({
    key: t.field({
      type: 'UUID',
      description: 'Which step it replaces; left out, it is a new one at the end.',
    }),
    wait: t.field({ type: waitInput, required: true }),
    window: t.field({ type: sendWindowInput, description: 'Its own; left out, it keeps to the campaign’s.' }),
    variants: t.field({ type: [variantInput], required: true }),
  }),
})
