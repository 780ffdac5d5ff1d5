import type { InputBlock, KnownBlock, ModalView } from '@slack/types'
import type { FormValues } from '../forms/form-values.ts'
import { formBlocks, inputAction, submissions } from '../ids.ts'
import { alert, pt } from './blocks.ts'
import { campaignInputs, type CampaignInput } from './campaign-inputs.ts'
import { escaped, inline } from './text.ts'

/** A form that was sent and could not be taken: what was in it, what to mend, and the file to choose once more. */
export type ReturnedForm = { values: FormValues; sentences: readonly string[]; lostFile: string | null }

/** The form for a new campaign; empty, or as it came back with its problems above it. */
export function campaignFormModal(returned?: ReturnedForm): ModalView {
  return {
    type: 'modal',
    callback_id: submissions.campaignForm,
    title: pt('New campaign'),
    submit: pt('Import and review'),
    close: pt('Cancel'),
    blocks: [...problemBlocks(returned), ...inputBlocks(returned?.values)],
  }
}

const inputBlocks = (values: FormValues | undefined): InputBlock[] => campaignInputs(values).map(inputBlock)

const inputBlock = ({ field, label, hint, element }: CampaignInput): InputBlock => ({
  type: 'input',
  block_id: formBlocks[field],
  label: pt(label),
  ...(hint !== undefined && { hint: pt(hint) }),
  element: { ...element, action_id: inputAction },
})

function problemBlocks(returned: ReturnedForm | undefined): KnownBlock[] {
  if (!returned) return []
  const lines = returned.sentences.slice(0, 4).map((sentence) => `• ${escaped(sentence, 600)}`)
  const again = returned.lostFile
    ? [`Slack does not keep the file: choose ${inline(returned.lostFile)} again.`]
    : []
  return [alert([...lines, ...again].join('\n'), 'error')]
}
