import type { App, ViewResponseAction, ViewSubmitAction } from '@slack/bolt'
import type { CampaignForm } from '../../domain/campaign-form.ts'
import { awaitReview } from '../../operations/campaign/await-review.ts'
import type { Deps } from '../../operations/deps.ts'
import { createFromForm, type Creation } from '../create-from-form.ts'
import { fieldErrors, readCampaignForm } from '../forms/campaign-form.ts'
import { formValues, type FormValues } from '../forms/form-values.ts'
import { submissions } from '../ids.ts'
import { showLateCreation } from '../show-late-creation.ts'
import { campaignFormModal } from '../views/campaign-form.ts'
import { importingModal, readingModal } from '../views/campaign-waiting.ts'
import { within } from '../within.ts'

/** Milliseconds: Slack waits three seconds for what a form's button came to, and who sent it has been asked first. */
const patience = 1600

/** Takes the campaign form: mistakes come back on their fields, a big file is waited for in a modal that says so. */
export function onSubmitCampaign(app: App, deps: Deps): void {
  app.view<ViewSubmitAction>(submissions.campaignForm, async ({ ack, view, body, client }) => {
    const read = readCampaignForm(view)
    if (!read.ok) return ack({ response_action: 'errors', errors: fieldErrors(read.problems) })
    const returned = { form: read.form, values: formValues(view.state.values) }
    const creation = createFromForm({ client, deps }, { form: read.form, user: body.user })
    const soon = await within(creation, patience)
    if (soon === null) await ack({ response_action: 'update', view: readingModal(read.form.file.name) })
    else await ack(acknowledgement(soon, returned))
    const made = soon ?? (await creation)
    if (made.kind === 'created') return awaitReview(deps, { campaignId: made.campaignId, viewId: view.id })
    if (soon !== null) return
    return showLateCreation(client, made, { ...returned, viewId: view.id, userId: body.user.id })
  })
}

type Sent = { form: CampaignForm; values: FormValues }

function acknowledgement(creation: Creation, { form, values }: Sent): ViewResponseAction {
  switch (creation.kind) {
    case 'created':
      return { response_action: 'update', view: importingModal(form.file.name) }
    case 'problems':
      return { response_action: 'errors', errors: fieldErrors(creation.problems) }
    case 'failed':
      return {
        response_action: 'update',
        view: campaignFormModal({ values, sentences: [creation.sentence], lostFile: null }),
      }
  }
}
