import type { InputBlock, KnownBlock, ModalView } from '@slack/types'
import type { StepValues, VariantValues } from '../forms/step-values.ts'
import { variantNames } from '../forms/step-values.ts'
import { actions, stepBlocks, submissions } from '../ids.ts'
import { button, header, pt, row } from './blocks.ts'
import { longest, mergeFieldHint } from './campaign-inputs.ts'
import { type Choice, dateField, input, menu, numberField, textField, timeField } from './inputs.ts'
import { windowInputs } from './window-inputs.ts'

/** What the form of a step is about: the campaign and the step, as its metadata, and what it is called. */
export type StepSubject = { metadata: string; title: string }

const waits: readonly Choice[] = [
  ['for', 'After some time'],
  ['until-time', 'At the next time of day'],
  ['until-date', 'On a date'],
]

const waitHints = {
  for: 'Counted from when the step before it went out; the first step, from the launch.',
  'until-time': 'The next time that it is this late, after the step before it went out.',
  'until-date': 'Whoever comes to it only after that moment gets it at once.',
} as const

const units: readonly Choice[] = [
  ['minutes', 'minutes'],
  ['hours', 'hours'],
  ['days', 'days'],
  ['business-days', 'business days'],
]

/** The form for one step of a sequence. */
export const stepFormModal = ({ metadata, title }: StepSubject, values: StepValues): ModalView => ({
  type: 'modal',
  callback_id: submissions.stepForm,
  private_metadata: metadata,
  title: pt(title),
  submit: pt('Save step'),
  close: pt('Back'),
  blocks: [
    input([stepBlocks.waitKind, 'When it goes out'], menu(waits, values.waitKind), {
      dispatch: actions.chooseWait,
      hint: waitHints[values.waitKind],
    }),
    ...waitInputs(values),
    ...windowInputs(values.window, {
      label: 'At which hours',
      without: 'As the campaign’s sending rules say',
      own: 'At hours of its own',
    }),
    ...values.variants.flatMap((variant) => variantBlocks(variant, values.variants.length)),
    ...addVariantRow(values.variants.length),
  ],
})

function waitInputs({ waitKind, amount, unit, time, date }: StepValues): InputBlock[] {
  const clock = input([stepBlocks.time, 'Time'], timeField(time), {
    hint: 'On each reader’s own clock.',
  })
  switch (waitKind) {
    case 'until-time':
      return [clock]
    case 'until-date':
      return [input([stepBlocks.date, 'Date'], dateField(date)), clock]
    case 'for':
      return [
        input([stepBlocks.amount, 'Wait'], numberField(amount), { hint: '0 is at once.' }),
        input([stepBlocks.unit, 'Unit'], menu(units, unit)),
      ]
  }
}

function variantBlocks({ name, subject, body, weight }: VariantValues, variants: number): KnownBlock[] {
  const alone = variants === 1
  const called = (words: string) => (alone ? words : `${words} of variant ${name}`)
  return [
    header(alone ? 'Email' : `Variant ${name}`),
    input([stepBlocks.subject + name, called('Subject')], textField(subject, { max: longest.subject })),
    input(
      [stepBlocks.body + name, called('Email')],
      textField(body, { max: longest.body, multiline: true }),
      alone ? { hint: mergeFieldHint } : {},
    ),
    ...(alone ? [] : [weightInput(name, weight), removeVariantRow(name)]),
  ]
}

const weightInput = (name: string, weight: string | null): InputBlock =>
  input([stepBlocks.weight + name, `Weight of variant ${name}`], numberField(weight), {
    hint: 'How often it is sent, compared with the others: 1 and 3 are a quarter and three quarters. 0 sends it to nobody.',
  })

const removeVariantRow = (name: string): KnownBlock =>
  row(button(`Remove variant ${name}`, actions.removeVariant, { value: name }))

const addVariantRow = (variants: number): KnownBlock[] =>
  variants < variantNames.length ? [row(button('Add a variant', actions.addVariant))] : []
