// Marks that turn the reading direction of whatever follows them, and signs of no width. The joiners U+200C and U+200D
// are not among them: Persian words and many emoji are made with those.
const unseen = /[\u00AD\u061C\u180E\u200B\u200E\u200F\u202A-\u202E\u2060-\u206F\uFEFF\uFFF9-\uFFFB]/
const allUnseen = new RegExp(unseen, 'g')

/** A text without what nobody can see: a name with such signs can turn round the sentence in which it stands. */
export function visibleText(text: string): string {
  return unseen.test(text) ? text.replace(allUnseen, '') : text
}

/** The beginning of a text, never cutting a character in two: half a surrogate pair cannot be stored as JSON. */
export function beginning(text: string, length: number): string {
  if (text.length <= length) return text
  const last = text.codePointAt(length - 1) ?? 0
  return text.slice(0, last > 0xffff ? length - 1 : length)
}
