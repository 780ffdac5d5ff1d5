import type { CampaignStatus } from '../../domain/campaign.ts'
import { row, section, type Message } from './blocks.ts'
import { cancelButton, cancelWords } from './campaign-buttons.ts'
import { count, inline } from './text.ts'

/** What the person who launched reads. */
export const launchedAnswer = (audience: number): Message => ({
  text: `Launched to ${count(audience, 'contact')}. The card shows how it goes.`,
})

const moved = {
  draft: 'It is a draft.',
  running: 'Resumed: mails go out again.',
  paused: 'Paused: at most the batches that are under way still go out.',
  completed: 'It was completed meanwhile: there is nobody left to write to.',
  cancelled: 'Cancelled: nobody else is written to.',
} as const satisfies Record<CampaignStatus, string>

/** What the person who paused, resumed or cancelled reads. */
export const movedAnswer = (status: CampaignStatus): Message => ({ text: moved[status] })

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

/** The two answers of `/campaign show`. */
export const cardLinkAnswer = (link: string): Message => ({ text: `<${link}|Here is its card.>` })

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
