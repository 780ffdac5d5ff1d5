import type { Liquid } from 'liquidjs'
import { maxAttributeLength, maxTextLength } from '../domain/contact-row.ts'
import { standardFields } from '../domain/merge-fields.ts'
import type { StepTemplate, TemplateProblem } from '../ports/templates.ts'
import { type Prepared, prepared } from './liquid.ts'
import { renderPrepared } from './liquid-render.ts'
import { isAboutNumbers, liquidSentence } from './liquid-sentence.ts'
import { nearestName } from './nearest-name.ts'

/** Merge fields that every mail has. */
const reservedFields = ['sender_name', 'unsubscribe_url']

/** What fits a subject line and what a mail can hold before people stop reading, in UTF-16 units. */
const maxLength = { subject: 200, body: 20_000 }

/** A list of fields longer than this is cut: the sentence stands under an input. */
const maxFieldsNamed = 20

/** Everything wrong with a template, given the merge fields that exist. */
export function checkTemplate(
  engine: Liquid,
  template: StepTemplate,
  fields: readonly string[],
): TemplateProblem[] {
  const known = [...new Set([...fields, ...reservedFields])]
  return (['subject', 'body'] as const).flatMap((field) =>
    checkPart(engine, { name: field, source: template[field] }, known).map((sentence) => ({
      field,
      sentence,
    })),
  )
}

type Part = { name: 'subject' | 'body'; source: string }

/** Values to try a template with, and whether they are numbers: what calculates needs to work with those only. */
type Probe = { valueOf: (field: string) => string; isNumber: boolean }

// A word, a number, and the longest that an import keeps, made of what escaping makes longer still: most mistakes that
// depend on a value show with one of them.
const probes: readonly Probe[] = [
  { valueOf: (field) => field, isNumber: false },
  { valueOf: () => '7', isNumber: true },
  { valueOf: longest, isNumber: false },
]

const longText = 'Tea & "cake" for <everybody>, please. '.repeat(300)

function longest(field: string): string {
  const standard: readonly string[] = [...standardFields, ...reservedFields]
  return longText.slice(0, standard.includes(field) ? maxTextLength : maxAttributeLength)
}

function checkPart(engine: Liquid, { name, source }: Part, known: readonly string[]): string[] {
  if (source.trim() === '') return [`The ${name} is empty. Write one.`]
  if (source.length > maxLength[name]) {
    return [
      `The ${name} has ${count(source.length)} characters. At most ${count(maxLength[name])} are possible.`,
    ]
  }
  try {
    const template = prepared(engine, source)
    const unknown = engine.globalFullVariablesSync(template.templates).filter((path) => !isKnown(path, known))
    if (unknown.length > 0) return unknown.map((path) => unknownField(path, known))
    // Some mistakes show only when values are put in, such as a division by a word.
    const failures = probes.map((probe) => failureWith(template, probe, known))
    const failure = failures.find((each) => each !== null)
    return failure === undefined ? [] : [liquidSentence(failure, source)]
  } catch (error) {
    return [liquidSentence(error, source)]
  }
}

/** What goes wrong with such values; null when nothing does that a contact with other values would not be spared. */
function failureWith(template: Prepared, { valueOf, isNumber }: Probe, known: readonly string[]): unknown {
  const values = Object.fromEntries(known.map((field) => [field, valueOf(field)]))
  const { failure } = renderPrepared(template, values)
  return failure !== null && !isNumber && isAboutNumbers(failure) ? null : failure
}

/** Values are plain text: they have a size and no other parts. */
function isKnown(path: string, known: readonly string[]): boolean {
  return known.includes(path) || known.includes(path.replace(/\.size$/, ''))
}

function unknownField(path: string, known: readonly string[]): string {
  const nearest = nearestName(path.split('.').at(-1) ?? path, known)
  const named = known.slice(0, maxFieldsNamed).join(', ')
  const rest = known.length > maxFieldsNamed ? ` and ${known.length - maxFieldsNamed} more` : ''
  return `There is no merge field “${path}”.${nearest ? ` Did you mean ${nearest}?` : ''} Known: ${named}${rest}.`
}

function count(value: number): string {
  return value.toLocaleString('en')
}
