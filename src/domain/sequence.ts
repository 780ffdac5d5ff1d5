/** A step as a marketer drafts it: Liquid in subject and body. */
export type DraftStep = { subject: string; body: string }

/** Reads the draft steps of a campaign out of the database. Throws on anything that we did not write there. */
export function readSequence(stored: unknown): DraftStep[] {
  if (!Array.isArray(stored)) throw new TypeError('A sequence is a list of steps')
  return stored.map((step: unknown) => {
    if (typeof step === 'object' && step !== null && 'subject' in step && 'body' in step) {
      const { subject, body } = step
      if (typeof subject === 'string' && typeof body === 'string') return { subject, body }
    }
    throw new TypeError('A step has a subject and a body')
  })
}
