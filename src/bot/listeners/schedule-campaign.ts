import type { App, BlockButtonAction, ViewSubmitAction } from '@slack/bolt'
import { Refusal } from '../../domain/refusal.ts'
import { openPlan } from '../../operations/campaign/open-plan.ts'
import { scheduleCampaign } from '../../operations/campaign/schedule.ts'
import { unscheduleCampaign } from '../../operations/campaign/unschedule.ts'
import type { Deps } from '../../operations/deps.ts'
import { actorOf } from '../actor-of.ts'
import { answer, type Asked } from '../answer.ts'
import { explain } from '../explain.ts'
import { subjectOf } from '../forms/button-value.ts'
import { elementIn } from '../forms/state.ts'
import { actions, scheduleBlocks, submissions } from '../ids.ts'
import { showModal } from '../show-modal.ts'
import { movedAnswer, scheduledSentence } from '../views/campaign-answers.ts'
import { noticeModal } from '../views/notice.ts'
import { scheduleModal } from '../views/schedule-form.ts'

/** Sets when a campaign starts by itself, and takes that back. */
export function onScheduleCampaign(app: App, deps: Deps): void {
  app.action<BlockButtonAction>(actions.scheduleCampaign, async ({ ack, action, body, client }) => {
    await ack()
    await openSchedule({ client, body, deps }, { value: action.value, user: body.user })
  })
  app.action<BlockButtonAction>(actions.unscheduleCampaign, async ({ ack, action, body, client }) => {
    await ack()
    const campaignId = subjectOf(action.value)
    const actor = await actorOf(deps, body.user)
    const { status } = await unscheduleCampaign(deps, { campaignId, actor, origin: 'slack' })
    await answer({ client, body, deps }, movedAnswer(status))
  })
  app.view<ViewSubmitAction>(submissions.scheduleForm, async ({ ack, view, body }) => {
    try {
      const campaignId = subjectOf(view.private_metadata)
      const seconds = elementIn(view.state.values, scheduleBlocks.startsAt)?.selected_date_time ?? 0
      const startsAt = new Date(seconds * 1000)
      const actor = await actorOf(deps, body.user)
      const { audience } = await scheduleCampaign(deps, { campaignId, startsAt, actor, origin: 'slack' })
      const text = scheduledSentence(audience, startsAt)
      await ack({ response_action: 'update', view: noticeModal('Scheduled', text) })
    } catch (error) {
      if (!(error instanceof Refusal)) deps.log.warn({ error: String(error) }, 'A campaign was not scheduled')
      await ack({
        response_action: 'errors',
        errors: { [scheduleBlocks.startsAt]: explain(error, deps.log) },
      })
    }
  })
}

/** Asks when a campaign is to start, behind a button or a command. */
export async function openSchedule(
  asked: Asked,
  { value, user }: { value: string | undefined; user: { id: string } },
): Promise<void> {
  const { deps } = asked
  const load = async () => {
    const campaignId = subjectOf(value)
    const actor = await actorOf(deps, user)
    const { startsAt } = await openPlan(deps, { campaignId, actor, move: 'schedule' })
    return scheduleModal(campaignId, { startsAt, now: deps.clock.now() })
  }
  await showModal(asked, { title: 'Schedule', load })
}
