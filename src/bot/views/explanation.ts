import type { Button, KnownBlock, ModalView } from '@slack/types'
import type { CampaignStatus } from '../../domain/campaign.ts'
import type { Explanation } from '../../domain/explain.ts'
import { context, pt, section, withRow } from './blocks.ts'
import { statusLabels } from './campaign-status.ts'
import { pausedButton, problemsButton } from './decision-buttons.ts'
import { count, figure, inline, moment } from './text.ts'

/** Why a campaign is not finished, as operations/campaign/explain tells it. */
export type Explained = {
  campaignId: string
  name: string
  status: CampaignStatus
  total: number
  paused: number
  stuck: number
  lines: readonly Explanation[]
}

/** The title of the modal. */
export const explanationTitle = 'Why isn’t it finished?'

// A section holds 3,000 characters; every time zone can have a line of its own.
const linesInSection = 8
const mostLines = 64

/** Everybody who is not through, by what they wait for and until when, in the reader's own time zone. */
export function explanationModal(explained: Explained, now: Date): ModalView {
  const { name, status, total } = explained
  return {
    type: 'modal',
    title: pt(explanationTitle),
    close: pt('Close'),
    blocks: [
      section(`*${inline(name)}* · ${statusLabels[status]}`),
      section(
        total === 0 ? nobodyWaits(status) : `*${count(total, 'person is', 'people are')} not through yet:*`,
      ),
      ...lineBlocks(explained.lines, now),
      ...lastBlocks(explained),
    ],
  }
}

const nobodyWaits = (status: CampaignStatus): string =>
  status === 'draft' ? 'It has not been launched yet.' : 'Everybody is through: nobody waits for anything.'

function lineBlocks(lines: readonly Explanation[], now: Date): KnownBlock[] {
  const shown = lines.slice(0, mostLines)
  const rest = lines.slice(mostLines).reduce((sum, line) => sum + line.count, 0)
  const texts = [
    ...shown.map((line) => `• *${figure(line.count)}* ${lineWords(line, now)}`),
    ...(rest > 0 ? [`• *${figure(rest)}* for other reasons, such as the hours where they live`] : []),
  ]
  const sections = Math.ceil(texts.length / linesInSection)
  return Array.from({ length: sections }, (_, index) =>
    section(texts.slice(index * linesInSection, (index + 1) * linesInSection).join('\n')),
  )
}

// Many reasons end in “then”, which is the moment; for the others it is how long they hold. What is past is as good as now.
function lineWords({ count: people, kind, why, until }: Explanation, now: Date): string {
  const words = inline(why, 250)
  if (until === null || until <= now) return words.replace(/ then$/, ' soon')
  return words.endsWith(' then')
    ? `${words.slice(0, -' then'.length)} ${moment(until)}`
    : `${words}, ${people > 1 && ownPauses.has(kind) ? 'the first until' : 'until'} ${moment(until)}`
}

// Each of these people has a pause of their own, and what is told is the one that ends first.
const ownPauses: ReadonlySet<Explanation['kind']> = new Set(['away', 'person'])

function lastBlocks({ campaignId, total, paused, stuck }: Explained): KnownBlock[] {
  if (total === 0) return []
  const buttons: Button[] = [
    ...(stuck > 0 ? [problemsButton(campaignId)] : []),
    ...(paused > 0 ? [pausedButton(campaignId)] : []),
  ]
  const sum = `These numbers add up to ${figure(total)}. Everybody else is through.`
  return withRow(context(sum), buttons)
}
