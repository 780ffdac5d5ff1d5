export type Fields = Readonly<Record<string, unknown>>

export const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** The object at a key, or an empty one. */
export const fieldsAt = (value: Fields, key: string): Fields => {
  const field = value[key]
  return isFields(field) ? field : {}
}

export const listAt = (value: Fields, key: string): readonly unknown[] => {
  const field = value[key]
  return Array.isArray(field) ? (field as unknown[]) : []
}

export const numberAt = (value: Fields, key: string): number | undefined => {
  const field = value[key]
  return typeof field === 'number' ? field : undefined
}

export const stringAt = (value: Fields, key: string): string => {
  const field = value[key]
  return typeof field === 'string' ? field : ''
}
