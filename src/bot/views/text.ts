import { visibleText } from '../../domain/visible-text.ts'

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' }

/**
 * A text that somebody else wrote, as it may stand in mrkdwn: no mention, link or entity in it comes to life, and it
 * turns round no sentence.
 * Ends with … where its escaped form would be longer than `max` characters.
 */
export function escaped(text: string, max: number): string {
  let result = ''
  for (const character of visibleText(text)) {
    const next = entities[character] ?? character
    if (result.length + next.length > max) return `${result.slice(0, lastWhole(result, max - 1))}…`
    result += next
  }
  return result
}

/** The longest beginning of at most `max` characters that cuts no entity in two. */
function lastWhole(text: string, max: number): number {
  const end = Math.min(text.length, max)
  const open = text.lastIndexOf('&', end - 1)
  return open !== -1 && text.indexOf(';', open) >= end ? open : end
}

/** The same on one line: for names, subjects and the like. */
export const inline = (text: string, max = 150): string => escaped(oneLine(text), max)

/** A text on one line, for places that take no markup. */
export const plain = (text: string, max: number): string => cut(oneLine(text), max)

/** A text of at most `max` characters, ending with … when it had to be shortened. */
export const cut = (text: string, max: number): string =>
  text.length <= max ? text : `${text.slice(0, max - 1).replace(/[\uD800-\uDBFF]$/, '')}…`

const oneLine = (text: string): string => visibleText(text).replaceAll(/\s+/g, ' ').trim()

/** `1 contact`, `2 contacts`, `12,000 contacts`. */
export const count = (n: number, one: string, many = `${one}s`): string =>
  `${figure(n)} ${n === 1 ? one : many}`

/** A number as people read it. */
export const figure = (n: number): string => n.toLocaleString('en-US')

/** A moment in the reader's own time zone; Slack fills it in. */
export function moment(at: Date): string {
  const seconds = Math.floor(at.getTime() / 1000)
  return `<!date^${seconds}^{date_short_pretty} at {time}|${at.toISOString().slice(0, 16).replace('T', ' ')} UTC>`
}

/** `20 seconds ago`, `3 minutes ago`, `5 hours ago`, `2 days ago`; under two seconds, `a moment ago`. */
export function ago(ms: number): string {
  const seconds = Math.round(ms / 1000)
  if (seconds < 2) return 'a moment ago'
  return `${span(seconds)} ago`
}

/** How long that is, in the unit that says it best and in which people choose it: `20 seconds`, `1 day`, `36 hours`. */
export function span(seconds: number): string {
  const [minutes, hours] = [Math.round(seconds / 60), Math.round(seconds / 3600)]
  if (seconds < 90 && seconds !== 60) return count(seconds, 'second')
  if (minutes < 90 && minutes !== 60) return count(minutes, 'minute')
  if (hours < 48 && hours !== 24) return count(hours, 'hour')
  return count(Math.round(seconds / 86_400), 'day')
}
