import type { RulesChange } from '../domain/plan-change.ts'
import { windowOf } from './planned-step.ts'
import { given, stated } from './schema/filter.ts'
import type { sendingRulesInput } from './schema/rules-input.ts'

/** The sending rules that a program gave, in the words of the domain: what it left out is not among them. */
export function rulesChange({
  window,
  holidays,
  rules,
  limits,
  ...rest
}: typeof sendingRulesInput.$inferInput): RulesChange {
  const { outOfOffice, ...signals } = rules ?? {}
  const { warmUp, ...bounds } = limits ?? {}
  return {
    ...given(rest),
    ...(window !== undefined && { window: window && windowOf(window) }),
    ...(holidays && { holidays: { calendar: holidays.calendar || null, dates: holidays.dates ?? [] } }),
    rules: { ...given(signals), ...given({ 'out-of-office': outOfOffice }) },
    limits: { ...stated(bounds), ...given({ warmUp }) },
  }
}
