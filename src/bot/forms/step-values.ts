import type { PlanProblem } from '../../domain/check-plan.ts'
import type { PlannedStep, PlannedVariant, Wait } from '../../domain/plan.ts'
import { stepBlocks } from '../ids.ts'
import { chosenIn, elementIn, isIn, joinErrors, numberOf, type State, typedIn } from './state.ts'
import { windowBlockFor, windowOf, type WindowValues, windowValues, windowValuesIn } from './window-values.ts'

/** A variant as it was typed. */
export type VariantValues = {
  name: string
  subject: string | null
  body: string | null
  weight: string | null
}

/** What stands in the form of a step. */
export type StepValues = {
  waitKind: Wait['kind']
  amount: string | null
  unit: string
  time: string | null
  date: string | null
  window: WindowValues
  variants: VariantValues[]
}

/** The names that variants get, in order. */
export const variantNames = ['A', 'B', 'C', 'D', 'E', 'F', 'G', 'H'] as const

const isUnit = (unit: string): unit is Extract<Wait, { kind: 'for' }>['unit'] =>
  ['minutes', 'hours', 'days', 'business-days'].includes(unit)

/** A variant to be written. */
export const emptyVariant = (name: string): VariantValues => ({
  name,
  subject: null,
  body: null,
  weight: '1',
})

/** The form for a new step: some days after the one before it, or at once where it is the first. */
export const newStepValues = (isFirst: boolean): StepValues => ({
  waitKind: 'for',
  amount: isFirst ? '0' : '3',
  unit: 'business-days',
  time: '09:00',
  date: null,
  window: windowValues(null),
  variants: [emptyVariant('A')],
})

/** A step as its form shows it. */
export function stepValues({ wait, window, variants }: PlannedStep): StepValues {
  const empty = newStepValues(true)
  return {
    ...empty,
    waitKind: wait.kind,
    ...(wait.kind === 'for' && { amount: String(wait.amount), unit: wait.unit }),
    ...(wait.kind !== 'for' && { time: wait.time }),
    ...(wait.kind === 'until-date' && { date: wait.date }),
    window: windowValues(window),
    variants: lettered(variants).map(({ name, subject, body, weight }) => ({
      name,
      subject,
      body,
      weight: String(weight),
    })),
  }
}

// The fields of a variant are found by its letter. Names that were given elsewhere, or twice, make way for letters.
function lettered(variants: readonly PlannedVariant[]): PlannedVariant[] {
  const letters: readonly string[] = variantNames
  const names = new Set(variants.map(({ name }) => name))
  const fit = names.size === variants.length && [...names].every((name) => letters.includes(name))
  if (fit) return [...variants]
  return variants.map(({ name, weight, subject, body }, index) => ({
    name: letters[index] ?? name,
    weight,
    subject,
    body,
  }))
}

/** Reads them from a view. */
export function stepValuesIn(state: State): StepValues {
  const kind = chosenIn(state, stepBlocks.waitKind)
  const empty = newStepValues(false)
  return {
    waitKind: kind === 'until-time' || kind === 'until-date' ? kind : 'for',
    amount: isIn(state, stepBlocks.amount) ? typedIn(state, stepBlocks.amount) : empty.amount,
    unit: chosenIn(state, stepBlocks.unit) ?? empty.unit,
    time: isIn(state, stepBlocks.time)
      ? (elementIn(state, stepBlocks.time)?.selected_time ?? null)
      : empty.time,
    date: elementIn(state, stepBlocks.date)?.selected_date ?? null,
    window: windowValuesIn(state),
    variants: variantNames
      .filter((name) => isIn(state, stepBlocks.subject + name))
      .map((name) => ({
        name,
        subject: typedIn(state, stepBlocks.subject + name),
        body: typedIn(state, stepBlocks.body + name),
        weight: isIn(state, stepBlocks.weight + name) ? typedIn(state, stepBlocks.weight + name) : '1',
      })),
  }
}

/** The step that was filled in, right or wrong. */
export const stepOf = (key: string, values: StepValues): PlannedStep => ({
  key,
  wait: waitOf(values),
  window: windowOf(values.window),
  variants: values.variants.map(variantOf),
})

function waitOf({ waitKind, amount, unit, time, date }: StepValues): Wait {
  switch (waitKind) {
    case 'until-time':
      return { kind: waitKind, time: time ?? '' }
    case 'until-date':
      return { kind: waitKind, date: date ?? '', time: time ?? '' }
    case 'for':
      return { kind: waitKind, amount: numberOf(amount), unit: isUnit(unit) ? unit : 'days' }
  }
}

const variantOf = ({ name, subject, body, weight }: VariantValues): PlannedVariant => ({
  name,
  weight: numberOf(weight),
  subject: subject?.trim() ?? '',
  body: body?.trim() ?? '',
})

/** What is wrong with a step on its fields; what is about anything else, above them all. */
export function stepErrors(
  problems: readonly PlanProblem[],
  position: number | null,
  values: StepValues,
): Record<string, string> {
  return joinErrors(
    problems.map(({ path, sentence }) => {
      const [, index, part] = /^steps\.(\d+)\.(.+)$/.exec(path) ?? []
      if (index === undefined || part === undefined) return [stepBlocks.waitKind, sentence]
      if (Number(index) + 1 !== position)
        return [stepBlocks.waitKind, `Step ${Number(index) + 1}: ${sentence}`]
      return [blockFor(part, values), sentence]
    }),
  )
}

function blockFor(part: string, values: StepValues): string {
  if (part === 'wait') return waitBlocks[values.waitKind]
  if (part === 'window') return windowBlockFor(values.window)
  const [first] = values.variants
  const [, number, field] = /^variants\.(\d+)\.(subject|body)$/.exec(part) ?? []
  const variant = values.variants[Number(number)] ?? first
  const name = variant?.name ?? 'A'
  if (field === 'subject' || field === 'body') return stepBlocks[field] + name
  return values.variants.length > 1 ? stepBlocks.weight + name : stepBlocks.subject + name
}

const waitBlocks = {
  for: stepBlocks.amount,
  'until-time': stepBlocks.time,
  'until-date': stepBlocks.date,
} as const
