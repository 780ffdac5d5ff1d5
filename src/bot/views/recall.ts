import type { ModalView } from '@slack/types'
import type { Standing } from '../../domain/standing.ts'
import { submissions } from '../ids.ts'
import { alert, pt, section } from './blocks.ts'
import { count, figure, inline } from './text.ts'

const words: readonly (readonly [keyof Standing, string])[] = [
  ['waiting', 'nothing handed over, something still to come'],
  ['notWritten', 'not written to'],
  ['heldOut', 'held out'],
  ['skipped', 'skipped'],
  ['sending', 'with the email provider at this moment'],
  ['unknown', 'unknown whether the email provider has it'],
  ['needsHuman', 'a person must find out'],
  ['rejected', 'rejected by the email provider'],
  ['sent', 'sent'],
  ['delivered', 'delivered'],
  ['opened', 'opened'],
  ['clicked', 'clicked'],
  ['bounced', 'bounced'],
  ['complained', 'complained'],
]

/** Where everybody stands, each person in one line. */
const standingLines = (standing: Standing): string =>
  words
    .filter(([place]) => standing[place] > 0)
    .map(([place, said]) => `• *${figure(standing[place])}* ${said}`)
    .join('\n') || '• nobody'

/** Asks whether somebody means it, with what can be taken back and what cannot. */
export const recallModal = ({
  id,
  name,
  standing,
}: {
  id: string
  name: string
  standing: Standing
}): ModalView => ({
  type: 'modal',
  callback_id: submissions.recallForm,
  private_metadata: id,
  title: pt('Recall'),
  submit: pt('Recall'),
  close: pt('Not yet'),
  blocks: [
    section(
      `*${inline(name)}* ends for good. What is not with the email provider yet is taken back; what is cannot be called back.`,
    ),
    section(
      `*${count(standing.audience, 'person', 'people')}, by how far their newest mail is*\n${standingLines(standing)}`,
    ),
  ],
})

/** What a recall came to. */
export type Recalled = { takenBack: number; withProvider: number; standing: Standing }

/** What was taken back, and where everybody stands now. */
export const recalledModal = ({ takenBack, withProvider, standing }: Recalled): ModalView => ({
  type: 'modal',
  title: pt('Recalled'),
  close: pt('Close'),
  blocks: [
    alert(
      [
        `For ${count(takenBack, 'person', 'people')}, all that was still to come was taken back.`,
        ...(withProvider > 0
          ? [
              `${count(withProvider, 'mail was', 'mails were')} with the email provider at that moment: they may arrive.`,
            ]
          : []),
      ].join(' '),
      'success',
    ),
    section(`*Where everybody stands*\n${standingLines(standing)}`),
  ],
})
