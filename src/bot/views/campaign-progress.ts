import type { KnownBlock } from '@slack/types'
import type { CampaignProgress, LeftOut } from '../../domain/campaign.ts'
import { sharedReason } from '../../domain/shared-reason.ts'
import { context, facts, section } from './blocks.ts'
import { figure, inline } from './text.ts'

const cells = 20

/** `▰▰▰▰▰▱▱▱▱▱`: full only when everything is done, empty only when nothing is. */
export function progressBar(done: number, total: number): string {
  const share = total === 0 ? 0 : (done / total) * cells
  const full = done > 0 && share < 1 ? 1 : Math.min(cells, Math.floor(share))
  return '▰'.repeat(full) + '▱'.repeat(cells - full)
}

/** `oneMail`: whoever was written to has got all there is. */
type Shown = { progress: CampaignProgress; leftOut: readonly LeftOut[]; oneMail: boolean }

/** Where the audience of a launched campaign stands. */
export function progressBlocks({ progress, leftOut, oneMail }: Shown): KnownBlock[] {
  const done = oneMail ? progress.sent : progress.writtenTo
  const percent = progress.audience === 0 ? 0 : Math.floor((done / progress.audience) * 100)
  const what = oneMail ? 'sent' : 'people written to'
  return [
    section(
      `${progressBar(done, progress.audience)}  *${figure(done)} of ${figure(progress.audience)} ${what}* (${percent} %)`,
    ),
    facts([
      ['Delivered', figure(progress.delivered)],
      ['Opened', figure(progress.opened)],
      ['Clicked', figure(progress.clicked)],
      ['Replied', figure(progress.replied)],
      ['Handed over', figure(progress.handedOver)],
      ['Bounced', figure(progress.bounced)],
      ['Unsubscribed', figure(progress.unsubscribed)],
      ['Complained', figure(progress.complained)],
    ]),
    ...notSentLine(progress, leftOut),
  ]
}

/** Where those are who are not `sent`, and why some will not be; nothing when there are none. */
function notSentLine(progress: CampaignProgress, leftOut: readonly LeftOut[]): KnownBlock[] {
  const why = (place: LeftOut['place']) =>
    whyWords(
      leftOut.filter((each) => each.place === place),
      progress[place],
    )
  const states: readonly (readonly [number, string])[] = [
    [progress.waiting, 'waiting'],
    [progress.sending, 'being sent'],
    [progress.late, 'too late to go out by themselves'],
    [progress.heldOut, 'held out'],
    [progress.skipped, `skipped${why('skipped')}`],
    [progress.rejected, `rejected by the email provider${why('rejected')}`],
    [progress.unknown, 'unknown: the email provider gave no clear answer and is being asked'],
    [progress.needsHuman, 'left for a person to decide about: `/campaign problems`'],
  ]
  const some = states.filter(([n]) => n > 0).map(([n, words]) => `${figure(n)} ${words}`)
  return some.length === 0 ? [] : [context(some.join(' · '))]
}

/** `: cancelled` where that is why for all of them, else `: missing company (4), unsubscribed (2), others (1)`. */
function whyWords(reasons: readonly LeftOut[], total: number): string {
  const [first] = reasons
  if (!first) return ''
  if (first.count === total) return `: ${reasonWords(first)}`
  const others = total - reasons.reduce((sum, each) => sum + each.count, 0)
  const told = reasons.map((each) => `${reasonWords(each)} (${figure(each.count)})`)
  return `: ${[...told, ...(others > 0 ? [`others (${figure(others)})`] : [])].join(', ')}`
}

const reasonWords = ({ reason }: LeftOut): string => inline(sharedReason(reason), 100)
