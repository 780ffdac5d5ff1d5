import type { WebClient } from '@slack/web-api'
import type { CampaignForm } from '../domain/campaign-form.ts'
import type { Creation } from './create-from-form.ts'
import type { FormValues } from './forms/form-values.ts'
import { slackError } from './slack-errors.ts'
import { notCreatedAnswer } from './views/campaign-answers.ts'
import { campaignFormModal } from './views/campaign-form.ts'

/** The form that was sent, the modal that now waits in its place, and who is looking at it. */
type Waiting = { form: CampaignForm; values: FormValues; viewId: string; userId: string }

/** Says what was wrong with a form that Slack would not wait for. */
export async function showLateCreation(
  client: WebClient,
  creation: Exclude<Creation, { kind: 'created' }>,
  waiting: Waiting,
): Promise<void> {
  const sentences =
    creation.kind === 'problems' ? creation.problems.map(({ sentence }) => sentence) : [creation.sentence]
  const { values, form, viewId, userId } = waiting
  try {
    const view = campaignFormModal({ values, sentences, lostFile: form.file.name })
    await client.views.update({ view_id: viewId, view })
  } catch (error) {
    if (slackError(error) !== 'not_found') throw error
    // The modal was closed meanwhile; what went wrong is still news.
    await client.chat.postMessage({ channel: userId, ...notCreatedAnswer(form.name, sentences) })
  }
}
