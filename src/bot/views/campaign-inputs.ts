import type { ConversationsSelect, InputBlock } from '@slack/types'
import type { CampaignField } from '../../domain/campaign.ts'
import type { FormValues } from '../forms/form-values.ts'
import { pt } from './blocks.ts'

/** One field of the campaign form. */
export type CampaignInput = {
  field: CampaignField
  label: string
  hint?: string
  element: InputBlock['element']
}

/** The most characters that each text field takes. */
export const longest = { name: 80, senderName: 80, subject: 200, body: 3000 } as const

/** How to write what differs from contact to contact. */
export const mergeFieldHint =
  'Write {{ first_name }}, {{ last_name }}, {{ company }}, {{ job_title }}, {{ country }} or any other column of your file, in small letters with _ for spaces. Say what to write where one is empty: {{ company | default: "your team" }}. The unsubscribe link is added by itself.'

/** The fields in the order in which they are filled in, holding what was typed before if anything was. */
export function campaignInputs(values?: FormValues): CampaignInput[] {
  return [...senderInputs(values), ...mailInputs(values), ...placeInputs(values)]
}

const senderInputs = (values?: FormValues): CampaignInput[] => [
  { field: 'name', label: 'Campaign name', element: line(longest.name, values?.name) },
  { field: 'senderName', label: 'Sender name', element: line(longest.senderName, values?.senderName) },
  {
    field: 'senderEmail',
    label: 'Sender email',
    hint: 'An address that your Postmark server may send from.',
    element: { type: 'email_text_input', ...initial(values?.senderEmail) },
  },
  {
    field: 'file',
    label: 'Contacts',
    hint: 'A CSV file of at most 10 MB with a column for the email address. Everyone in it must have agreed to hear from you.',
    element: { type: 'file_input', filetypes: ['csv', 'tsv', 'txt'], max_files: 1 },
  },
]

const mailInputs = (values?: FormValues): CampaignInput[] => [
  { field: 'subject', label: 'Subject', element: line(longest.subject, values?.subject) },
  {
    field: 'body',
    label: 'Email',
    hint: mergeFieldHint,
    element: {
      type: 'plain_text_input',
      multiline: true,
      max_length: longest.body,
      ...initial(values?.body),
    },
  },
]

const placeInputs = (values?: FormValues): CampaignInput[] => [
  {
    field: 'channel',
    label: 'Channel for the campaign’s card',
    element: channelMenu(values?.channelId, { default_to_current_conversation: true }),
  },
  {
    field: 'salesChannel',
    label: 'Channel for its leads',
    hint: 'Sales claims leads here, and answers them in the thread.',
    element: channelMenu(values?.salesChannelId, {}),
  },
  {
    field: 'handoverScore',
    label: 'Hand over leads from score',
    hint: '0 to 100: how much a reply must sound like a buyer before sales is asked.',
    element: {
      type: 'number_input',
      is_decimal_allowed: false,
      min_value: '0',
      max_value: '100',
      initial_value: values?.handoverScore ?? '70',
    },
  },
]

const line = (max: number, typed: string | null | undefined): InputBlock['element'] => ({
  type: 'plain_text_input',
  max_length: max,
  ...initial(typed),
})

const initial = (typed: string | null | undefined) => (typed ? { initial_value: typed } : {})

type MenuOptions = Pick<ConversationsSelect, 'default_to_current_conversation'>

const channelMenu = (chosen: string | null | undefined, options: MenuOptions): ConversationsSelect => ({
  type: 'conversations_select',
  placeholder: pt('Choose a channel'),
  filter: { include: ['public', 'private'], exclude_bot_users: true, exclude_external_shared_channels: true },
  ...(chosen ? { initial_conversation: chosen } : options),
})
