/** Text that stands in every mail of a step: one object for all of them, so that whoever sends them prepares it once. */
export type SharedText = { readonly shared: string }

/** A long text in pieces that follow one another: most of a mail is what all mails of its step have in common. */
export type MailText = readonly (string | SharedText)[]

/** The text as one string. */
export function plainText(text: MailText): string {
  return text.map((piece) => (typeof piece === 'string' ? piece : piece.shared)).join('')
}
