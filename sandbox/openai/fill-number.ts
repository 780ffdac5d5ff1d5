import { numberAt } from './fields.ts'
import { typesOf } from './strict-schema.ts'
import type { Fields } from './fields.ts'

/** The number nearest to a wish (0 to 100) that a schema allows; a range that ends at 1 or below reads it as a share. */
export function boundedNumber(schema: Fields, wish: number): number {
  const step = numberAt(schema, 'multipleOf') ?? (typesOf(schema).includes('integer') ? 1 : 0)
  const { least, most } = bounds(schema, step || 0.01)
  const bounded = Math.min(most, Math.max(least, most <= 1 ? wish / 100 : wish))
  if (step === 0) return bounded
  const down = Math.floor(bounded / step) * step
  return down < least ? down + step : down
}

/** Bounds that are themselves excluded are moved inwards by one step. */
const bounds = (schema: Fields, step: number): { least: number; most: number } => {
  const above = numberAt(schema, 'exclusiveMinimum') ?? -Infinity
  const below = numberAt(schema, 'exclusiveMaximum') ?? Infinity
  return {
    least: Math.max(numberAt(schema, 'minimum') ?? -Infinity, above + step),
    most: Math.min(numberAt(schema, 'maximum') ?? Infinity, below - step),
  }
}
