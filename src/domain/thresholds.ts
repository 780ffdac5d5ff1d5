/** What became of a campaign's mails at one recipient domain: how many mails were delivered, bounced for good, were complained about. */
export type Outcomes = { domain: string; delivered: number; bounced: number; complained: number }

/** What follows from them: the campaign stands still, or somebody should know; with the sentence that says why. */
export type Verdict = { kind: 'pause' | 'warn'; reason: string }

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
export function judge(outcomes: readonly Outcomes[]): Verdict | null {
  const whole = outcomes.reduce(
    (sum, { delivered, bounced, complained }) => ({
      domain: '',
      delivered: sum.delivered + delivered,
      bounced: sum.bounced + bounced,
      complained: sum.complained + complained,
    }),
    { domain: '', delivered: 0, bounced: 0, complained: 0 },
  )
  const verdicts = [whole, ...outcomes].flatMap((each) => judgeOne(each) ?? [])
  return verdicts.find(({ kind }) => kind === 'pause') ?? verdicts[0] ?? null
}

function judgeOne({ domain, delivered, bounced, complained }: Outcomes): Verdict | null {
  const known = delivered + bounced
  if (known < least.mails) return null
  const at = domain === '' ? '' : ` at ${domain}`
  if (bounced >= least.bounced && bounced / known >= bounceShare) {
    const reason = `Paused: ${bounced} of ${counted(known)} mails${at} bounced (${percent(bounced / known)}). Mails stop at ${percent(bounceShare)}. Look at where these addresses come from before you resume.`
    return { kind: 'pause', reason }
  }
  const share = delivered === 0 ? 0 : complained / delivered
  if (complained >= least.complained && share >= complaintShare.pause) {
    const reason = `Paused: ${complained} of ${counted(delivered)} people${at} marked the mail as spam (${percent(share)}). Mails stop at ${percent(complaintShare.pause)}, where the email provider would stop all of ours.`
    return { kind: 'pause', reason }
  }
  if (complained === 0 || share < complaintShare.warn) return null
  const reason = `${complained} of ${counted(delivered)} people${at} marked the mail as spam (${percent(share)}). At ${percent(complaintShare.pause)} the campaign stops.`
  return { kind: 'warn', reason }
}

const counted = (count: number): string => count.toLocaleString('en-US')

const percent = (share: number): string => `${Number((share * 100).toFixed(2))} %`
