import type { App, ViewSubmitAction } from '@slack/bolt'
import type { Deps } from '../../operations/deps.ts'
import { stepRefOf } from '../forms/plan-subject.ts'
import { stepErrors, stepOf, stepValuesIn } from '../forms/step-values.ts'
import { submissions } from '../ids.ts'
import { saveFromForm } from '../save-from-form.ts'

/** Takes the form of a step: mistakes come back on their fields, otherwise the list below shows it. */
export function onSubmitStep(app: App, deps: Deps): void {
  app.view<ViewSubmitAction>(submissions.stepForm, async ({ ack, view, body, client }) => {
    const values = stepValuesIn(view.state.values)
    await saveFromForm(
      { client, deps, ack, view, user: body.user },
      {
        read: () => {
          const { campaignId, stepKey } = stepRefOf(view.private_metadata)
          return { campaignId, change: { kind: 'put-step', step: stepOf(stepKey, values) } }
        },
        errors: (problems, position) => stepErrors(problems, position, values),
      },
    )
  })
}
