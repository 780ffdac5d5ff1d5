import type { App, ViewSubmitAction } from '@slack/bolt'
import type { Deps } from '../../operations/deps.ts'
import { subjectOf } from '../forms/button-value.ts'
import { rulesErrors, rulesOf, rulesValuesIn } from '../forms/rules-values.ts'
import { submissions } from '../ids.ts'
import { saveFromForm } from '../save-from-form.ts'

/** Takes the sending rules: mistakes come back on their fields. */
export function onSubmitRules(app: App, deps: Deps): void {
  app.view<ViewSubmitAction>(submissions.rulesForm, async ({ ack, view, body, client }) => {
    const values = rulesValuesIn(view.state.values)
    await saveFromForm(
      { client, deps, ack, view, user: body.user },
      {
        read: () => ({
          campaignId: subjectOf(view.private_metadata),
          change: { kind: 'set-rules', rules: rulesOf(values) },
        }),
        errors: (problems) => rulesErrors(problems, values),
      },
    )
  })
}
