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
  const fromZero = [
    maxLatenessMinutes,
    ...steps.map(({ wait }) => minutesOf(wait)),
    ...(gap ? [gap.seconds, gap.jitterSeconds] : []),
  ]
  const fromOne = [...countsOf(limits), ...(perContact ? [perContact.mails, perContact.days * 1440] : [])]
  const odd = fromZero.find((value) => !isWhole(value, 0)) ?? fromOne.find((value) => !isWhole(value, 1))
  if (odd !== undefined) throw new Error(`Nothing can be worked out from a plan with ${odd} in it`)
}

const minutesOf = (wait: Wait): number => (wait.kind === 'for' ? wait.amount * unitMinutes[wait.unit] : 0)

const countsOf = ({ perDomainHour, perSenderDay, perCampaignDay }: SendLimits): number[] =>
  [perDomainHour, perSenderDay, perCampaignDay].filter((count) => count !== null)

const isWhole = (value: number, least: number): boolean =>
  Number.isInteger(value) && value >= least && value <= most
