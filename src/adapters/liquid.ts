import { Liquid, type LiquidOptions, type Template } from 'liquidjs'
import { type LiquidPart, partsOf } from './liquid-parts.ts'

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
