import { Liquid, type LiquidOptions, type Template } from 'liquidjs'
import { z } from 'zod'
import { escapeHtml, type LiquidPart, partsOf } from './liquid-parts.ts'

/**
 * Tags that can be used. None reads a file, loops or sees more than the values given. `assign` is not among them: it
 * makes an empty text of a missing value, and what is printed from it would go out with a gap.
 */
export const tagNames = ['if', 'unless', 'case', 'comment', '#']

/** Filters that can be used. `raw`, which would switch escaping off, is not among them. */
export const filterNames: readonly string[] = (
  'default upcase downcase capitalize strip lstrip rstrip squish truncate truncatewords replace replace_first remove ' +
  'remove_first append prepend split first last join size plus minus times divided_by modulo round date url_encode'
).split(' ')

// Files are out of reach twice over: the tags that read them are gone, and lookups go to this empty map.
const settings: LiquidOptions = {
  ownPropertyOnly: true,
  strictFilters: true,
  strictVariables: true,
  lenientIf: true,
  catchAllErrors: true,
  dynamicPartials: false,
  templates: {},
  // Authors are held to far less; turning line feeds into paragraphs makes their text several times longer.
  parseLimit: 1e6,
  // In milliseconds of the clock. Without loops a render takes far less than one; on a busy machine even that one can
  // be kept waiting for 200, and a whole batch would fail for it.
  renderLimit: 5_000,
  memoryLimit: 5e6,
  // Dates come out the same on every machine.
  timezoneOffset: 0,
  locale: 'en',
}

/** For subjects and plain text: values come out as they are. */
export function textEngine(): Liquid {
  return restricted(new Liquid(settings))
}

/** For HTML: every value comes out escaped, whatever the template says. */
export function htmlEngine(): Liquid {
  return restricted(new Liquid({ ...settings, outputEscape: 'escape' }))
}

function restricted(engine: Liquid): Liquid {
  keepOnly(engine.tags, tagNames)
  keepOnly(engine.filters, filterNames)
  demandNumbers(engine)
  return engine
}

// A division by a word or by nothing comes out as Infinity or NaN, which must not go out in a mail.
const arithmetic = ['plus', 'minus', 'times', 'divided_by', 'modulo', 'round']

/** What a filter says that comes to no number, after its name. */
export const noNumber = 'has no result that is a number'

function demandNumbers(engine: Liquid): void {
  for (const name of arithmetic) {
    const filter = engine.filters[name]
    if (typeof filter !== 'function') throw new Error(`liquidjs has no filter ${name}`)
    engine.registerFilter(name, function checked(...given) {
      const result: unknown = filter.apply(this, given)
      if (typeof result === 'number' && !Number.isFinite(result)) throw new Error(`${name} ${noNumber}`)
      return result
    })
  }
}

function keepOnly(all: Record<string, unknown>, names: readonly string[]): void {
  for (const name of Object.keys(all)) if (!names.includes(name)) Reflect.deleteProperty(all, name)
}

/** A template that was parsed, to be rendered again and again. */
export type Prepared = { engine: Liquid; templates: Template[]; parts: readonly LiquidPart[] }

/** Parses a template once. Throws LiquidError. */
export function prepared(engine: Liquid, source: string): Prepared {
  const templates = engine.parse(source)
  return { engine, templates, parts: partsOf(engine, templates) }
}

type Rendered = { text: string; missing: string[]; failure: unknown }
type Values = Readonly<Record<string, string>>

/** The text, or the merge fields that had no value where one was needed, or what else went wrong with these values. */
export function renderPrepared({ engine, parts }: Prepared, values: Values): Rendered {
  const escape = engine.options.outputEscape ? escapeHtml : asIs
  const failures: unknown[] = []
  const missing: string[] = []
  let text = ''
  for (const part of parts) {
    if (part.kind === 'text') text += part.text
    else if (part.kind === 'liquid') text += renderLiquid(engine, part.templates, { values, failures })
    else if (Object.hasOwn(values, part.name)) text += escape(values[part.name] ?? '')
    else missing.push(part.name)
    if (text.length > maxRendered) return { text: '', missing: [], failure: new TooLong() }
  }
  missing.push(...failures.flatMap(undefinedNames))
  if (missing.length > 0) return { text: '', missing, failure: null }
  return { text, missing, failure: failures[0] ?? null }
}

/** Liquid bounds each piece; this bounds them together, in UTF-16 units: far more than any mail that is sent. */
const maxRendered = 1_000_000

/** A text that grows out of all bounds. */
export class TooLong extends Error {}

const asIs = (text: string) => text

type Interpreting = { values: Values; failures: unknown[] }

/** Interpreted text; what fails is noted, because a missing value elsewhere explains more than a mistake with it. */
function renderLiquid(engine: Liquid, templates: Template[], { values, failures }: Interpreting): string {
  try {
    const text: unknown = engine.renderSync(templates, values)
    return String(text)
  } catch (error) {
    failures.push(error)
    return ''
  }
}

const bundle = z.object({ errors: z.array(z.unknown()) })
const undefinedVariable = z.object({ originalError: z.object({ variableName: z.string() }) })

function undefinedNames(error: unknown): string[] {
  const many = bundle.safeParse(error)
  if (many.success) return many.data.errors.flatMap(undefinedNames)
  const one = undefinedVariable.safeParse(error)
  return one.success ? [one.data.originalError.variableName] : []
}
