import type { Liquid, Template } from 'liquidjs'
import { z } from 'zod'
import type { MailText, SharedText } from '../domain/mail-text.ts'
import type { Prepared } from './liquid.ts'
import { escapeHtml } from './liquid-parts.ts'

/** A rendered text and its length in UTF-16 units; there is none when a value is missing or something else went wrong. */
export type Rendered = { text: MailText; length: number; missing: string[]; failure: unknown }

/** Liquid bounds each piece; this bounds them together, in UTF-16 units: far more than any mail that is sent. */
const maxRendered = 1_000_000

/** A text that grows out of all bounds. */
export class TooLong extends Error {}

type Values = Readonly<Record<string, string>>

/** The text, or the merge fields that had no value where one was needed, or what else went wrong with these values. */
export function renderPrepared({ engine, parts }: Prepared, values: Values): Rendered {
  const escape = engine.options.outputEscape ? escapeHtml : asIs
  const text: (string | SharedText)[] = []
  const missing: string[] = []
  const failures: unknown[] = []
  let length = 0
  const add = (piece: string) => {
    length += piece.length
    text.push(piece)
  }
  for (const part of parts) {
    if (part.kind === 'text') {
      length += part.text.shared.length
      text.push(part.text)
    } else if (part.kind === 'liquid') add(renderLiquid(engine, part.templates, { values, failures }))
    else {
      const value = Object.hasOwn(values, part.name) ? values[part.name] : part.otherwise
      if (typeof value === 'string') add(escape(value))
      else missing.push(part.name)
    }
    if (length > maxRendered) return nothing([], new TooLong())
  }
  missing.push(...failures.flatMap(undefinedNames))
  if (missing.length > 0) return nothing(missing, null)
  return failures.length > 0 ? nothing([], failures[0]) : { text, length, missing, failure: null }
}

const asIs = (text: string) => text
const nothing = (missing: string[], failure: unknown): Rendered => ({ text: [], length: 0, missing, failure })

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
