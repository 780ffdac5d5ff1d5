import type { App, BlockButtonAction } from '@slack/bolt'
import type { ModalView } from '@slack/types'
import { openPlan } from '../../operations/campaign/open-plan.ts'
import type { Deps } from '../../operations/deps.ts'
import { actorOf } from '../actor-of.ts'
import { subjectOf } from '../forms/button-value.ts'
import { rulesValues } from '../forms/rules-values.ts'
import { actions } from '../ids.ts'
import { showModal } from '../show-modal.ts'
import { rulesFormModal } from '../views/rules-form.ts'

/** Opens the sending rules of a campaign on top of its list of steps. */
export function onEditRules(app: App, deps: Deps): void {
  app.action<BlockButtonAction>(actions.editRules, async ({ ack, action, body, client }) => {
    await ack()
    const load = () => rulesForm(deps, { value: action.value, user: body.user })
    await showModal({ client, body, deps }, { title: 'Sending rules', load })
  })
}

async function rulesForm(
  deps: Deps,
  { value, user }: { value: string | undefined; user: { id: string } },
): Promise<ModalView> {
  const campaignId = subjectOf(value)
  const { plan, ownDates, calendarName } = await openPlan(deps, {
    campaignId,
    actor: await actorOf(deps, user),
  })
  return rulesFormModal({ campaignId, calendarName, values: rulesValues(plan, ownDates) })
}
