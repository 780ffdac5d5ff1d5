import { Tokenizer, TokenKind } from 'liquidjs'

/**
 * An author's text in which every piece of Liquid is one unbreakable sign, so that the text around it can be escaped,
 * cut into lines and searched for links. `restore` puts the Liquid back.
 */
export type LiquidSource = { text: string; restore: (text: string) => string }

// Characters for private use, which mean nothing in anybody's text. A piece is mark, number, end.
const outputMark = '\ue000'
const tagMark = '\ue001'
const urlOutputMark = '\ue002'
const end = '\ue003'
const anyMark = /[\ue000-\ue003]/g
const anyPiece = /([\ue000-\ue002])(\d+)\ue003/g

// The filter writes a space as +, which means a space in a query only; a plus of the value's own is %2B by then.
const encoded = " | url_encode | replace: '+', '%20'"

/** A line with nothing but tags on it: it steers, and leaves no line of its own behind. */
const tagsOnly = /^\s*(?:\ue001\d+\ue003\s*)+$/

/** A web address as people write it, with values in it perhaps but no tag. */
export const webAddress = /https?:\/\/[^\s<>"'\ue001]+/g

/** Lifts the Liquid out of a text. Throws LiquidError when its Liquid does not end. */
export function liquidSource(source: string): LiquidSource {
  const pieces: string[] = []
  const tokens = new Tokenizer(source.replaceAll('\r\n', '\n').replace(anyMark, '')).readTopLevelTokens()
  const text = tokens.map((token) => {
    if (token.kind === TokenKind.HTML) return token.getText()
    const mark = token.kind === TokenKind.Output ? outputMark : tagMark
    return `${mark}${pieces.push(token.getText()) - 1}${end}`
  })
  const restorePiece = (_all: string, mark: string, index: string) => {
    const piece = pieces[Number(index)] ?? ''
    return mark === urlOutputMark ? piece.replace(/\s*-?\}\}$/, `${encoded}$&`) : piece
  }
  return { text: text.join(''), restore: (marked) => marked.replace(anyPiece, restorePiece) }
}

/** Whether a line of a lifted text holds nothing but tags. */
export function isTagsOnly(line: string): boolean {
  return tagsOnly.test(line)
}

/** The same text for use inside a web address, where values must be encoded. */
export function insideAddress(text: string): string {
  return text.replaceAll(outputMark, urlOutputMark)
}
