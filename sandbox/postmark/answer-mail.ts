import { parseAddresses } from './addresses.ts'
import { mailDate } from './dates.ts'
import type { Incoming } from './inbound-mail.ts'
import { receivedBodies, receivedHeaders } from './mail-view.ts'
import type { StoredMail } from './records.ts'
import type { Answer } from './types.ts'
import type { World } from './world.ts'

const replySubject = (subject: string): string => (/^re:/i.test(subject) ? subject : `Re: ${subject}`)

const plain = (html: string): string =>
  html
    .replaceAll(/<(style|script|head)\b[\s\S]*?<\/\1>/gi, '')
    .replaceAll(/<[^>]+>/g, ' ')
    .replaceAll(/[ \t]+/g, ' ')
    .trim()

/** The original below the answer, as mail programs quote it. */
const quoteOf = (world: World, mail: StoredMail): string => {
  const { html, text } = receivedBodies(world, mail)
  const original = text === '' ? plain(html) : text
  if (original === '') return ''
  const quoted = original
    .trimEnd()
    .split(/\r?\n/)
    .map((line) => `> ${line}`.trimEnd())
  return [`On ${mailDate(mail.acceptedAt)}, ${mail.from} wrote:`, ...quoted].join('\n')
}

const referencesOf = (world: World, mail: StoredMail): string[] => {
  const earlier = receivedHeaders(world, mail).find(({ Name }) => Name.toLowerCase() === 'references')
  return [...(earlier?.Value.split(/\s+/) ?? []), mail.messageId]
}

/** With its name; the first, if the mail went to several. */
const writtenTo = ({ to }: StoredMail): string => {
  const parsed = parseAddresses(to)
  const first = 'bad' in parsed ? undefined : parsed[0]
  if (first === undefined) return to
  return first.name === '' ? first.email : `"${first.name.replaceAll('"', '')}" <${first.email}>`
}

/** A person's answer: to Reply-To if there is one, in the same thread, with the original below. */
export const answerTo = (world: World, mail: StoredMail, answer: Answer): Incoming => ({
  from: answer.fromOther ?? writtenTo(mail),
  to: mail.replyTo === '' ? mail.from : mail.replyTo,
  subject: answer.subject ?? replySubject(mail.subject),
  answer: answer.text,
  quoted: quoteOf(world, mail),
  references: referencesOf(world, mail),
  inReplyTo: mail.id,
  headers: answer.headers ?? [],
})

/** What a mail server answers by itself while its owner is away. */
export const awayFrom = (world: World, mail: StoredMail, answer: Partial<Answer>): Incoming => {
  const text = answer.text ?? 'I am out of the office and will read your mail when I am back.'
  const subject = answer.subject ?? `Automatic reply: ${mail.subject}`
  return {
    ...answerTo(world, mail, { ...answer, text, subject }),
    quoted: '',
    headers: [
      { Name: 'Auto-Submitted', Value: 'auto-replied' },
      { Name: 'X-Auto-Response-Suppress', Value: 'All' },
      ...(answer.headers ?? []),
    ],
  }
}
