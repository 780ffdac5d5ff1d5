import type { Button } from '@slack/types'
import { entryValue } from '../forms/entry-subject.ts'
import { pageValue } from '../forms/page-subject.ts'
import { actions } from '../ids.ts'
import { button, confirm } from './blocks.ts'
import { plain } from './text.ts'

/** Tells what everybody waits for who is not through. */
export const explainButton = ({ id }: { id: string }): Button =>
  button('Why isn’t it finished?', actions.explainCampaign, { value: id })

/** Lists what waits for a decision: of one campaign, or (null) all that somebody may decide about. */
export const problemsButton = (campaignId: string | null): Button =>
  button('Decide', actions.listProblems, {
    value: pageValue({ campaignId, after: null }),
    style: 'primary',
  })

/** The same in a help text, where nothing may be waiting. */
export const allProblemsButton = (): Button =>
  button('What needs a decision', actions.listProblems, {
    value: pageValue({ campaignId: null, after: null }),
  })

/** Lists the people of a campaign whose pause a person can end. */
export const pausedButton = (campaignId: string): Button =>
  button('Let somebody go on', actions.listPaused, { value: campaignId })

/** A mail or a webhook that waits for a decision, and what an answer calls it. */
type Stuck = { kind: 'message' | 'webhook'; id: string; name: string }

/** Tries it again, after saying what that means. */
export const replayButton = (stuck: Stuck): Button =>
  button('Try again', actions.replayProblem, {
    value: entryValue(stuck),
    confirm: confirm({
      title: `Try again: ${plain(stuck.name, 80)}?`,
      text:
        stuck.kind === 'message'
          ? 'The email provider is asked once more. If it has the mail after all, it counts as sent; if not, it goes out again.'
          : 'It is read and applied once more.',
      yes: 'Try again',
    }),
  })

/** Leaves it as it is, after saying what that means. */
export const leaveButton = (stuck: Stuck): Button =>
  button('Leave it', actions.discardProblem, {
    value: entryValue(stuck),
    confirm: confirm({
      title: `Leave it: ${plain(stuck.name, 80)}?`,
      text:
        stuck.kind === 'message'
          ? 'The mail counts as skipped, and nothing more of this campaign is sent to them. This cannot be taken back.'
          : 'It is never applied: what it says is not counted. This cannot be taken back.',
      yes: 'Leave it',
      style: 'danger',
    }),
  })

/** Ends somebody's pause, after saying what that means. */
export const resumePersonButton = (person: { enrollmentId: string; name: string }): Button =>
  button('Let go on', actions.resumeEnrollment, {
    value: entryValue({ kind: 'enrollment', id: person.enrollmentId, name: person.name }),
    confirm: confirm({
      title: `Let ${plain(person.name, 80)} go on?`,
      text: 'Their next mail goes out in its time, and not before another campaign that has them is through.',
      yes: 'Let go on',
    }),
  })
