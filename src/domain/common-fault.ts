import type { CallEnd, MailAnswer, MailFault } from './message.ts'

/** Mails of one call that were all rejected with the same code, and with nothing to say that it is because of their people. */
type Suspect = MailFault & {
  mails: number
  /** Which of the call is the first of them. */
  first: number
  /** The variant, by its position, that all of them are of; null where the whole call is judged. */
  variant: number | null
}

/** What is known of the mails before a call. */
export type Earlier = {
  /** Whether the provider has taken any of the campaign's. */
  taken: boolean
  /** How many of the step (or the variant) it has rejected with this code since it last took one of them. */
  inARow: number
  /** Whether others are back in line that it rejected with this code. */
  alike: boolean
  /** Whether the first of these mails is one of those, and somebody has resumed the campaign since. */
  again: boolean
}

/** For people: to whom the first of the mails is, and the name of the variant that is judged, if one is. */
type Names = { to: string; variant: string | null }

// Of fewer than five mails, each may well be wrong in its own way; of five that nearly all share one fault, hardly.
const least = 5
const nearlyAll = 0.9

/**
 * The mails of a call that may share a fault which is not their people's, such as a reply address that nobody can answer to:
 * nearly all of the call, or of those of one variant (`variants`: of each mail; none where the step has but one), which has a
 * text of its own. Rejections that speak of the recipient are that person's own and count for nothing here, nor does what
 * is not known.
 */
export function suspectsOf(end: CallEnd | null, variants: readonly number[] = []): Suspect[] {
  if (end?.kind !== 'answered') return []
  const all = end.outcomes.map((answer, place) => ({ answer, place }))
  const groups = [null, ...new Set(variants)].map((variant) => ({
    variant,
    mails: variant === null ? all : all.filter(({ place }) => variants[place] === variant),
  }))
  return groups.flatMap(({ variant, mails }) => {
    const suspect = suspectAmong(mails)
    return suspect ? [{ ...suspect, variant }] : []
  })
}

function suspectAmong(mails: readonly { answer: MailAnswer; place: number }[]) {
  const byCode = new Map<number, Omit<Suspect, 'variant'>>()
  let judged = 0
  for (const { answer, place } of mails) {
    const isRejected = answer.kind === 'rejected' && answer.about === 'mail'
    if (isRejected || answer.kind === 'accepted') judged += 1
    if (!isRejected) continue
    const { code, reason } = answer
    const before = byCode.get(code) ?? { first: place, mails: 0 }
    byCode.set(code, { code, reason, first: before.first, mails: before.mails + 1 })
  }
  const [most] = [...byCode.values()].toSorted((a, b) => b.mails - a.mails)
  return most && most.mails >= nearlyAll * judged ? most : null
}

/**
 * Whether what the provider said of a rejected mail is about the address that it was to. Code 300 is for whatever is wrong
 * with a mail: only its words tell.
 */
export const speaksOf = (address: string, reason: string): boolean =>
  reason.includes("'To'") || reason.toLowerCase().includes(address.toLowerCase())

/**
 * Decides whether they do: where they are enough, by themselves or with those before them; and where the provider has never
 * taken a mail of this campaign, for then nothing speaks for the mail and everybody would be lost one by one. A single mail
 * that is all there is to go by speaks for nobody else: it is named, and rejected for itself when it is once more.
 */
export function commonFault(suspect: Suspect, earlier: Earlier, { to, variant }: Names): MailFault | null {
  const { code, mails } = suspect
  const isEnough = mails + earlier.inARow >= least
  if (!isEnough && (earlier.taken || suspect.variant !== null)) return null
  const said = suspect.reason.trim().replace(/\.$/, '')
  const why = `${said === '' ? '' : `: ${said}`} (code ${code}).`
  if (mails + earlier.inARow > 1 || earlier.alike) {
    const which = variant === null ? 'these mails' : `the mails of variant ${variant}`
    return { code, reason: `The email provider rejects ${which}, whoever they are for${why}` }
  }
  if (earlier.again) return null
  const next = 'If it is again after somebody has resumed, only this person is left out.'
  return { code, reason: `The first mail, to ${to}, was rejected${why} ${next}` }
}
