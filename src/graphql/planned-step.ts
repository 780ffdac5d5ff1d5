import { randomUUID } from 'node:crypto'
import { oneLine, severalLines } from '../domain/foreign-text.ts'
import type { PlannedStep, PlannedVariant, SendWindow, Wait } from '../domain/plan.ts'
import type { sendWindowInput, stepInput, variantInput, waitInput } from './schema/step-input.ts'

// More than a mail may have (adapters/template-check.ts), so that what is too long is refused and not cut.
const most = { name: 100, subject: 1_000, body: 50_000 }

/** A step that a program gave, in the words of the domain; one without a key gets its own. */
export const stepOf = ({ key, wait, window, variants }: typeof stepInput.$inferInput): PlannedStep => ({
  key: key ?? randomUUID(),
  wait: waitOf(wait),
  window: window ? windowOf(window) : null,
  variants: variants.map(variantOf),
})

/** A window with each of its days once, in order. */
export const windowOf = ({ days, from, to }: typeof sendWindowInput.$inferInput): SendWindow => ({
  days: [...new Set(days)].toSorted((a, b) => a - b),
  from,
  to,
})

function waitOf(given: typeof waitInput.$inferInput): Wait {
  if (given.for) return { kind: 'for', ...given.for }
  if (given.untilDate) return { kind: 'until-date', ...given.untilDate }
  return { kind: 'until-time', time: given.untilTime }
}

const variantOf = ({ name, weight, subject, body }: typeof variantInput.$inferInput): PlannedVariant => ({
  name: oneLine(name, most.name),
  weight,
  subject: oneLine(subject, most.subject),
  body: severalLines(body, most.body).trim(),
})
