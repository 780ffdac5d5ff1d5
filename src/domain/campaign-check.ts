import type { CampaignForm } from './campaign-form.ts'
import type { FieldProblem } from './campaign.ts'
import { readAddress } from './email-address.ts'
import { maxImportBytes } from './import.ts'

/** Characters of a campaign's name, and of a sender's. */
export const maxNameLength = 100

/** What is wrong with a form, as far as it can be told without opening the file or the templates. */
export function checkCampaignForm(form: CampaignForm): FieldProblem[] {
  const address = readAddress(form.senderEmail)
  const { handoverScore: score } = form
  const problems: (FieldProblem | false)[] = [
    checkText('name', form.name, 'Give the campaign a name.'),
    checkText('senderName', form.senderName, 'Say who the mails are from.'),
    address.kind === 'problem' && { field: 'senderEmail', sentence: `${address.reason}.` },
    form.file.size > maxImportBytes && { field: 'file', sentence: tooLarge },
    form.channelId === '' && { field: 'channel', sentence: 'Choose the channel for the campaign’s card.' },
    form.salesChannelId === '' && {
      field: 'salesChannel',
      sentence: 'Choose the channel that gets the leads.',
    },
    !(Number.isInteger(score) && score >= 0 && score <= 100) && {
      field: 'handoverScore',
      sentence: 'The score is a whole number from 0 to 100.',
    },
  ]
  return problems.filter((problem) => problem !== false)
}

/** What to tell somebody whose file weighs more than `maxImportBytes`. */
export const tooLarge = 'That file is over 10 MB. Leave out columns you do not need, or split it in two.'

function checkText(field: 'name' | 'senderName', text: string, whenEmpty: string): FieldProblem | false {
  if (text.trim() === '') return { field, sentence: whenEmpty }
  if (text.length > maxNameLength) return { field, sentence: `Make it at most ${maxNameLength} characters.` }
  return /\p{Cc}/u.test(text) && { field, sentence: 'Write it on one line, without control characters.' }
}
