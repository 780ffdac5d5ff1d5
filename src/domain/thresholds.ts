import type { CampaignStatus } from './campaign.ts'

/** What became of a campaign's mails at one recipient domain: how many mails were delivered, bounced for good, were complained about. */
export type Outcomes = { domain: string; delivered: number; bounced: number; complained: number }

/**
 * What follows from them: the campaign must stand still or, where it is not running, its owner must hear of it; or it is worth
 * a line on the card. With the sentence that says why and what to do.
 */
export type Verdict = { kind: 'pause' | 'warn'; about: 'bounces' | 'complaints'; reason: string }

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

/** Judges a campaign as a whole, then the domains one by one; the first that is bad enough is the reason. */
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
  const verdicts = [whole, ...outcomes].flatMap((each) => judgeOne(each, status) ?? [])
  return verdicts.find(({ kind }) => kind === 'pause') ?? verdicts[0] ?? null
}

function judgeOne(
  { domain, delivered, bounced, complained }: Outcomes,
  status: CampaignStatus,
): Verdict | null {
  const known = delivered + bounced
  if (known < least.mails) return null
  const at = domain === '' ? '' : ` at ${domain}`
  if (bounced >= least.bounced && bounced / known >= bounceShare) {
    const fact = `${bounced} of ${counted(known)} mails${at} bounced (${percent(bounced / known)}).`
    return { kind: 'pause', about: 'bounces', reason: tooMany(fact, 'bounces', status) }
  }
  const share = delivered === 0 ? 0 : complained / delivered
  if (complained === 0 || share < complaintShare.warn) return null
  const fact = `${complained} of ${counted(delivered)} people${at} marked the mail as spam (${percent(share)}).`
  if (complained >= least.complained && share >= complaintShare.pause)
    return { kind: 'pause', about: 'complaints', reason: tooMany(fact, 'complaints', status) }
  const bound = `At ${percent(complaintShare.pause)} campaigns stop.`
  return { kind: 'warn', about: 'complaints', reason: `${fact} ${bound}` }
}

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
function tooMany(fact: string, about: Verdict['about'], status: CampaignStatus): string {
  if (status === 'running') return `Paused: ${fact} ${bounds[about]} ${advice[about]}`
  if (status === 'paused') return `${fact} ${bounds[about]} ${advice[about]}`
  return `${fact} ${adviceAfterwards[about]}`
}

/** What people know of a campaign's mails: what its card says, and what its owner was told of. */
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
  if (verdict?.kind === 'pause' && verdict.about !== warnedOf)
    return { kind: 'verdict', warning: reason, warnedOf: verdict.about }
  return { kind: warning === null ? 'line' : 'figures', warning: reason, warnedOf }
}

// Then that is on its card already, as why it stands still.
const isPausedFor = ({ status, warning, warnedOf }: Told, verdict: Verdict | null): boolean =>
  status === 'paused' && warning === null && verdict?.about === warnedOf

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
