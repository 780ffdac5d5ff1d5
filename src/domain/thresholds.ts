import type { CampaignStatus } from './campaign.ts'

/** What became of a campaign's mails at one recipient domain: how many mails were delivered, bounced for good, were complained about. */
export type Outcomes = { domain: string; delivered: number; bounced: number; complained: number }

/** What can be too much. */
export type Trouble = 'bounces' | 'complaints'

/**
 * What follows from them: the campaign must stand still or, where it is not running, its owner must hear of it; or it is worth
 * a line on the card. With the sentence that says why and what to do.
 */
export type Verdict = { kind: 'pause' | 'warn'; about: readonly Trouble[]; reason: string }

/**
 * Shares are of what is known to have arrived or bounced. Postmark stops a sender at 4 % of bounces and 0.08 % of complaints
 * and warns at half of that (its sending policy); bounces stop us at its warning already, because what
 * went out in the meantime bounces as well.
 */
export const bounceShare = 0.02
export const complaintShare = { warn: 0.0004, pause: 0.0008 } as const

/**
 * What is fewer says nothing: nobody is judged by fewer than 50 mails, by fewer than 3 bounces, or stopped by a single
 * complaint, which is bound to come of 1,250 mails even if all is well.
 */
export const least = { mails: 50, bounced: 3, complained: 2 } as const

/**
 * Judges a campaign as a whole, then the domains one by one, by bounces and by complaints; the first that is bad enough of
 * each is the reason.
 */
export function judge(outcomes: readonly Outcomes[], status: CampaignStatus): Verdict | null {
  const whole = outcomes.reduce(
    (sum, { delivered, bounced, complained }) => ({
      domain: '',
      delivered: sum.delivered + delivered,
      bounced: sum.bounced + bounced,
      complained: sum.complained + complained,
    }),
    { domain: '', delivered: 0, bounced: 0, complained: 0 },
  )
  const findings = [whole, ...outcomes]
    .filter(({ delivered, bounced }) => delivered + bounced >= least.mails)
    .flatMap((each) => findBounces(each).concat(findComplaints(each)))
  const grave = troubles.flatMap((trouble) => findings.find((f) => f.tooMany && f.about === trouble) ?? [])
  if (grave.length > 0)
    return { kind: 'pause', about: grave.map(({ about }) => about), reason: tooMany(grave, status) }
  const [slight] = findings
  if (slight === undefined) return null
  const bound = `At ${percent(complaintShare.pause)} campaigns stop.`
  return { kind: 'warn', about: [slight.about], reason: `${slight.fact} ${bound}` }
}

const troubles = ['bounces', 'complaints'] as const

type Finding = { about: Trouble; fact: string; tooMany: boolean }

function findBounces({ domain, delivered, bounced }: Outcomes): Finding[] {
  const known = delivered + bounced
  if (bounced < least.bounced || bounced / known < bounceShare) return []
  const fact = `${bounced} of ${counted(known)} mails${placeOf(domain)} bounced (${percent(bounced / known)}).`
  return [{ about: 'bounces', fact, tooMany: true }]
}

function findComplaints({ domain, delivered, complained }: Outcomes): Finding[] {
  const share = delivered === 0 ? 0 : complained / delivered
  if (complained === 0 || share < complaintShare.warn) return []
  const people = `${complained} of ${counted(delivered)} people${placeOf(domain)}`
  const fact = `${people} marked the mail as spam (${percent(share)}).`
  const isGrave = complained >= least.complained && share >= complaintShare.pause
  return [{ about: 'complaints', fact, tooMany: isGrave }]
}

const placeOf = (domain: string): string => (domain === '' ? '' : ` at ${domain}`)

const bounds = {
  bounces: `Mails stop at ${percent(bounceShare)}.`,
  complaints: `Mails stop at ${percent(complaintShare.pause)}, where the email provider would stop all of ours.`,
} as const

const advice = {
  bounces: 'Look at where these addresses come from before you resume.',
  complaints: 'Make sure that these people asked to hear from you before you resume.',
} as const

