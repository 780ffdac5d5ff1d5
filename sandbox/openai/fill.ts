import { fieldsAt, isFields, listAt, numberAt } from './fields.ts'
import { boundedNumber } from './fill-number.ts'
import { chosenLabel, flagFor, numberFor, textFor } from './fill-values.ts'
import { typesOf } from './strict-schema.ts'
import type { Fields } from './fields.ts'
import type { Subject } from './fill-values.ts'

/** How deep a schema that refers to itself is followed before its arrays stay empty and its nullables null. */
const maxDepth = 8

/**
 * A value that follows a strict JSON schema, whatever the schema: enums, numbers and strings are chosen by the name of
 * their property and the reading of the reply, within the schema's bounds.
 */
export function fill(schema: Fields, subject: Omit<Subject, 'name' | 'index'>): unknown {
  return valueFor({ schema, root: schema, depth: 0, subject: { ...subject, name: '', index: 0 } })
}

type Slot = { schema: Fields; root: Fields; depth: number; subject: Subject }

const valueFor = (slot: Slot): unknown => {
  const schema = resolved(slot)
  if ('const' in schema) return schema['const']
  const choices = listAt(schema, 'enum')
  if (choices.length > 0) return chosenLabel(choices, slot.subject)
  const options = listAt(schema, 'anyOf').filter(isFields)
  return options.length > 0 ? oneOfOptions(options, slot) : ofType(schema, slot)
}

/** A nullable is filled when there is something to say under its name, and null otherwise. */
const oneOfOptions = (options: readonly Fields[], slot: Slot): unknown => {
  const real = options.filter((each) => each['type'] !== 'null')
  const [first] = real
  const mayBeNull = real.length < options.length
  if (first === undefined || (mayBeNull && (slot.depth >= maxDepth || !hasSomethingToSay(first, slot))))
    return null
  return valueFor({ ...slot, schema: first, depth: slot.depth + 1 })
}

const hasSomethingToSay = (schema: Fields, slot: Slot): boolean => {
  const { name } = slot.subject
  if (listAt(schema, 'enum').length > 0) return true
  if (typesOf(schema).includes('string')) return !('format' in schema) && textFor(slot.subject) !== null
  return typesOf(schema).includes('number') || typesOf(schema).includes('integer')
    ? numberFor(name, slot.subject) !== null
    : false
}

const ofType = (schema: Fields, slot: Slot): unknown => {
  const types = typesOf(schema)
  if (types.includes('null') && !hasSomethingToSay(schema, slot)) return null
  if (types.includes('object')) return objectFor(schema, slot)
  if (types.includes('array')) return arrayFor(schema, slot)
  if (types.includes('integer') || types.includes('number')) {
    return boundedNumber(schema, numberFor(slot.subject.name, slot.subject) ?? 0)
  }
  return types.includes('boolean') ? flagFor(slot.subject) : boundedText(schema, slot.subject)
}

const objectFor = (schema: Fields, slot: Slot): Fields =>
  Object.fromEntries(
    Object.entries(fieldsAt(schema, 'properties')).map(([name, each]) => [
      name,
      valueFor({
        ...slot,
        schema: isFields(each) ? each : {},
        depth: slot.depth + 1,
        subject: { ...slot.subject, name },
      }),
    ]),
  )

/** Reasons come as they are; steps of a sequence come in threes; other lists are as short as they may be, but not empty. */
const arrayFor = (schema: Fields, slot: Slot): unknown[] => {
  const { name, reading } = slot.subject
  const wanted = /reason/i.test(name) ? reading.reasons.length : /step|email|message/i.test(name) ? 3 : 1
  const most = numberAt(schema, 'maxItems') ?? 10
  const least = numberAt(schema, 'minItems') ?? 0
  const count = slot.depth >= maxDepth ? least : Math.max(least, Math.min(most, wanted))
  const items = fieldsAt(schema, 'items')
  return Array.from({ length: count }, (_, index) =>
    valueFor({ ...slot, schema: items, depth: slot.depth + 1, subject: { ...slot.subject, index } }),
  )
}

const boundedText = (schema: Fields, subject: Subject): string => {
  const format = formatted(schema['format'], subject.now)
  if (format !== null) return format
  const text = textFor(subject) ?? `Sample ${subject.name || 'text'}`
  const least = numberAt(schema, 'minLength') ?? 0
  return text.padEnd(least, '.').slice(0, numberAt(schema, 'maxLength') ?? 4000)
}

const formatted = (format: unknown, now: number): string | null => {
  const moment = new Date(now).toISOString()
  const known: Fields = {
    'date-time': moment,
    date: moment.slice(0, 10),
    time: moment.slice(11),
    email: 'someone@example.com',
    uri: 'https://example.com/',
    hostname: 'example.com',
    uuid: '01890000-0000-7000-8000-000000000001',
  }
  const value = typeof format === 'string' ? known[format] : null
  return typeof value === 'string' ? value : null
}

/** Follows `$ref` into the root's definitions; `#` is the root itself. */
const resolved = ({ schema, root }: Slot): Fields => {
  const ref = schema['$ref']
  if (typeof ref !== 'string') return schema
  const target = ref
    .split('/')
    .slice(1)
    .reduce<unknown>((here, key) => (isFields(here) ? here[key] : undefined), root)
  return isFields(target) ? target : {}
}
