import type { Button, KnownBlock, ModalView } from '@slack/types'
import { type PageSubject, pageValue } from '../forms/page-subject.ts'
import { actions } from '../ids.ts'
import { allButtons } from './all-problems.ts'
import { button, context, divider, pt, row, section, withRow } from './blocks.ts'
import { leaveButton, replayButton } from './decision-buttons.ts'
import { count, inline, moment, plain } from './text.ts'

/** Something that waits for a decision, as a list shows it. */
export type ListedProblem = {
  kind: 'message' | 'webhook'
  id: string
  reason: string
  since: Date
  address: string | null
  purpose: 'sequence' | 'conversation' | 'test' | null
  source: string | null
  campaignName: string | null
}

/** A page of what waits for a decision. */
export type ListedProblems = {
  problems: readonly ListedProblem[]
  total: { messages: number; webhooks: number }
  /** How many of the mails are tests. */
  tests: number
  /** Whether the email provider is being asked about all mails of a campaign among them. */
  replaying: boolean
  next: string | null
  /** The campaigns whose people are too late: they are decided about on the card, to which `link` leads. */
  late: readonly ListedLate[]
}

/** A campaign with people who are too late. */
type ListedLate = { name: string; late: number; link: string | null }

/** The title of the modal. */
export const problemsTitle = 'Waiting for a decision'

/** `1 mail waits for a decision`, `3 mails wait for a decision`. */
export const stuckSentence = (stuck: number): string =>
  `${count(stuck, 'mail waits', 'mails wait')} for a decision`

/** What waits for a decision in all: mails, and for admins webhooks. */
export function problemsSentence({ messages, webhooks }: ListedProblems['total']): string {
  const parts = [
    ...(messages > 0 ? [stuckSentence(messages)] : []),
    ...(webhooks > 0 ? [`${count(webhooks, 'webhook')} could not be applied`] : []),
  ]
  return parts.length === 0 ? 'Nothing waits for a decision' : parts.join(' · ')
}

/** The modal in which a person decides what Baton could not. */
export const problemsModal = (page: PageSubject, listed: ListedProblems): ModalView => ({
  type: 'modal',
  title: pt(problemsTitle),
  close: pt('Close'),
  private_metadata: pageValue(page),
  blocks: [
    ...headBlocks(listed),
    ...(listed.total.messages > 0 ? [context(mailsLine)] : []),
    ...allButtons(page.campaignId, listed),
    ...listed.problems.flatMap(problemBlocks),
    ...pageRow(page, listed),
  ],
})

function headBlocks({ total, late }: ListedProblems): KnownBlock[] {
  const isOnlyLate = late.length > 0 && total.messages + total.webhooks === 0
  return [
    ...(isOnlyLate ? [] : [section(`*${problemsSentence(total)}.*`)]),
    ...late.map((campaign) => section(lateLine(campaign))),
  ]
}

function lateLine({ name, late, link }: ListedLate): string {
  const people = count(late, 'person', 'people')
  const card = link === null ? 'its card' : `<${link}|its card>`
  return `⏰ ${people} of *${inline(name)}* ${late === 1 ? 'is' : 'are'} too late to be written to without you: decide on ${card}.`
}

const mailsLine =
  'Baton handed these mails over, got no clear answer, and the email provider has no trace of them. *Try again* asks it once more before anything goes out, so nobody gets a mail twice.'

function problemBlocks(problem: ListedProblem): KnownBlock[] {
  return [
    divider(),
    ...withRow(
      section(
        `*${inline(nameOf(problem), 320)}*${partOf(problem)}\n${sentence(inline(problem.reason, 500))} · since ${moment(problem.since)}`,
      ),
      buttonsFor(problem),
    ),
  ]
}

const sentence = (words: string): string => words.charAt(0).toUpperCase() + words.slice(1)

const nameOf = ({ kind, address, source }: ListedProblem): string =>
  kind === 'message' ? (address ?? 'A mail') : `Webhook ${source ?? ''}`.trim()

function partOf({ campaignName, purpose }: ListedProblem): string {
  const what = purpose === 'test' ? ' · a test' : purpose === 'conversation' ? ' · a letter to a lead' : ''
  return `${campaignName === null ? '' : ` · ${inline(campaignName)}`}${what}`
}

// A test is not sent again: whoever wants one presses for another.
function buttonsFor(problem: ListedProblem): Button[] {
  const stuck = { kind: problem.kind, id: problem.id, name: plain(nameOf(problem), 320) }
  return problem.purpose === 'test' ? [leaveButton(stuck)] : [replayButton(stuck), leaveButton(stuck)]
}

function pageRow({ campaignId, after }: PageSubject, { next }: ListedProblems): KnownBlock[] {
  const from = (start: string | null) => ({ value: pageValue({ campaignId, after: start }) })
  const buttons = [
    ...(after === null ? [] : [button('Newest', actions.newestProblems, from(null))]),
    ...(next === null ? [] : [button('Older', actions.olderProblems, from(next))]),
  ]
  return buttons.length === 0 ? [] : [divider(), row(...buttons)]
}

/** What became of something that was tried again; `name` is what the list called it. */
export function replayedSentence(
  kind: 'in-line' | 'was-sent',
  { kind: what, name }: { kind: 'message' | 'webhook'; name: string },
): string {
  const it = inline(name, 320)
  if (what === 'webhook') return `${it} is applied once more. If it fails again, it comes back here.`
  return kind === 'was-sent'
    ? `${it}: the email provider has the mail after all. It counts as sent and is not sent again.`
    : `${it}: the mail is in line again and goes out as soon as it is its turn.`
}

/** What became of something that was left as it is. */
export const leftSentence = ({ kind, name }: { kind: 'message' | 'webhook'; name: string }): string =>
  kind === 'webhook'
    ? `${inline(name, 320)} is left as it is: what it says is not counted.`
    : `${inline(name, 320)} is left as it is: the mail counts as skipped.`

/** While the email provider thinks about it. */
export const askingSentence = 'The email provider is being asked…'
