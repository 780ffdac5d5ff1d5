import type { KnownBlock } from '@slack/types'
import type { CampaignProgress } from '../../domain/campaign.ts'
import { context, facts, section } from './blocks.ts'
import { figure } from './text.ts'

const cells = 20

/** `▰▰▰▰▰▱▱▱▱▱`: full only when everything is done, empty only when nothing is. */
export function progressBar(done: number, total: number): string {
  const share = total === 0 ? 0 : (done / total) * cells
  const full = done > 0 && share < 1 ? 1 : Math.min(cells, Math.floor(share))
  return '▰'.repeat(full) + '▱'.repeat(cells - full)
}

/** Where the audience of a launched campaign stands. `begun`: whom the first of several mails went to; null of one mail. */
export function progressBlocks(progress: CampaignProgress, begun: number | null): KnownBlock[] {
  const done = begun ?? progress.sent
  const percent = progress.audience === 0 ? 0 : Math.floor((done / progress.audience) * 100)
  const what = begun === null ? 'sent' : 'people written to'
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
    ...notSentLine(progress),
  ]
}

/** Where those are who are not `sent`; nothing when there are none. */
function notSentLine(progress: CampaignProgress): KnownBlock[] {
  const states: readonly (readonly [number, string])[] = [
    [progress.waiting, 'waiting'],
    [progress.sending, 'being sent'],
    [progress.late, 'too late to go out by themselves'],
    [progress.heldOut, 'held out'],
    [progress.skipped, 'skipped'],
    [progress.rejected, 'rejected by the email provider'],
    [progress.unknown, 'unknown: the email provider gave no clear answer and is being asked'],
    [progress.needsHuman, 'need a person: the email provider does not know'],
  ]
  const some = states.filter(([n]) => n > 0).map(([n, words]) => `${figure(n)} ${words}`)
  return some.length === 0 ? [] : [context(some.join(' · '))]
}
