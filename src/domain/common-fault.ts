import type { CallEnd, MailFault } from './message.ts'

/** Mails of one call that were all rejected with the same code, and with nothing to say that it is because of their people. */
type Suspect = MailFault & { mails: number }

/**
 * What is known of the mails before a call: whether the provider has taken any of the campaign's lately, and how many of the
 * step it has rejected with this code since it last took one of the step's.
 */
export type Earlier = { taken: boolean; inARow: number }

// Of fewer than five mails, each may well be wrong in its own way; of five that nearly all share one fault, hardly.
const least = 5
const nearlyAll = 0.9

/**
 * The mails of a call that may share a fault which is not their people's, such as a reply address that nobody can answer to.
 * Rejections that speak of the recipient are that person's own and count for nothing here, nor does what is not known.
 */
export function suspectOf(end: CallEnd | null): Suspect | null {
  if (end?.kind !== 'answered') return null
  const rejected = end.outcomes.flatMap((each) =>
    each.kind === 'rejected' && each.about === 'mail' ? [each] : [],
  )
  const taken = end.outcomes.filter(({ kind }) => kind === 'accepted').length
  const byCode = new Map<number, Suspect>()
  for (const { code, reason } of rejected)
    byCode.set(code, { code, reason, mails: (byCode.get(code)?.mails ?? 0) + 1 })
  const [most] = [...byCode.values()].toSorted((a, b) => b.mails - a.mails)
  return most && most.mails >= nearlyAll * (rejected.length + taken) ? most : null
}

/**
 * Decides whether they do: where they are enough, by themselves or with those before them; and where the provider has never
 * taken a mail of this campaign, for then nothing speaks for the mail and everybody would be lost one by one.
 */
export function commonFault({ code, reason, mails }: Suspect, { taken, inARow }: Earlier): MailFault | null {
  if (mails + inARow < least && taken) return null
  const said = reason.trim().replace(/\.$/, '')
  const why = said === '' ? '' : `: ${said}`
  return {
    code,
    reason: `The email provider rejects these mails, whoever they are for${why} (code ${code}).`,
  }
}
