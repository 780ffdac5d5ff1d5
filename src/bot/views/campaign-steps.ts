import type { KnownBlock } from '@slack/types'
import { timingWords, waitWords, windowWords } from '../../domain/plan-words.ts'
import type { Standstill } from '../../domain/outlook.ts'
import type { CampaignPlan, PlannedStep } from '../../domain/plan.ts'
import type { Reach } from '../../domain/reach.ts'
import type { CampaignCard } from '../../ports/chat.ts'
import { context, section } from './blocks.ts'
import { reachLine, restWords } from './campaign-reach.ts'
import { count, figure, inline, moment, span } from './text.ts'

/** Steps that a card lists; the rest is behind its button. */
const most = 10

/** One step as a line: `*2* · 3 business days later, Mon–Fri 09:00–17:00 · “Subject” · 2 variants`. */
export function stepLine(plan: Pick<CampaignPlan, 'window'>, step: PlannedStep, position: number): string {
  const { variants } = step
  return [
    `*${position}*`,
    timingWords(step, plan.window),
    `“${inline(variants[0]?.subject ?? '', 120)}”`,
    ...(variants.length > 1 ? [count(variants.length, 'variant')] : []),
  ].join(' · ')
}

/** Whether there is nothing to tell of the steps: one mail, the same for everybody. */
export const isOneMail = ({ plan }: Pick<CampaignCard, 'plan'>): boolean =>
  plan?.steps.length === 1 && plan.steps[0]?.variants.length === 1

/** What a campaign sends, in a few words: its subject, or how many emails over how long. */
export function sequenceWords(card: CampaignCard): string {
  const { plan, outlook, launchedAt } = card
  if (plan === null) return 'What is stored of it cannot be read'
  if (isOneMail(card)) return inline(plan.steps[0]?.variants[0]?.subject ?? '', 300)
  const lasting = outlook && launchedAt === null ? outlook.last.getTime() - outlook.first.getTime() : 0
  const over = lasting > 0 ? `, over about ${span(Math.round(lasting / 1000))}` : ''
  return `${count(plan.steps.length, 'email')}${over}`
}

/** The steps with who is at which; nothing for a campaign of one plain mail. */
export function stepBlocks(card: CampaignCard): KnownBlock[] {
  const { plan, people } = card
  if (plan === null || isOneMail(card)) return []
  const lines = plan.steps.slice(0, most).map((step, index) => {
    const here = people?.[index]
    const counts = here ? `\n      ${figure(here.sent)} sent · ${figure(here.waiting)} waiting` : ''
    return stepLine({ window: null }, step, index + 1) + counts
  })
  const more = plan.steps.length - most
  return [section([...lines, ...(more > 0 ? [`… and ${count(more, 'more step')}`] : [])].join('\n'))]
}

const reasons = {
  held: 'Whoever is due waits for the email provider. Mails go on',
  retry: 'What is due could not be handed over and is tried again',
  limit: 'A sending limit is used up. Mails go on',
  window: 'Where the next readers are, mails may not go out at this hour. They go on',
  wait: 'Nobody is due just now. The next mail goes out',
} as const satisfies Record<Standstill['reason'], string>

/** What is ahead: who is not written to, when it starts, why nothing goes out just now, and when the last mail is due. */
export function aheadBlocks(card: CampaignCard): KnownBlock[] {
  const { standstill, startsAt } = card
  const who = reachLine(card)
  const lines = [
    ...(who === null ? [] : [who]),
    ...(startsAt ? [`Starts by itself ${moment(startsAt)}.`] : []),
    ...(standstill ? [`${reasons[standstill.reason]} ${moment(standstill.until)}.`] : []),
    ...lastLine(card),
  ]
  return lines.length > 0 ? [context(lines.join(' '))] : []
}

// Whoever waits for another campaign has no time, so the last mail that has one may not be the last.
function lastLine({ outlook, status, otherCampaign }: CampaignCard): string[] {
  const due = outlook && status === 'running' ? `The last mail is due ${moment(outlook.last)}` : null
  if (otherCampaign === 0) return due === null ? [] : [`${due}.`]
  if (due === null) return [`${count(otherCampaign, 'person waits', 'people wait')} for another campaign.`]
  return [`${due}; ${count(otherCampaign, 'more person waits', 'more people wait')} for another campaign.`]
}

/** What a launch does, for whoever is about to press the button: to whom, when, and who has to wait or is left out. */
export function launchSentence({ plan, reach, outlook }: LaunchSubject): string {
  const emails = plan.steps.length
  const { written } = reach
  const what = emails === 1 ? 'this email' : `${figure(emails)} emails`
  const rest = restWords(reach)
  const others = rest === '' ? '' : ` ${rest}.`
  if (written === 0) return `Nobody gets ${what} now.${others}`
  const each = emails === 1 || written === 1 ? '' : ' each'
  const people = count(written, 'person gets', 'people get')
  return `${people} ${what}${each}, ${startWords(plan)}.${lastWords(emails, outlook)}${others}`
}

/** Whom a launch concerns, with what, and what it comes to. */
export type LaunchSubject = Pick<CampaignCard, 'outlook'> & { plan: CampaignPlan; reach: Reach }

function startWords(plan: CampaignPlan): string {
  const [step] = plan.steps
  const window = step?.window ?? plan.window
  const now = step === undefined || (step.wait.kind === 'for' && step.wait.amount === 0)
  if (!now) return `the first ${waitWords(step.wait)}`
  return window ? `starting as soon as it is ${windowWords(window)} where they are` : 'starting now'
}

function lastWords(emails: number, outlook: LaunchSubject['outlook']): string {
  if (emails === 1 || outlook === null) return ''
  const seconds = Math.round((outlook.last.getTime() - outlook.first.getTime()) / 1000)
  return seconds > 0 ? ` The last goes out about ${span(seconds)} after the first.` : ''
}

/** The same with its moments, where it has just been worked out; null where nobody is written to yet. */
export function outlookLine({ outlook, reach }: Pick<CampaignCard, 'outlook' | 'reach'>): string | null {
  if (outlook === null || reach?.written === 0) return null
  const others = (reach?.waiting ?? 0) > 0 ? '; later to whoever waits for another campaign' : ''
  if (outlook.first.getTime() === outlook.last.getTime())
    return `Launched now, the mail goes out ${moment(outlook.first)}${others}.`
  return `Launched now, the first mail goes out ${moment(outlook.first)} and the last ${moment(outlook.last)}${others}.`
}
