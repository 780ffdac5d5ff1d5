import type { KnownBlock, ModalView } from '@slack/types'
import { applyBlocks, submissions } from '../ids.ts'
import { context, pt, section } from './blocks.ts'
import { type Choice, input, radios } from './inputs.ts'
import { count, cut, escaped } from './text.ts'

/** What an edit of a launched campaign would change, and for whom. */
export type ChangesToApply = {
  campaignId: string
  revision: number
  changes: readonly string[]
  inFlight: { waiting: number; withProvider: number }
  /** What it does to those who move, in sentences. */
  ifMoved: readonly string[]
}

const choices: readonly Choice[] = [
  ['finish', 'They finish as it was when they were enrolled'],
  ['move', 'They go on by the new sequence'],
]

/** Shows the difference in sentences and asks what becomes of those in flight. */
export function applyChangesModal(changed: ChangesToApply): ModalView {
  const { campaignId, revision, changes } = changed
  if (changes.length === 0) {
    return {
      type: 'modal',
      title: pt('Apply changes'),
      close: pt('Close'),
      blocks: [section('Nothing was changed.')],
    }
  }
  return {
    type: 'modal',
    callback_id: submissions.applyForm,
    private_metadata: `${campaignId}:${revision}`,
    title: pt('Apply changes'),
    submit: pt('Apply'),
    close: pt('Not yet'),
    blocks: [
      section('*What changes*'),
      ...changeLines(changes, 60),
      ...movedLines(changed),
      ...inFlightBlocks(changed),
    ],
  }
}

// A section holds 3,000 characters, a modal 100 blocks; sixty sentences are more than anybody reads before pressing a button.
function changeLines(changes: readonly string[], most: number): KnownBlock[] {
  const lines = changes.slice(0, most).map((sentence) => section(`• ${escaped(cut(sentence, 400), 600)}`))
  const more = changes.length - lines.length
  return more > 0 ? [...lines, context(`And ${count(more, 'more change')}.`)] : lines
}

function movedLines({ ifMoved }: ChangesToApply): KnownBlock[] {
  if (ifMoved.length === 0) return []
  return [section('*For those who go on by the new sequence*'), ...changeLines(ifMoved, 20)]
}

function inFlightBlocks({ inFlight: { waiting, withProvider } }: ChangesToApply): KnownBlock[] {
  const people = count(waiting + withProvider, 'person has', 'people have')
  return [
    input([applyBlocks.inFlight, `${people} mails still to come`], radios(choices, 'finish'), {
      hint: 'Nobody gets the same step twice, whichever you choose.',
    }),
  ]
}
