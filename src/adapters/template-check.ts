import type { Liquid } from 'liquidjs'
import type { StepTemplate, TemplateProblem } from '../ports/templates.ts'
import { prepared, renderPrepared } from './liquid.ts'
import { liquidSentence } from './liquid-sentence.ts'
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

// A word and a number: most mistakes that depend on a value show with one of them.
const probes: readonly ((field: string) => string)[] = [(field) => field, () => '7']

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
    for (const probe of probes) {
      const { failure } = renderPrepared(
        template,
        Object.fromEntries(known.map((field) => [field, probe(field)])),
      )
      if (failure !== null) return [liquidSentence(failure, source)]
    }
    return []
  } catch (error) {
    return [liquidSentence(error, source)]
  }
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
