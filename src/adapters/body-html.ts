import { insideAddress, isTagsOnly, liquidSource, webAddress } from './liquid-source.ts'

const paragraphStart = '<p style="margin:0 0 16px">'
const paragraphEnd = '</p>'

/**
 * An author's plain text as HTML, Liquid kept: an empty line parts paragraphs, a line feed breaks the line, a web
 * address becomes a link, everything else is text. Every tag stands inside a paragraph, so that one which opens in one
 * paragraph and closes in another leaves out as many ends as starts.
 */
export function bodyAsHtml(body: string): string {
  const { text, restore } = liquidSource(body)
  return restore(paragraphs(text).map(paragraphAsHtml).join('\n'))
}

/** The same text for people who read plain text. */
export function bodyAsText(body: string): string {
  const { text, restore } = liquidSource(body)
  return restore(paragraphs(text).map(paragraphAsText).join('\n\n'))
}

/**
 * What is taken out of a rendered text. There is nothing to take out of one that starts well, whose shared pieces are tidy
 * and between them only pieces that are solid: no shared piece touches another.
 */
export type Tidying = {
  tidy: (text: string) => string
  startsWell: (first: string) => boolean
  isTidy: (shared: string) => boolean
  isSolid: (piece: string) => boolean
}

const emptyParagraph = `${paragraphStart}${paragraphEnd}`

/** Of HTML, the paragraphs whose whole text was left out for this contact. */
export const htmlTidying: Tidying = {
  tidy: (html) => html.replaceAll(`${emptyParagraph}\n`, '').replaceAll(emptyParagraph, ''),
  startsWell: () => true,
  isTidy: (shared) => !shared.includes(emptyParagraph),
  isSolid: (piece) => piece !== '' && !piece.includes('<') && !piece.includes('>'),
}

/** Of plain text, the gaps that paragraphs left behind. */
export const textTidying: Tidying = {
  tidy: (text) => text.replace(/\n{3,}/g, '\n\n').trimStart(),
  startsWell: (first) => /^\S/.test(first),
  isTidy: (shared) => !shared.includes('\n\n\n'),
  isSolid: (piece) => piece !== '' && !piece.includes('\n'),
}

function paragraphs(text: string): string[][] {
  const lines = text.split('\n').map((line) => line.trimEnd())
  return lines
    .join('\n')
    .split(/\n{2,}/)
    .map((paragraph) => paragraph.split('\n').filter((line) => line !== ''))
    .filter((paragraph) => paragraph.length > 0)
}

function paragraphAsHtml(lines: string[]): string {
  return `${paragraphStart}${joined(lines, { asWritten: lineAsHtml, lineBreak: '<br>\n' })}${paragraphEnd}`
}

function paragraphAsText(lines: string[]): string {
  return joined(lines, { asWritten: (line) => line.replace(webAddress, insideAddress), lineBreak: '\n' })
}

type LineStyle = { asWritten: (line: string) => string; lineBreak: string }

/** Lines of a paragraph, with no break where one side of it is only tags at the edge of the text. */
function joined(lines: string[], { asWritten, lineBreak }: LineStyle): string {
  const lastWritten = lines.findLastIndex((line) => !isTagsOnly(line))
  return lines
    .map((line, index) => {
      if (isTagsOnly(line)) return line.trim()
      return index < lastWritten ? `${asWritten(line)}${lineBreak}` : asWritten(line)
    })
    .join('')
}

function lineAsHtml(line: string): string {
  let html = ''
  let from = 0
  for (const { 0: found, index } of line.matchAll(webAddress)) {
    const address = withoutPunctuation(found)
    const shown = escaped(address)
    html += `${escaped(line.slice(from, index))}<a href="${insideAddress(shown)}">${shown}</a>`
    from = index + address.length
  }
  return html + escaped(line.slice(from))
}

/** Full stops after an address belong to the sentence, and so does a bracket that was not opened in it. */
function withoutPunctuation(address: string): string {
  const opened = address.split('(').length
  let closed = address.split(')').length
  let end = address.length
  for (; end > 0; end -= 1) {
    const last = address.charAt(end - 1)
    if (last === ')' && closed > opened) closed -= 1
    else if (!'.,;:!?]*_'.includes(last)) break
  }
  return address.slice(0, end)
}

function escaped(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;')
}
