import type { CampaignPlan, SendLimits, Wait } from './plan.ts'

// Far more than may be planned (see check-plan), in any release; a moment so many minutes away can still be calculated with.
const most = 10_000_000
const unitMinutes = { minutes: 1, hours: 60, days: 1440, 'business-days': 1440 } as const

/**
 * Throws where a number of a plan is none that anything can be worked out from. What is stored may come from another release,
 * or from a hand: from half a mail, or from a wait beyond all time, no error would follow but a mail at once, or none ever.
 */
export function requireSound({ steps, maxLatenessMinutes, limits }: CampaignPlan): void {
  const { perContact, gap } = limits
  for (const { wait } of steps) requireSoundWait(wait)
  const fromZero = [maxLatenessMinutes, ...(gap ? [gap.seconds, gap.jitterSeconds] : [])]
  const fromOne = [...countsOf(limits), ...(perContact ? [perContact.mails, perContact.days * 1440] : [])]
  const odd = fromZero.find((value) => !isWhole(value, 0)) ?? fromOne.find((value) => !isWhole(value, 1))
  if (odd !== undefined) throw unsound(odd)
}

/**
 * The same of a single wait. Whoever works out a moment asks for this, also where no plan was asked before: a year of five digits
 * is none to the database, and business days are counted one by one.
 */
export function requireSoundWait(wait: Wait): void {
  const minutes = minutesOf(wait)
  if (!isWhole(minutes, 0)) throw unsound(minutes)
}

const unsound = (odd: number) => new Error(`Nothing can be worked out from a plan with ${odd} in it`)

const minutesOf = (wait: Wait): number => (wait.kind === 'for' ? wait.amount * unitMinutes[wait.unit] : 0)

const countsOf = ({ perDomainHour, perSenderDay, perCampaignDay }: SendLimits): number[] =>
  [perDomainHour, perSenderDay, perCampaignDay].filter((count) => count !== null)

const isWhole = (value: number, least: number): boolean =>
  Number.isInteger(value) && value >= least && value <= most
