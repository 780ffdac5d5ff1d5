/** A JSON object of unknown content. */
export type Fields = Readonly<Record<string, unknown>>

/** Whether it is a JSON object, and not an array or null. */
export const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** The object, or an empty one for anything else. */
export const fieldsOf = (value: unknown): Fields => (isFields(value) ? value : {})

/** The objects of an array; nothing for anything else. */
export const listOf = (value: unknown): Fields[] => (Array.isArray(value) ? value.map(fieldsOf) : [])

/** The string, or `fallback` when it is none. */
export const textOf = (value: unknown, fallback = ''): string =>
  typeof value === 'string' ? value : fallback

export const numberOf = (value: unknown, fallback: number): number =>
  typeof value === 'number' && Number.isFinite(value) ? value : fallback
