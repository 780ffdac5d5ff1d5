import type { CampaignStatus } from '../../domain/campaign.ts'
import type { CampaignPlan } from '../../domain/plan.ts'
import type { Reach } from '../../domain/reach.ts'
import { row, section, type Message } from './blocks.ts'
import { cancelButton, cancelWords, isUnfinished } from './campaign-buttons.ts'
import { launchSentence } from './campaign-steps.ts'
import { explainButton } from './decision-buttons.ts'
import { count, inline, moment } from './text.ts'

/** What the person who launched reads: what the question before it said. */
export const launchedAnswer = ({ plan, reach }: { plan: CampaignPlan; reach: Reach }): Message => ({
  text: `Launched. ${launchSentence({ plan, reach, outlook: null })} The card shows how it goes.`,
})

const moved = {
  draft: 'Taken off the schedule: it is a draft again.',
  scheduled: 'It waits for its time.',
  running: 'Resumed: mails go out again.',
  paused: 'Paused: at most the batches that are under way still go out.',
  completed: 'It was completed meanwhile: there is nobody left to write to.',
  cancelled: 'Cancelled: nobody else is written to.',
} as const satisfies Record<CampaignStatus, string>

/** What the person who paused, resumed or cancelled reads. */
export const movedAnswer = (status: CampaignStatus): Message => ({ text: moved[status] })

/** What the person who scheduled a campaign reads. */
export const scheduledSentence = (audience: number, startsAt: Date): string =>
  `It starts by itself ${moment(startsAt)}, for ${count(audience, 'contact')}. Its card has the buttons to change that.`

/** What the person reads who has a campaign run again: nothing goes out by that yet. */
export const rerunAnswer = ({ name, channelId }: { name: string; channelId: string }): Message => ({
  text: `${inline(name)} is a draft now, with the same mails, rules and contacts. Its card is in <#${channelId}>: look at it, change what is to be different, then launch it.`,
})

/** What came of applying an edit: the shape of what operations/campaign/edit-plan returns. */
type Applied =
  | { kind: 'saved'; version: number | null; moved: number; completed: number; following: number }
  | { kind: 'unchanged' }
  | { kind: 'problems'; problems: readonly { sentence: string }[] }

/** What the person who applied an edit reads. */
export function appliedSentence(applied: Applied): string {
  switch (applied.kind) {
    case 'unchanged':
      return 'Nothing was changed.'
    case 'problems':
      return [
        'It was not applied:',
        ...applied.problems.slice(0, 10).map(({ sentence }) => `• ${inline(sentence, 500)}`),
      ].join('\n')
    case 'saved':
      return [
        'Applied.',
        ...(applied.moved > 0
          ? [`${count(applied.moved, 'person goes', 'people go')} on by the new sequence.`]
          : []),
        ...(applied.following > 0
          ? [
              `${count(applied.following, 'person follows', 'people follow')} once the mail that is with the email provider is settled.`,
            ]
          : []),
        ...(applied.completed > 0
          ? [`For ${count(applied.completed, 'person', 'people')} nothing is left to send.`]
          : []),
        ...(applied.moved + applied.following + applied.completed === 0
          ? ['Those in flight finish as it was.']
          : []),
      ].join(' ')
  }
}

/** What the person reads who threw an edit away: what it was, as it is gone. */
export const editDiscardedAnswer = (changes: readonly string[]): Message => ({
  text: [
    `Thrown away: ${count(changes.length, 'change')}.`,
    ...changes.slice(0, 10).map((sentence) => `• ${inline(sentence, 200)}`),
  ].join('\n'),
})

/** What the person reads who decided about late mails. */
export const releasedAnswer = (released: { sent: number; skipped: number; completed: number }): Message => {
  const { sent, skipped, completed } = released
  if (sent + skipped + completed === 0) return { text: 'Nobody is late any more.' }
  const lines = [
    ...(sent > 0
      ? [`${count(sent, 'person gets', 'people get')} the mail late, as the sending rules allow.`]
      : []),
    ...(skipped > 0 ? [`${count(skipped, 'person goes', 'people go')} on without it.`] : []),
    ...(completed > 0 ? [`For ${count(completed, 'person', 'people')} it was the last one.`] : []),
  ]
  return { text: lines.join(' ') }
}

/** Whether somebody who typed `/campaign cancel` means it, and this campaign. */
export const cancelQuestion = (campaign: { id: string; name: string; waiting: number }): Message => ({
  text: `Cancel ${inline(campaign.name)}? ${cancelWords(campaign.waiting)}.`,
  blocks: [
    section(`Cancel *${inline(campaign.name)}*? ${cancelWords(campaign.waiting)}.`),
    row(cancelButton(campaign)),
  ],
})

/** Where a test mail went. */
export const testSentAnswer = (to: string): Message => ({ text: `Test sent to ${inline(to, 320)}.` })

/** The two answers of `/campaign show`: its card, and where it is under way what it waits for. */
export function cardLinkAnswer(
  link: string,
  campaign: { id: string; status: CampaignStatus; stuck: number },
): Message {
  const text = `<${link}|Here is its card.>`
  return isUnfinished(campaign) ? { text, blocks: [section(text), row(explainButton(campaign))] } : { text }
}

/** For a campaign whose card is not posted yet. */
export const noCardAnswer: Message = {
  text: 'Its card is not posted yet. It comes as soon as its contacts are imported.',
}

/** For a channel that Baton cannot post to, as a person can mend it. */
export const inviteSentence =
  'Baton is not in that private channel. Type /invite @baton there, or choose another channel.'

/** For a channel nobody can post to. */
export const archivedSentence = 'That channel is archived. Choose another one.'

/** For a channel that people of another company read. */
export const sharedSentence =
  'That channel is shared with another company, whose people would see your leads. Choose another one.'

/** For somebody who closed the form before it came back with its mistakes. */
export const notCreatedAnswer = (name: string, sentences: readonly string[]): Message => ({
  text: [
    `The campaign ${inline(name)} was not created:`,
    ...sentences.slice(0, 4).map((sentence) => `• ${inline(sentence, 600)}`),
  ].join('\n'),
})
