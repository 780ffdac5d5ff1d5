import type { App, BlockButtonAction, BlockStaticSelectAction, ViewOutput } from '@slack/bolt'
import type { ModalView } from '@slack/types'
import type { WebClient } from '@slack/web-api'
import type { Deps } from '../../operations/deps.ts'
import { subjectOf } from '../forms/button-value.ts'
import { rulesValuesIn } from '../forms/rules-values.ts'
import { elementIn } from '../forms/state.ts'
import { emptyVariant, type StepValues, stepValuesIn, variantNames } from '../forms/step-values.ts'
import { actions, rulesBlocks, submissions } from '../ids.ts'
import { unless } from '../slack-errors.ts'
import { rulesFormModal } from '../views/rules-form.ts'
import { stepFormModal } from '../views/step-form.ts'

/** Shows the fields that a choice in the form of a step or of the rules asks for. What was typed stays. */
export function onReshapeForm(app: App, _deps: Deps): void {
  for (const actionId of [actions.chooseWait, actions.chooseWindow]) {
    app.action<BlockStaticSelectAction>(actionId, async ({ ack, body, client }) => {
      await ack()
      await redraw(client, body.view, (values) => values)
    })
  }
  app.action<BlockButtonAction>(actions.addVariant, async ({ ack, body, client }) => {
    await ack()
    await redraw(client, body.view, withVariant)
  })
  app.action<BlockButtonAction>(actions.removeVariant, async ({ ack, action, body, client }) => {
    await ack()
    await redraw(client, body.view, (values) => ({
      ...values,
      variants: values.variants.filter(({ name }) => name !== action.value),
    }))
  })
}

function withVariant(values: StepValues): StepValues {
  const free = variantNames.find((name) => values.variants.every((variant) => variant.name !== name))
  return free === undefined ? values : { ...values, variants: [...values.variants, emptyVariant(free)] }
}

async function redraw(
  client: WebClient,
  pressed: ViewOutput | undefined,
  reshape: (values: StepValues) => StepValues,
): Promise<void> {
  if (pressed === undefined) return
  const view = pressed.callback_id === submissions.rulesForm ? rulesForm(pressed) : stepForm(pressed, reshape)
  await unless(['not_found'], () => client.views.update({ view_id: pressed.id, view }))
}

const stepForm = (pressed: ViewOutput, reshape: (values: StepValues) => StepValues): ModalView =>
  stepFormModal(
    { metadata: pressed.private_metadata, title: pressed.title.text },
    reshape(stepValuesIn(pressed.state.values)),
  )

function rulesForm({ private_metadata, state }: ViewOutput): ModalView {
  const chosen = elementIn(state.values, rulesBlocks.calendar)?.selected_option
  return rulesFormModal({
    campaignId: subjectOf(private_metadata),
    calendarName: chosen?.text.text ?? null,
    values: rulesValuesIn(state.values),
  })
}
