import type { CompiledTemplate, MergeValues, RenderOutcome, Templates } from '../ports/templates.ts'
import { bodyAsHtml, bodyAsText, withoutEmptyParagraphs, withoutGaps } from './body-html.ts'
import { htmlEngine, type Prepared, prepared, renderPrepared, textEngine } from './liquid.ts'
import { failureReason } from './liquid-sentence.ts'
import { compileLayout, type Layout } from './mjml-layout.ts'
import { checkTemplate } from './template-check.ts'

/** What the layout's footer says, for people who read plain text. */
const textFooter = '\n\n-- \n{{ sender_name }}\nUnsubscribe: {{ unsubscribe_url }}\n'

/**
 * Turns what marketers write into mail. `layout` is MJML with `{{ body }}` where the body goes. It is compiled once for
 * all templates, and the body is put in afterwards: no word of a marketer or a contact ever reaches MJML.
 */
export function liquidTemplates({ layout }: { layout: string }): Templates {
  const text = textEngine()
  const html = htmlEngine()
  let compiled: Promise<Layout> | null = null

  return {
    check: (template, fields) => checkTemplate(text, template, fields),
    compile: async ({ subject, body }) => {
      compiled ??= compileLayout(layout)
      const { before, after } = await compiled
      return {
        subject: subject.trim(),
        html: `${before}${bodyAsHtml(body)}${after}`,
        text: `${bodyAsText(body)}${textFooter}`,
      }
    },
    prepare: (template) => {
      const parts = {
        subject: prepared(text, template.subject),
        html: prepared(html, template.html),
        text: prepared(text, template.text),
      }
      const fixed = { html: fixedWeight(parts.html), text: fixedWeight(parts.text) }
      return (values) => renderMail({ parts, fixed }, filledIn(values))
    },
  }
}

type PreparedMail = {
  parts: Record<'subject' | 'html' | 'text', Prepared>
  fixed: Record<'html' | 'text', Weight>
}

function renderMail({ parts, fixed }: PreparedMail, values: MergeValues): RenderOutcome {
  const subject = renderPrepared(parts.subject, values)
  const html = renderPrepared(parts.html, values)
  const text = renderPrepared(parts.text, values)
  const missing = new Set([...subject.missing, ...html.missing, ...text.missing])
  if (missing.size > 0) return { kind: 'missing', fields: [...missing] }
  const failure = subject.failure ?? html.failure ?? text.failure
  if (failure !== null) return { kind: 'failed', reason: failureReason(failure) }
  const mail = {
    subject: oneLine(subject.text),
    html: withoutEmptyParagraphs(html.text),
    text: withoutGaps(text.text),
  }
  const most = mostBytes(fixed.html, html.text) + mostBytes(fixed.text, text.text)
  const reason = tooMuch(mail, most)
  return reason === null ? { kind: 'rendered', ...mail } : { kind: 'failed', reason }
}

/** What a line of a mail can hold (RFC 5322, 2.1.1). */
const maxSubject = 998
/**
 * Bytes of HTML and text as they are sent. Postmark takes 50 MB for the 500 mails of a call, so no single one can make
 * it refuse the others; Gmail cuts off what is over 102 kB (postmarkapp.com/developer/user-guide/send-email-with-api).
 */
const maxBytes = 90_000
/** How much of a template comes out whatever the values: UTF-16 units, and bytes as JSON. */
type Weight = { units: number; bytes: number }

function fixedWeight({ parts }: Prepared): Weight {
  const text = parts.flatMap((part) => (part.kind === 'text' ? part.text : [])).join('')
  return { units: text.length, bytes: jsonBytes(text) }
}

/** The most bytes that a rendered part can weigh: JSON writes one UTF-16 unit of a value in at most six. */
const mostBytes = (fixed: Weight, rendered: string): number =>
  fixed.bytes + 6 * (rendered.length - fixed.units)

const jsonBytes = (text: string): number => Buffer.byteLength(JSON.stringify(text))

/**
 * Why a mail cannot be sent to a contact whose values make it this long; null when it can. `most` is what it weighs at
 * most: counting takes longer than rendering, so it is done only where that is too much.
 */
function tooMuch({ subject, html, text }: CompiledTemplate, most: number): string | null {
  if (subject.length > maxSubject)
    return `the subject would have ${subject.length.toLocaleString('en')} characters`
  if (most <= maxBytes) return null
  const bytes = jsonBytes(html) + jsonBytes(text)
  return bytes > maxBytes ? 'the mail would weigh more than 90 kB' : null
}

/** A blank cell is no value: it must not come out as a gap in a sentence. */
function filledIn(values: MergeValues): MergeValues {
  const filled: Record<string, string> = {}
  for (const [name, value] of Object.entries(values)) if (value.trim() !== '') filled[name] = value
  return filled
}

/** A line feed in a subject would begin a header of its own. */
function oneLine(subject: string): string {
  return subject.replace(/[\p{Cc}\u2028\u2029]+/gu, ' ').trim()
}
