import { type MailText, plainText } from '../domain/mail-text.ts'
import type { MergeValues, RenderOutcome, Templates } from '../ports/templates.ts'
import { bodyAsHtml, bodyAsText, htmlTidying, textTidying } from './body-html.ts'
import { htmlEngine, type Prepared, prepared, textEngine } from './liquid.ts'
import { renderPrepared } from './liquid-render.ts'
import { failureReason } from './liquid-sentence.ts'
import { compileLayout, type Layout } from './mjml-layout.ts'
import { jsonBytes, type PreparedPart, preparedPart, renderPart } from './mail-part.ts'
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
      const mail = {
        subject: prepared(text, template.subject),
        html: preparedPart(prepared(html, template.html), htmlTidying),
        text: preparedPart(prepared(text, template.text), textTidying),
      }
      return (values) => renderMail(mail, filledIn(values))
    },
  }
}

type PreparedMail = { subject: Prepared; html: PreparedPart; text: PreparedPart }

function renderMail(mail: PreparedMail, values: MergeValues): RenderOutcome {
  const subject = renderPrepared(mail.subject, values)
  const html = renderPart(mail.html, values)
  const text = renderPart(mail.text, values)
  const missing = new Set([...subject.missing, ...html.missing, ...text.missing])
  if (missing.size > 0) return { kind: 'missing', fields: [...missing] }
  const failure = subject.failure ?? html.failure ?? text.failure
  if (failure !== null) return { kind: 'failed', reason: failureReason(failure) }
  const rendered = { subject: oneLine(plainText(subject.text)), html: html.text, text: text.text }
  const reason = tooMuch(rendered, html.mostBytes + text.mostBytes)
  return reason === null ? { kind: 'rendered', ...rendered } : { kind: 'failed', reason }
}

/** What a line of a mail can hold (RFC 5322, 2.1.1). */
const maxSubject = 998
/**
 * Bytes of HTML and text as they are sent. Postmark takes 50 MB for the 500 mails of a call, so no single one can make
 * it refuse the others; Gmail cuts off what is over 102 kB (postmarkapp.com/developer/user-guide/send-email-with-api).
 */
const maxBytes = 90_000

type Mail = { subject: string; html: MailText; text: MailText }

/**
 * Why a mail cannot be sent to a contact whose values make it this long; null when it can. `most` is what it weighs at
 * most: counting takes longer than rendering, so it is done only where that is too much.
 */
function tooMuch({ subject, html, text }: Mail, most: number): string | null {
  if (subject.length > maxSubject)
    return `the subject would have ${subject.length.toLocaleString('en')} characters`
  if (most <= maxBytes) return null
  const bytes = jsonBytes(plainText(html)) + jsonBytes(plainText(text))
  return bytes > maxBytes ? 'the mail would weigh more than 90 kB' : null
}

/** A blank cell is no value: it must not come out as a gap in a sentence. */
function filledIn(values: MergeValues): MergeValues {
  if (Object.values(values).every(isFilled)) return values
  return Object.fromEntries(Object.entries(values).filter(([, value]) => isFilled(value)))
}

const isFilled = (value: string): boolean => value.trim() !== ''

/** A line feed in a subject would begin a header of its own. */
function oneLine(subject: string): string {
  return subject.replace(/[\p{Cc}\u2028\u2029]+/gu, ' ').trim()
}
