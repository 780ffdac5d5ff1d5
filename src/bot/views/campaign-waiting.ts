import type { ModalView } from '@slack/types'
import { context, pt, section } from './blocks.ts'
import { inline } from './text.ts'

const keep =
  'You can close this: the campaign stays as a draft, and its card appears in the channel you chose.'

/** Shown when the campaign exists and its contacts are on their way in. A job replaces it by the review. */
export const importingModal = (fileName: string): ModalView => ({
  type: 'modal',
  title: pt('Importing'),
  close: pt('Close'),
  blocks: [section(`Importing your contacts from ${inline(fileName)}…`), context(keep)],
})

/** Shown when reading the file takes longer than Slack waits. Becomes the form again, or the review. */
export const readingModal = (fileName: string): ModalView => ({
  type: 'modal',
  title: pt('Reading your file'),
  close: pt('Close'),
  blocks: [section(`Reading your file ${inline(fileName)}…`), context('This takes a few seconds.')],
})
