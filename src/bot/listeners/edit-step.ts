import { randomUUID } from 'node:crypto'
import type { App, BlockButtonAction } from '@slack/bolt'
import type { ModalView } from '@slack/types'
import { Refusal } from '../../domain/refusal.ts'
import { openPlan } from '../../operations/campaign/open-plan.ts'
import type { Deps } from '../../operations/deps.ts'
import { actorOf } from '../actor-of.ts'
import { subjectOf } from '../forms/button-value.ts'
import { stepRefOf, stepValue } from '../forms/plan-subject.ts'
import { newStepValues, stepValues } from '../forms/step-values.ts'
import { actions } from '../ids.ts'
import { showModal } from '../show-modal.ts'
import { longest } from '../views/campaign-inputs.ts'
import { stepFormModal } from '../views/step-form.ts'

/** Opens the form of a new step, or of one that is there, on top of the list of steps. */
export function onEditStep(app: App, deps: Deps): void {
  app.action<BlockButtonAction>(actions.addStep, async ({ ack, action, body, client }) => {
    await ack()
    const load = () => newStepForm(deps, { value: action.value, user: body.user })
    await showModal({ client, body, deps }, { title: 'New step', load })
  })
  app.action<BlockButtonAction>(actions.editStep, async ({ ack, action, body, client }) => {
    await ack()
    const load = () => stepForm(deps, { value: action.value, user: body.user })
    await showModal({ client, body, deps }, { title: 'Edit step', load })
  })
}

type Pressed = { value: string | undefined; user: { id: string } }

// The key comes with the form, so that sending it twice makes one step.
async function newStepForm(deps: Deps, { value, user }: Pressed): Promise<ModalView> {
  const campaignId = subjectOf(value)
  const { plan } = await openPlan(deps, { campaignId, actor: await actorOf(deps, user) })
  const metadata = stepValue({ campaignId, stepKey: randomUUID() })
  return stepFormModal({ metadata, title: 'New step' }, newStepValues(plan.steps.length === 0))
}

async function stepForm(deps: Deps, { value, user }: Pressed): Promise<ModalView> {
  const { campaignId, stepKey } = stepRefOf(value)
  const { plan } = await openPlan(deps, { campaignId, actor: await actorOf(deps, user) })
  const index = plan.steps.findIndex(({ key }) => key === stepKey)
  const step = plan.steps[index]
  if (!step) throw new Refusal('step-gone', 'This step was removed meanwhile.')
  if (step.variants.some(({ body }) => body.length > longest.body))
    throw new Refusal(
      'step-too-long',
      'This mail is longer than the 3,000 characters that a field in Slack takes.',
    )
  return stepFormModal(
    { metadata: stepValue({ campaignId, stepKey }), title: `Step ${index + 1}` },
    stepValues(step),
  )
}