const adviceAfterwards = {
  bounces: 'Look at where these addresses came from before you mail that list again.',
  complaints: 'Make sure that these people asked to hear from you before you mail that list again.',
} as const

/** What to read where it is too much: of a campaign that stops now, one that is paused already, or one that is over. */
function tooMany(findings: readonly Finding[], status: CampaignStatus): string {
  const stands = status === 'running' || status === 'paused'
  const said = findings.map(({ fact, about }) =>
    stands ? `${fact} ${bounds[about]} ${advice[about]}` : `${fact} ${adviceAfterwards[about]}`,
  )
  return `${status === 'running' ? 'Paused: ' : ''}${said.join(' ')}`
}

/** What people know of a campaign's mails: what its card says, and what its owner was told of (see `listOf`). */
export type Told = { status: CampaignStatus; warning: string | null; warnedOf: string | null }

/**
 * What there is to say by now of a campaign that is not paused for it, and how new that is: a verdict its owner does not know
 * of, a first line on the card, or other figures in it. Null when nothing is.
 */
export type News = { kind: 'verdict' | 'line' | 'figures'; warning: string | null; warnedOf: string | null }

/** Compares a verdict with what people know. */
export function newsOf(told: Told, verdict: Verdict | null): News | null {
  const { warning, warnedOf } = told
  const reason = verdict?.reason ?? null
  if (reason === warning || isPausedFor(told, verdict)) return null
  if (verdict?.kind === 'pause' && !isToldOf(told, verdict))
    return { kind: 'verdict', warning: reason, warnedOf: listOf(verdict.about, warnedOf) }
  return { kind: warning === null ? 'line' : 'figures', warning: reason, warnedOf }
}

// Then that is on its card already, as why it stands still.
const isPausedFor = (told: Told, verdict: Verdict | null): boolean =>
  told.status === 'paused' && told.warning === null && verdict !== null && isToldOf(told, verdict)

const isToldOf = ({ warnedOf }: Pick<Told, 'warnedOf'>, { about }: Verdict): boolean =>
  about.every((trouble) => namesIn(warnedOf).includes(trouble))

const namesIn = (list: string | null): string[] => list?.split(' ') ?? []

/** What an owner was told of, as it is stored: what is new and what they knew before, each once. */
export function listOf(about: Verdict['about'], before: string | null): string {
  return troubles.filter((trouble) => about.includes(trouble) || namesIn(before).includes(trouble)).join(' ')
}

/** Mails that were sent to a domain ('' for those where nothing went wrong), and when the first of them was. */
export type Sent = { domain: string; sent: number; first: Date }

/**
 * Deliveries are reported within minutes. Where none was for this long, none will be: the webhook that would tell of them is
 * not set up.
 */
const reportedWithinMs = 6 * 60 * 60 * 1000

/** When a campaign none of whose mails were reported delivered may be judged by what was sent; null while nothing was. */
export function judgedBySentFrom(sent: readonly Sent[]): Date | null {
  const firsts = sent.map(({ first }) => first.getTime())
  return firsts.length === 0 ? null : new Date(Math.min(...firsts) + reportedWithinMs)
}

/**
 * What became of mails whose delivery nobody reports: what was sent and did not bounce has arrived. Everything that was sent
 * counts, however lately, so that no share comes out greater than it is.
 */
export function takeForDelivered(outcomes: readonly Outcomes[], sent: readonly Sent[]): Outcomes[] {
  const wrong = new Map(outcomes.map((each) => [each.domain, each]))
  return sent.map(({ domain, sent: mails }) => {
    const { bounced, complained } = wrong.get(domain) ?? { bounced: 0, complained: 0 }
    return { domain, delivered: Math.max(0, mails - bounced), bounced, complained }
  })
}

const counted = (count: number): string => count.toLocaleString('en-US')

function percent(share: number): string {
  return `${Number((share * 100).toFixed(2))} %`
}
