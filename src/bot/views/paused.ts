import type { ExternalSelect, KnownBlock, ModalView } from '@slack/types'
import { pageValue } from '../forms/page-subject.ts'
import { actions } from '../ids.ts'
import { button, context, divider, pt, row, section } from './blocks.ts'
import { resumePersonButton } from './decision-buttons.ts'
import { count, inline, moment, plain } from './text.ts'

/** Somebody who is paused, as a list shows them. */
export type ListedPaused = {
  enrollmentId: string
  name: string
  email: string
  company: string | null
  reason: string | null
  resumeAt: Date | null
}

/** A page of the paused people of a campaign, or the one that was looked for. */
export type PausedShown = {
  campaignId: string
  campaignName: string
  total: number
  people: readonly ListedPaused[]
  after: string | null
  next: string | null
  /** Whether the list was narrowed down to somebody. */
  chosen: boolean
}

/** The title of the modal. */
export const pausedTitle = 'Paused people'

/** The paused people of a campaign, each with a button that lets them go on, and a menu to find one among many. */
export const pausedModal = (shown: PausedShown): ModalView => ({
  type: 'modal',
  title: pt(pausedTitle),
  close: pt('Close'),
  private_metadata: pageValue(shown),
  blocks: [
    shown.total === 0 ? section(headline(shown)) : section(headline(shown), finder()),
    context(meaningLine),
    ...(shown.chosen && shown.people.length === 0 ? [section(goneLine)] : []),
    ...shown.people.flatMap(personBlocks),
    ...pageRow(shown),
  ],
})

const headline = ({ total, campaignName }: PausedShown): string =>
  total === 0
    ? `Nobody in *${inline(campaignName)}* is paused whom you could let go on.`
    : `*${count(total, 'person', 'people')}* in *${inline(campaignName)}* ${total === 1 ? 'is' : 'are'} paused.`

const meaningLine =
  'Whoever is let go on gets their next mail in its time. People who only wait for another campaign are not listed: they go on by themselves.'

const goneLine = 'They are not paused any more.'

const finder = (): ExternalSelect => ({
  type: 'external_select',
  action_id: actions.choosePaused,
  placeholder: pt('Find somebody'),
  min_query_length: 0,
})

function personBlocks(person: ListedPaused): KnownBlock[] {
  const company = person.company ? ` · ${inline(person.company)}` : ''
  const called = inline(person.name, 200)
  const name =
    called === '' ? `*${inline(person.email, 320)}*` : `*${called}*${company} · ${inline(person.email, 320)}`
  return [
    divider(),
    section(
      `${name}\n${reasonWords(person)}`,
      resumePersonButton({
        enrollmentId: person.enrollmentId,
        name: plain(person.name, 200) || person.email,
      }),
    ),
  ]
}

const reasons: ReadonlyMap<string | null, string> = new Map([
  [null, 'Paused by a rule'],
  ['replied', 'Answered'],
  ['replied in another run', 'Answered a mail of another run'],
  ['clicked', 'Clicked a link'],
  ['clicked in another run', 'Clicked a link in a mail of another run'],
  ['out of office', 'Out of office'],
  ['late', 'Too late to be written to without you'],
])

function reasonWords({ reason, resumeAt }: ListedPaused): string {
  const words = reasons.get(reason) ?? inline(reason ?? '', 300)
  return resumeAt === null ? words : `${words} until ${moment(resumeAt)}`
}

function pageRow({ campaignId, after, next, chosen }: PausedShown): KnownBlock[] {
  const from = (start: string | null) => ({ value: pageValue({ campaignId, after: start }) })
  const buttons = [
    ...(chosen || after !== null
      ? [button(chosen ? 'Show all' : 'First page', actions.firstPaused, from(null))]
      : []),
    ...(next === null ? [] : [button('Next page', actions.nextPaused, from(next))]),
  ]
  return buttons.length === 0 ? [] : [divider(), row(...buttons)]
}

/** What the person reads who let somebody go on. */
export const resumedSentence = (name: string): string =>
  `${inline(name)} goes on: the next mail goes out in its time.`
