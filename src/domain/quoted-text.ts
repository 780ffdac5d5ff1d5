import { beginning } from './visible-text.ts'

const maxCharacters = 64_000
const maxLines = 1_000
const maxLineLength = 1_000

// Each is tried on one line of bounded length, so none of them can run away on hostile input.
const quoteStarts = [
  /^on .{5,200} wrote:$/i,
  /^am .{5,200} schrieb .{0,200}:$/i,
  /^le .{5,200} a écrit ?:$/i,
  /^el .{5,200} escribió:$/i,
  /^il .{5,200} ha scritto:$/i,
  /^op .{5,200} schreef .{0,200}:$/i,
  /^em .{5,200} escreveu:$/i,
  /^den .{5,200} skrev .{0,200}:$/i,
  /^-{3,} ?(?:original message|forwarded message|ursprüngliche nachricht|message d'origine) ?-{3,}$/i,
  /^_{5,}$/,
]
const outlookHeader = /^(?:from|von|de|da|van): .{1,300}$/i
const outlookNext =
  /^(?:sent|gesendet|envoyé|enviado|inviato|verzonden|date|datum|to|an|à|subject|betreff|objet): /i

// Our own links to leave (adapters/signed-links.ts): whoever has one can unsubscribe the lead.
const leavingLink = /\bhttps?:\/\/[^\s/]{1,255}(?:\/[^\s/]{1,100}){0,5}\/u\/[\w-]{43}/gi

/**
 * What a person wrote, without what their mail program quoted below it: the provider's own cut where it has one, else
 * a line by line look for where the quotation starts. Empty when they wrote nothing of their own. A link that would
 * unsubscribe them is taken out, for the text is shown to others. Linear in the length of the text.
 */
export function writtenText(text: string, strippedByProvider: string): string {
  return ownWords(text, strippedByProvider).replace(leavingLink, '(unsubscribe link)')
}

function ownWords(text: string, strippedByProvider: string): string {
  // Cut after trimming: a mail may begin with any amount of empty space.
  const stripped = beginning(strippedByProvider.trim(), maxCharacters).trimEnd()
  if (stripped !== '') return stripped
  const lines = beginning(text.trim(), maxCharacters)
    .replaceAll('\r\n', '\n')
    .split('\n', maxLines)
    .map((line) => beginning(line, maxLineLength))
  const end = lines.findIndex((_, index) => quotationStartsAt(lines, index))
  const written = (end === -1 ? lines : lines.slice(0, end)).filter((line) => !line.startsWith('>'))
  const result = written.join('\n').trim()
  if (result !== '') return result
  // Somebody may answer below the quotation; where that cannot be told apart, the whole text is better than nothing.
  return lines
    .slice(lines.findLastIndex((line) => line.startsWith('>')) + 1)
    .join('\n')
    .trim()
}

function quotationStartsAt(lines: readonly string[], index: number): boolean {
  const line = (lines[index] ?? '').trim()
  if (quoteStarts.some((start) => start.test(line))) return true
  // "On Mon, … Ann Lee" and "wrote:" are often broken over two lines.
  const joined = `${line} ${(lines[index + 1] ?? '').trim()}`
  if (joined.length < 300 && /^on .{5,200} wrote:$/i.test(joined)) return true
  return outlookHeader.test(line) && outlookNext.test((lines[index + 1] ?? '').trim())
}
