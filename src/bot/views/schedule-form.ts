import type { ModalView } from '@slack/types'
import { scheduleBlocks, submissions } from '../ids.ts'
import { context, pt } from './blocks.ts'
import { input } from './inputs.ts'

const hourSeconds = 3600

/** Asks when a campaign is to start; `startsAt` is the time that it has, if it has one. */
export const scheduleModal = (
  campaignId: string,
  { startsAt, now }: { startsAt: Date | null; now: Date },
): ModalView => ({
  type: 'modal',
  callback_id: submissions.scheduleForm,
  private_metadata: campaignId,
  title: pt('Schedule'),
  submit: pt('Schedule'),
  close: pt('Cancel'),
  blocks: [
    input(
      [scheduleBlocks.startsAt, 'Launch it at'],
      { type: 'datetimepicker', initial_date_time: startsAt ? seconds(startsAt) : tomorrow(now) },
      { hint: 'In your own time zone. Mails then go out as the sending rules say.' },
    ),
    context('Until then it can be edited, launched at once, or taken off the schedule.'),
  ],
})

const seconds = (at: Date): number => Math.floor(at.getTime() / 1000)

/** The full hour in a day. */
const tomorrow = (now: Date): number => Math.ceil(seconds(now) / hourSeconds) * hourSeconds + 24 * hourSeconds
