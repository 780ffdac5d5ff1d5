/** Any JSON object as it travels on Slack's wire: blocks, views, payloads, answers. */
export type JsonObject = { [key: string]: unknown }

/** True for a plain object, false for null, lists and scalars. */
export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** The object under a key, or an empty one. */
export function objectAt(from: JsonObject, key: string): JsonObject {
  const value = from[key]
  return isObject(value) ? value : {}
}

/** The string under a key, or ''. */
export function stringAt(from: JsonObject, key: string): string {
  const value = from[key]
  return typeof value === 'string' ? value : ''
}

/** The objects of the list under a key; anything else in it is left out. */
export function objectsAt(from: JsonObject, key: string): JsonObject[] {
  const value = from[key]
  return Array.isArray(value) ? value.filter(isObject) : []
}

/** The strings of the list under a key; anything else in it is left out. */
export function stringsAt(from: JsonObject, key: string): string[] {
  const value = from[key]
  return Array.isArray(value) ? value.filter((item): item is string => typeof item === 'string') : []
}

/** Reads JSON text; undefined when it is not JSON. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    return undefined
  }
}
