import type { Reach } from '../../domain/reach.ts'
import { nobodyAgain } from '../../domain/run.ts'
import type { CampaignCard } from '../../ports/chat.ts'
import { count, figure, inline } from './text.ts'

type Rest = Omit<Reach, 'audience' | 'written'>

/** Who of an audience is not written to at once, and why: `5 wait for another campaign, 4 are held out`; '' where all are. */
export function restWords({ waiting, heldOut, suppressed, wentThrough }: Rest): string {
  const leftOut = suppressed.reduce((sum, each) => sum + each.count, 0)
  const why = suppressed.map((each) => `${figure(each.count)} ${inline(each.reason, 40)}`).join(', ')
  const parts = [
    ...(waiting > 0 ? [`${count(waiting, 'waits', 'wait')} for another campaign`] : []),
    ...(heldOut > 0 ? [`${count(heldOut, 'is', 'are')} held out`] : []),
    ...(leftOut > 0 ? [`${count(leftOut, 'is', 'are')} left out (${why})`] : []),
    ...(wentThrough > 0 ? [`${count(wentThrough, 'is', 'are')} not enrolled again`] : []),
  ]
  return parts.join(', ')
}

/**
 * The same with how many are written to, as a line; null where that is everybody. Where earlier runs leave nobody to enroll, why
 * that is and what to do.
 */
export function reachLine({ reach, plan }: Pick<CampaignCard, 'reach' | 'plan'>): string | null {
  const rest = reach === null ? '' : restWords(reach)
  if (reach === null || plan === null || rest === '') return null
  const { audience, wentThrough } = reach
  if (audience === 0) return `⚠️ ${nobodyAgain(plan.reentry, wentThrough)}`
  const whom = `Of ${count(audience + wentThrough, 'contact')}, ${count(reach.written, 'is', 'are')} written to`
  return `${whom}; ${rest}.`
}
