import type { Button, KnownBlock } from '@slack/types'
import { type AllSubject, allValue } from '../forms/all-subject.ts'
import { actions } from '../ids.ts'
import { button, confirm, context, row } from './blocks.ts'
import { count, figure } from './text.ts'

/** What a list of problems counts. */
type Counted = { total: { messages: number; webhooks: number }; tests: number; replaying: boolean }

/** Buttons that decide about all mails, or all webhooks, at once. */
export function allButtons(campaignId: string | null, counted: Counted): KnownBlock[] {
  const { total } = counted
  const webhooks = { kind: 'webhook', campaignId: null, expected: total.webhooks } as const
  return [
    ...allMails(campaignId, counted),
    ...(total.webhooks > 1 ? [row(replayAllButton(webhooks), discardAllButton(webhooks))] : []),
  ]
}

// Of one there is nothing to gather, and tests are only left. While the provider is asked, what it says is worth waiting for.
function allMails(campaignId: string | null, { total, tests, replaying }: Counted): KnownBlock[] {
  if (replaying && total.messages > 0) return [context(beingAsked)]
  const again = total.messages - tests
  const buttons = [
    ...(again > 1 ? [replayAllButton({ kind: 'message', campaignId, expected: again })] : []),
    ...(total.messages > 1
      ? [discardAllButton({ kind: 'message', campaignId, expected: total.messages })]
      : []),
  ]
  return buttons.length > 0 ? [row(...buttons)] : []
}

const beingAsked = 'Being asked about now; the outcome comes in the thread.'

const things = ({ kind, expected }: AllSubject): string =>
  count(expected, kind === 'message' ? 'mail' : 'webhook')

function replayAllButton(all: AllSubject): Button {
  const text = `Try all ${figure(all.expected)} again`
  return button(text, actions.replayAll, {
    value: allValue(all),
    confirm: confirm({
      title: `Try all ${things(all)} again?`,
      text:
        all.kind === 'message'
          ? 'The email provider is asked about every one of them first. What it has after all counts as sent; what it has no trace of goes out again; what it cannot be asked about waits on.'
          : 'Each is read and applied once more. What fails again comes back here.',
      yes: text,
    }),
  })
}

function discardAllButton(all: AllSubject): Button {
  return button(`Leave all ${figure(all.expected)} as they are`, actions.discardAll, {
    value: allValue(all),
    confirm: confirm({
      title: `Leave all ${things(all)} as they are?`,
      text:
        all.kind === 'message'
          ? 'The mails count as skipped, and nothing more of their campaign is sent to these people. This cannot be taken back.'
          : 'They are never applied: what they say is not counted. This cannot be taken back.',
      yes: `Leave all ${figure(all.expected)}`,
      style: 'danger',
    }),
  })
}

/** What a press on *Try all again* began. */
export const replayingAllSentence = ({ kind, expected }: AllSubject): string =>
  kind === 'message'
    ? `The email provider is being asked about ${count(expected, 'mail')}. What came of them is told in the thread of the campaign’s card.`
    : `${count(expected, 'webhook')} ${expected === 1 ? 'is' : 'are'} applied once more. What fails again comes back here.`

/** What a press on *Leave all as they are* came to. */
export const leftAllSentence = ({ kind, expected }: AllSubject): string =>
  kind === 'message'
    ? `${count(expected, 'mail')} ${expected === 1 ? 'is' : 'are'} left as they are and ${expected === 1 ? 'counts' : 'count'} as skipped.`
    : `${count(expected, 'webhook')} ${expected === 1 ? 'is' : 'are'} left as they are: what they say is not counted.`

/** What came of mails that were all tried again. */
export function replayedAllSentence(counts: { inLine: number; wasSent: number; waiting: number }): string {
  const { inLine, wasSent, waiting } = counts
  const parts = [
    ...(inLine > 0 ? [`${count(inLine, 'is', 'are')} in line again`] : []),
    ...(wasSent > 0
      ? [
          `${count(wasSent, 'was', 'were')} sent after all and ${wasSent === 1 ? 'goes' : 'go'} out no second time`,
        ]
      : []),
    ...(waiting > 0 ? [count(waiting, 'still waits', 'still wait')] : []),
  ]
  if (parts.length === 0) return 'they were settled meanwhile.'
  const why =
    waiting > 0
      ? ' The email provider could not be asked about those that wait, or their people are not to be written to any more.'
      : ''
  return `${parts.join(', ')}.${why}`
}
