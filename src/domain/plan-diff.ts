import { waitWords, windowWords } from './plan-words.ts'
import type { CampaignPlan, PlannedStep, PlannedVariant, SendWindow, Wait } from './plan.ts'
import { rulesDiff } from './rules-diff.ts'
import { beginning } from './visible-text.ts'

/** Everything in which a plan differs from an older one, as plain sentences: step by step, then its rules. None when equal. */
export function planDiff(old: CampaignPlan, next: CampaignPlan): string[] {
  const gone = old.steps.flatMap((step, index) =>
    stepOf(next, step.key) ? [] : [`Step ${index + 1} was taken out: ${titleOf(step)}.`],
  )
  const kept = next.steps.flatMap((step, index) => {
    const before = stepOf(old, step.key)
    if (!before) return [`Step ${index + 1} was added: ${titleOf(step)}, ${waitWords(step.wait)}.`]
    return stepDiff(before, step, index + 1)
  })
  return [...gone, ...orderDiff(old, next), ...kept, ...rulesDiff(old, next)]
}

const stepOf = (plan: CampaignPlan, key: string) => plan.steps.find((step) => step.key === key)

/** What a step is called in a sentence: its first subject. */
export const titleOf = ({ variants }: PlannedStep): string => quoted(variants[0]?.subject ?? '')

/** A step that only moved up because one before it is gone is in the order it was in. */
function orderDiff(old: CampaignPlan, next: CampaignPlan): string[] {
  const before = old.steps.filter(({ key }) => stepOf(next, key))
  const after = next.steps.filter(({ key }) => stepOf(old, key))
  if (before.every(({ key }, index) => key === after[index]?.key)) return []
  return [`The steps now come in this order: ${after.map(titleOf).join(', ')}.`]
}

function stepDiff(old: PlannedStep, next: PlannedStep, position: number): string[] {
  return [
    ...waitDiff(old.wait, next.wait, position),
    ...windowDiff(`Step ${position}`, old.window, next.window),
    ...variantsDiff(old.variants, next.variants, position),
  ]
}

function waitDiff(old: Wait, next: Wait, position: number): string[] {
  if (JSON.stringify(old) === JSON.stringify(next)) return []
  const alike = old.kind === 'for' && next.kind === 'for' && old.unit === next.unit
  if (alike && old.amount > 0 && next.amount > 0) {
    const before = old.amount.toLocaleString('en-US')
    return [`Step ${position} now waits ${waitWords(next).replace(/ later$/, '')} instead of ${before}.`]
  }
  return [`Step ${position} now goes out ${waitWords(next)} instead of ${waitWords(old)}.`]
}

function windowDiff(whose: string, old: SendWindow | null, next: SendWindow | null): string[] {
  const [before, after] = [old && windowWords(old), next && windowWords(next)]
  if (before === after) return []
  if (after === null) return [`${whose} now keeps to the campaign’s window instead of ${before ?? ''}.`]
  return [`${whose} now goes out ${after} instead of ${before ?? 'in the campaign’s window'}.`]
}

/** A subject as it is shown in a sentence: whole, or its beginning. */
const quoted = (text: string): string =>
  text.length > longest ? `“${beginning(text, longest)}…”` : `“${text}”`
const longest = 80

function variantsDiff(
  old: readonly PlannedVariant[],
  next: readonly PlannedVariant[],
  position: number,
): string[] {
  const single = old.length === 1 && next.length === 1
  const gone = old.flatMap(({ name, subject }) =>
    single || next.some((variant) => variant.name === name)
      ? []
      : [`Variant ${name} of step ${position} was taken out: ${quoted(subject)}.`],
  )
  const kept = next.flatMap((variant) => {
    const before = single ? old[0] : old.find(({ name }) => name === variant.name)
    if (!before) return [`Variant ${variant.name} of step ${position} was added: ${quoted(variant.subject)}.`]
    const place = single ? `step ${position}` : `step ${position}, variant ${variant.name}`
    return variantDiff(before, variant, { place, single })
  })
  return [...gone, ...kept]
}

function variantDiff(
  old: PlannedVariant,
  next: PlannedVariant,
  { place, single }: { place: string; single: boolean },
): string[] {
  const found = [
    old.subject !== next.subject && `Subject of ${place}: ${quoted(old.subject)} → ${quoted(next.subject)}.`,
    old.body !== next.body && `The text of ${place} was changed.`,
    // The weight of the only one says nothing.
    !single &&
      old.weight !== next.weight &&
      `The weight of ${place} is now ${next.weight} instead of ${old.weight}.`,
  ]
  return found.filter((sentence) => sentence !== false)
}
