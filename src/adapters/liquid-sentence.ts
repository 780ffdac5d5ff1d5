import { z } from 'zod'
import { filterNames, noNumber, tagNames } from './liquid.ts'
import { TooLong } from './liquid-render.ts'
import { nearestName } from './nearest-name.ts'

/** What liquidjs tells of a mistake; with all errors caught, the first of them. */
const bundle = z.object({ errors: z.array(z.unknown()).min(1) })
const mistake = z.object({ message: z.string() })
const place = z.object({ token: z.custom<{ getPosition: () => number[] }>((token) => hasPosition(token)) })

/** A mistake in Liquid as a sentence that says where it is and what to do. An error of another kind is thrown again. */
export function liquidSentence(error: unknown, source: string): string {
  if (error instanceof TooLong) return endlessSentence
  const many = bundle.safeParse(error)
  if (many.success) return liquidSentence(many.data.errors[0], source)
  const told = mistake.safeParse(error)
  const where = place.safeParse(error)
  if (!told.success || !where.success) throw error
  const [line = 1] = where.data.token.getPosition()
  const words = explained(told.data.message.replace(/, line:\d+, col:\d+$/, ''))
  return source.includes('\n') ? `Line ${line}: ${words}` : words
}

/** What went wrong with the values of one contact, in a few words: the template itself had passed its check. */
export function failureReason(error: unknown): string {
  if (error instanceof TooLong) return endlessReason
  const many = bundle.safeParse(error)
  if (many.success) return failureReason(many.data.errors[0])
  const told = mistake.safeParse(error)
  if (!told.success) return 'the template failed'
  const message = told.data.message.replace(/, line:\d+, col:\d+$/, '')
  return limit.test(message) ? endlessReason : message.slice(0, 200)
}

/** Whether it went wrong only because a value was no number, or not a fit one. */
export function isAboutNumbers(error: unknown): boolean {
  return failureReason(error).endsWith(noNumber)
}

// What liquidjs says when a text takes too much memory or time.
const endlessSentence = 'Long values would make this text endless. Leave out a replace, split or join.'
const endlessReason = 'a long value makes the text endless'
const limit = /^(?:memory alloc|template render) limit exceeded$/

function hasPosition(token: unknown): boolean {
  return typeof token === 'object' && token !== null && 'getPosition' in token
}

type Explanation = { pattern: RegExp; say: (found: string) => string }

const available = `Available: ${tagNames.filter((name) => name !== '#').join(', ')}.`

// Messages of liquidjs 10.30; one it does not share with this list is passed on as it is.
const explanations: Explanation[] = [
  {
    pattern: limit,
    say: () => endlessSentence,
  },
  {
    pattern: new RegExp(`^(\\w+) ${noNumber}$`),
    say: (filter) => `${filter} ${noNumber} here. Check what it is given.`,
  },
  {
    pattern: /^tag (\{%-?\s*(?:if|unless|case|comment)\b.*) not closed$/s,
    say: (tag) =>
      `${shortened(tag)} is never closed. Add {% end${/\w+/.exec(tag)?.[0] ?? ''} %} after the part it is for.`,
  },
  { pattern: /^tag (".*") not closed$/s, say: (tag) => unclosed(unquoted(tag), '%}') },
  { pattern: /^output (".*") not closed$/s, say: (output) => unclosed(unquoted(output), '}}') },
  {
    pattern: /^tag "((?:end|els|when)\w*)" not found$/,
    say: (tag) => `{% ${tag} %} belongs to nothing. Remove it, or add the tag that opens it before it.`,
  },
  {
    pattern: /^tag "(.*)" not found$/s,
    say: (tag) => `There is no tag “${tag}”.${meant(tag, tagNames)} ${available}`,
  },
  {
    pattern: /^undefined filter: (.*)$/s,
    say: (filter) =>
      `There is no filter “${filter}”.${meant(filter, filterNames)} Remove “| ${filter}”, or use another.`,
  },
  {
    pattern: /^invalid value expression: (".*")$/s,
    say: (value) => notAValue(unquoted(value).trim()),
  },
  {
    pattern: /^expected "\|" before filter$/,
    say: () =>
      'Something stands after a field name that does not belong there. Compare with ==, and close a tag with %}.',
  },
]

function explained(message: string): string {
  for (const { pattern, say } of explanations) {
    const found = pattern.exec(message)
    if (found) return say(found[1] ?? '')
  }
  return `This cannot be read as Liquid (${shortened(message)}).`
}

/** liquidjs quotes pieces of the template as JSON. */
function unquoted(quoted: string): string {
  return z.string().catch(quoted).parse(JSON.parse(quoted))
}

function notAValue(written: string): string {
  if (written === '') return 'A field name is missing. Write it between the braces, as in {{ first_name }}.'
  return `“${shortened(written)}” cannot be filled in. Write a field name in two braces, as in {{ first_name }}.`
}

function unclosed(piece: string, closing: string): string {
  const lacks = piece.includes(closing) ? 'a quotation mark that is never closed' : `no closing ${closing}`
  return `“${shortened(piece)}” has ${lacks}.`
}

function meant(written: string, names: readonly string[]): string {
  const nearest = nearestName(written, names)
  return nearest ? ` Did you mean ${nearest}?` : ''
}

/** What was quoted from a template that does not end may be most of it. */
function shortened(text: string): string {
  const line = text.split('\n')[0] ?? ''
  return line.length > 60 || line.length < text.length ? `${line.slice(0, 60)}…` : line
}
