import type { ViewOutput } from '@slack/bolt'
import { z } from 'zod'
import type { CampaignField, FieldProblem } from '../../domain/campaign.ts'
import type { CampaignForm } from '../../domain/campaign-form.ts'
import { maxImportBytes } from '../../domain/import.ts'
import { visibleText } from '../../domain/visible-text.ts'
import { formBlocks } from '../ids.ts'
import { longest } from '../views/campaign-inputs.ts'
import { elementOf, formValues } from './form-values.ts'

const line = (what: string, max: number) =>
  z
    .string({ error: `Enter ${what}.` })
    .overwrite(visibleText)
    .trim()
    .min(1, `Enter ${what}.`)
    .max(max, `Keep ${what} to ${max} characters.`)
    .regex(/^\P{Cc}*$/u, `Write ${what} on one line.`)

const file = z.object({
  id: z.string(),
  name: z.string(),
  size: z.number().max(maxImportBytes, 'This file is over 10 MB. Split it into smaller ones.'),
  url_private_download: z.string(),
})

const scoreSentence = 'Enter a whole number from 0 to 100.'

const form = z.object({
  name: line('a campaign name', longest.name),
  senderName: line('the sender’s name', longest.senderName),
  senderEmail: z.email('Enter an email address, such as maria@example.com.').trim(),
  file: z.tuple([file], { error: 'Choose one CSV file.' }),
  subject: line('a subject', longest.subject),
  body: z.string({ error: 'Write the email.' }).trim().min(1, 'Write the email.').max(longest.body),
  channel: z.string({ error: 'Choose a channel for the card.' }),
  salesChannel: z.string({ error: 'Choose a channel for the leads.' }),
  handoverScore: z
    .string({ error: scoreSentence })
    .trim()
    .regex(/^(100|[1-9]?\d)$/, scoreSentence)
    .transform(Number),
})

/** A submitted form: fit to hand on, or everything that is wrong with it at once. */
export type ReadForm = { ok: true; form: CampaignForm } | { ok: false; problems: FieldProblem[] }

/** Reads the campaign form with nothing but what is in it: fast enough for Slack's three seconds. */
export function readCampaignForm(view: Pick<ViewOutput, 'state'>): ReadForm {
  const { channelId, salesChannelId, ...typed } = formValues(view.state.values)
  const files = elementOf(view.state.values, 'file')?.files
  const read = form.safeParse({ ...typed, file: files, channel: channelId, salesChannel: salesChannelId })
  if (!read.success) return { ok: false, problems: read.error.issues.map(problemOf) }
  const { channel, salesChannel, file: uploads, ...rest } = read.data
  const { url_private_download: url, ...upload } = uploads[0]
  return {
    ok: true,
    form: { ...rest, channelId: channel, salesChannelId: salesChannel, file: { ...upload, url } },
  }
}

const isField = (key: unknown): key is CampaignField => typeof key === 'string' && key in formBlocks

function problemOf(issue: z.core.$ZodIssue): FieldProblem {
  const [field] = issue.path
  return { field: isField(field) ? field : 'name', sentence: issue.message }
}

/** Problems as Slack wants them: one text for each input block. */
export function fieldErrors(problems: readonly FieldProblem[]): Record<string, string> {
  const errors: Record<string, string> = {}
  for (const { field, sentence } of problems) {
    const block = formBlocks[field]
    const before = errors[block]
    errors[block] = before === undefined ? sentence : `${before} ${sentence}`
  }
  return errors
}
