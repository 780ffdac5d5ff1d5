import type { ViewOutput } from '@slack/bolt'
import { formBlocks, inputAction } from '../ids.ts'

/** What stood in the fields of the campaign form, as it was typed. Empty fields are null. */
export type FormValues = {
  name: string | null
  senderName: string | null
  senderEmail: string | null
  subject: string | null
  body: string | null
  handoverScore: string | null
  channelId: string | null
  salesChannelId: string | null
}

type State = ViewOutput['state']['values']

/** The element of a field in a submitted form. */
export const elementOf = (state: State, field: keyof typeof formBlocks) =>
  state[formBlocks[field]]?.[inputAction]

/** Everything typed, so that a form that is shown again does not have to be filled in again. */
export function formValues(state: State): FormValues {
  const typed = (field: keyof typeof formBlocks) => elementOf(state, field)?.value ?? null
  return {
    name: typed('name'),
    senderName: typed('senderName'),
    senderEmail: typed('senderEmail'),
    subject: typed('subject'),
    body: typed('body'),
    handoverScore: typed('handoverScore'),
    channelId: elementOf(state, 'channel')?.selected_conversation ?? null,
    salesChannelId: elementOf(state, 'salesChannel')?.selected_conversation ?? null,
  }
}
