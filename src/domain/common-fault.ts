import type { CallEnd, MailAnswer, MailFault } from './message.ts'

/**
 * Mails of one call that were all rejected with the same code, as if for one fault: nearly all of the call, many in the same
 * words, or nearly all for the address that they are to.
 */
type Suspect = MailFault & {
  kind: 'nearly-all' | 'same-words' | 'addresses'
  /** Which of the call they are, in its order. */
  places: number[]
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
  /** Whether all of these mails are among those, and somebody has resumed the campaign since. */
  again: boolean
}

/** For people: to whom the first of the mails is, and the name of the variant that is judged, if one is. */
type Names = { to: string; variant: string | null }

// Of fewer than five mails, each may well be wrong in its own way; of five that nearly all share one fault, hardly.
const least = 5
const nearlyAll = 0.9
// So many in one call, of 500 at most, are not in the same way wrong by chance, whatever becomes of the others. And a list with
// fewer addresses that are none is no bad list yet: where one is, somebody should look before so many people are left out.
const many = 25

type Placed = { answer: MailAnswer; place: number }

/**
 * The mails of a call that may share a fault which is not their people's, such as a reply address that nobody can answer to:
 * nearly all of the call, or of those of one variant (`variants`: of each mail; none where the step has but one), which has a
 * text of its own; or many in the same words. Rejections that speak of the recipient are that person's own and count for
 * nothing there, nor does what is not known. Only where they are nearly all of a large call, with none taken, may that be a fault
 * of ours too, as where the addresses were read from another column. The provider's word that somebody is inactive is never one.
 */
export function suspectsOf(end: CallEnd | null, variants: readonly number[] = []): Suspect[] {
  if (end?.kind !== 'answered') return []
  const all = end.outcomes.map((answer, place) => ({ answer, place }))
  const groups = [null, ...new Set(variants)].map((variant) => ({
    variant,
    mails: variant === null ? all : all.filter(({ place }) => variants[place] === variant),
  }))
  const shared = groups.flatMap(({ variant, mails }) => {
    const suspect = nearlyAllOf(mails)
    return suspect ? [{ ...suspect, variant }] : []
  })
  const sure = new Set(shared.flatMap(({ code, places }) => (places.length >= many ? code : [])))
  return [...shared, ...inTheSameWords(all).filter(({ code }) => !sure.has(code)), ...forTheirAddresses(all)]
}

function nearlyAllOf(mails: readonly Placed[]) {
  const judged = mails.filter(({ answer }) => answer.kind === 'accepted' || isAbout('mail', answer))
  const [most] = alike('nearly-all', judged, ({ code }) => code)
  return most && most.places.length >= nearlyAll * judged.length ? most : null
}

// Words that name the address are about the recipient: those of the others are compared as they are.
const inTheSameWords = (mails: readonly Placed[]) =>
  alike('same-words', mails, ({ code, reason }) => `${code} ${reason}`).filter(
    ({ places }) => places.length >= many,
  )

function forTheirAddresses(mails: readonly Placed[]) {
  if (mails.some(({ answer }) => answer.kind === 'accepted')) return []
  const enough = Math.max(many, nearlyAll * mails.length)
  return alike('addresses', mails, ({ code }) => code).filter(({ places }) => places.length >= enough)
}

type Rejection = Extract<MailAnswer, { kind: 'rejected' }>

const isAbout = (what: MailFault['about'], answer: MailAnswer): answer is Rejection =>
  answer.kind === 'rejected' && answer.about === what && !answer.inactive

/** Those that were rejected for what is judged here, by what they have in common; the most first. */
function alike(
  kind: Suspect['kind'],
  mails: readonly Placed[],
  common: (rejection: Rejection) => number | string,
): Suspect[] {
  const about = kind === 'addresses' ? 'recipient' : 'mail'
  const suspects = new Map<number | string, Suspect>()
  for (const { answer, place } of mails) {
    if (!isAbout(about, answer)) continue
    const { code, reason } = answer
    const before = suspects.get(common(answer))
    if (before) before.places.push(place)
    else suspects.set(common(answer), { kind, code, about, reason, places: [place], variant: null })
  }
  return [...suspects.values()].toSorted((a, b) => b.places.length - a.places.length)
}

/**
 * Whether what was said of a mail that was rejected is about the address that it was to: then it names it (see ports/email). Of
 * earlier mails nothing else tells.
 */
export const speaksOf = (address: string, reason: string): boolean =>
  reason.toLowerCase().includes(address.toLowerCase())

/**
 * Decides whether they do. What nearly all share, they do where they are enough, by themselves or with those before them; and
 * where the provider has never taken a mail of this campaign, for then nothing speaks for the mail and everybody would be lost one
 * by one. A single mail that is all there is to go by speaks for nobody else: it is named, and rejected for itself when it
 * is once more. So are people for their addresses: a bad list must come to an end.
 */
export function commonFault(suspect: Suspect, earlier: Earlier, names: Names): MailFault | null {
  const { code, about } = suspect
  const words = faultWords(suspect, earlier, names)
  if (words === null) return null
  const [what, next] = words
  const said = suspect.reason.trim().replace(/\.$/, '')
  const why = `${said === '' ? '' : `: ${said}`} (code ${code}).`
  return { code, about, reason: `${what}${why}${next === '' ? '' : ` ${next}`}` }
}

/** What is found and what follows, in words; null: nothing is. */
function faultWords(suspect: Suspect, earlier: Earlier, names: Names): [what: string, next: string] | null {
  const { kind, places } = suspect
  if (kind === 'nearly-all') return sharedWords(suspect, earlier, names)
  if (kind === 'same-words')
    return [
      `The email provider rejects ${places.length} of these mails in the same words`,
      'Edit the campaign so that they are right, then resume; nobody is left out for it.',
    ]
  if (earlier.again) return null
  return [
    `The email provider rejects ${places.length} of these mails for the address that they are to`,
    'Cancel the campaign and mend the file; or resume: then the next people are tried, and whoever is rejected once more is left out.',
  ]
}

function sharedWords(
  { places, variant: judged }: Suspect,
  { taken, alike: hasAlike, again, inARow }: Earlier,
  { to, variant }: Names,
): [what: string, next: string] | null {
  const count = places.length + inARow
  if (count < least && (taken || judged !== null)) return null
  if (count > 1 || hasAlike) {
    const which = variant === null ? 'these mails' : `the mails of variant ${variant}`
    return [`The email provider rejects ${which}, whoever they are for`, '']
  }
  if (again) return null
  return [
    `The first mail, to ${to}, was rejected`,
    'If it is again after somebody has resumed, only this person is left out.',
  ]
}
