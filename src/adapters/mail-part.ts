import { type MailText, plainText } from '../domain/mail-text.ts'
import type { Tidying } from './body-html.ts'
import type { Prepared } from './liquid.ts'
import { renderPrepared, type Rendered } from './liquid-render.ts'

/** The HTML or the plain text of a mail, ready to be rendered for one contact after the other. */
export type PreparedPart = {
  prepared: Prepared
  tidying: Tidying
  /** Whether what never changes has nothing to tidy away. */
  isTidy: boolean
  /** How much of it comes out whatever the values: UTF-16 units, and bytes as JSON. */
  fixed: { units: number; bytes: number }
}

/** Looks once at what is the same in all mails. */
export function preparedPart(prepared: Prepared, tidying: Tidying): PreparedPart {
  const texts = prepared.parts.flatMap((part) => (part.kind === 'text' ? part.text.shared : []))
  const whole = texts.join('')
  return {
    prepared,
    tidying,
    isTidy: texts.every(tidying.isTidy),
    fixed: { units: whole.length, bytes: jsonBytes(whole) },
  }
}

/** Bytes of a text inside JSON, its quotation marks included. */
export const jsonBytes = (text: string): number => Buffer.byteLength(JSON.stringify(text))

/** Renders a part and takes out what this contact's values leave empty. `mostBytes` is the most it can weigh as JSON. */
export function renderPart(
  { prepared, tidying, isTidy, fixed }: PreparedPart,
  values: Readonly<Record<string, string>>,
): Rendered & { mostBytes: number } {
  const rendered = renderPrepared(prepared, values)
  // JSON writes one UTF-16 unit of a value in at most six bytes.
  const mostBytes = fixed.bytes + 6 * (rendered.length - fixed.units)
  if (isTidy && staysTidy(rendered.text, tidying)) return { ...rendered, mostBytes }
  return { ...rendered, mostBytes, text: [tidying.tidy(plainText(rendered.text))] }
}

function staysTidy(text: MailText, { startsWell, isSolid }: Tidying): boolean {
  return (
    startsWell(plainText(text.slice(0, 1))) &&
    text.every((piece) => typeof piece !== 'string' || isSolid(piece))
  )
}
