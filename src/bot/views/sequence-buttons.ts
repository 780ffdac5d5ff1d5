import type { Button } from '@slack/types'
import type { CampaignStatus } from '../../domain/campaign.ts'
import { actions } from '../ids.ts'
import { button, confirm } from './blocks.ts'
import { count } from './text.ts'

type Subject = { id: string }

/** Opens the steps of a campaign. */
export const editButton = ({ id }: Subject): Button =>
  button('Edit sequence', actions.editSequence, { value: id })

/** Asks when it is to start. */
export const scheduleButton = ({ id, status }: Subject & { status: CampaignStatus }): Button =>
  button(status === 'scheduled' ? 'Change time' : 'Schedule', actions.scheduleCampaign, { value: id })

/** Makes a scheduled campaign a draft again. */
export const unscheduleButton = ({ id }: Subject): Button =>
  button('Take off schedule', actions.unscheduleCampaign, { value: id })

/** Shows what an edit changes, and asks what becomes of those in flight. */
export const applyButton = ({ id }: Subject): Button =>
  button('Apply changes', actions.applyChanges, { value: id, style: 'primary' })

/** Throws away what was edited and not applied, after asking. */
export const discardEditButton = ({ id }: Subject): Button =>
  button('Throw away changes', actions.discardEdit, {
    value: id,
    confirm: confirm({
      title: 'Throw away the changes?',
      text: 'The sequence and its sending rules are again what goes out now. What was changed since is gone.',
      yes: 'Throw away',
      style: 'danger',
    }),
  })

/** How many people a person must decide about, because their mail is too late. */
export const lateSentence = (late: number): string =>
  `${count(late, 'person is', 'people are')} too late to be written to without you`

/** What the buttons of that decision are called. */
export const lateChoices = { send: 'Send late ones', skip: 'Skip them' } as const

/** What can be done about mails that are too late to go out by themselves. */
export function lateButtons({ id, late }: Subject & { late: number }): Button[] {
  const people = count(late, 'person', 'people')
  return [
    button(lateChoices.send, actions.sendLate, {
      value: id,
      confirm: confirm({
        title: `Write to ${people} late?`,
        text: `Their mail was due for longer than the sending rules allow. It goes out now, as far as sending hours and limits let it.`,
        yes: 'Send',
      }),
    }),
    button(lateChoices.skip, actions.skipLate, {
      value: id,
      confirm: confirm({
        title: `Leave out the late mail of ${people}?`,
        text: 'They go on with the next step, in its time. Whose last one it was is through.',
        yes: 'Skip',
      }),
    }),
  ]
}

/** Asks whether to take back what is not out yet. */
export const recallButton = ({ id }: Subject): Button =>
  button('Recall', actions.recallCampaign, { value: id })

/** Makes a draft of the same campaign: nothing goes out by that, so it does not ask. */
export const rerunButton = ({ id }: Subject): Button =>
  button('Run again', actions.rerunCampaign, { value: id })
