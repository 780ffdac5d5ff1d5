import type { Button, KnownBlock, ModalView } from '@slack/types'
import { windowWords } from '../../domain/plan-words.ts'
import type { CampaignPlan, PlannedStep } from '../../domain/plan.ts'
import { maxSteps } from '../../domain/check-plan.ts'
import { actions } from '../ids.ts'
import { applyButton, discardEditButton } from './sequence-buttons.ts'
import { button, confirm, context, divider, pt, row, section } from './blocks.ts'
import { stepLine } from './campaign-steps.ts'
import { count, inline, plain } from './text.ts'

/** A sequence as somebody edits it. */
export type EditedSequence = {
  campaignId: string
  name: string
  launched: boolean
  /** Whether something was changed since and is not applied yet. */
  edited: boolean
  plan: CampaignPlan
}

/** The steps of a campaign, each with what can be done to it. */
export const sequenceModal = ({ campaignId, name, launched, edited, plan }: EditedSequence): ModalView => ({
  type: 'modal',
  private_metadata: campaignId,
  title: pt('Sequence'),
  close: pt('Done'),
  blocks: [
    section(`*${inline(name)}* · ${count(plan.steps.length, 'step')}`),
    context(rulesLine(plan)),
    ...(launched ? [context(edited ? editedLine : launchedLine)] : []),
    divider(),
    ...plan.steps.flatMap((step, index) => stepBlocks({ campaignId, plan, step, index })),
    divider(),
    row(
      ...(plan.steps.length < maxSteps
        ? [
            button('Add step', actions.addStep, {
              value: campaignId,
              ...(launched ? {} : { style: 'primary' }),
            }),
          ]
        : []),
      button('Sending rules', actions.editRules, { value: campaignId }),
      ...(launched && edited ? [applyButton({ id: campaignId }), discardEditButton({ id: campaignId })] : []),
    ),
  ],
})

const launchedLine =
  'This campaign is under way. What you change here is kept, and nobody is written to otherwise before you press *Apply changes*, here or on its card.'

const editedLine =
  'This campaign is under way, and these are its changes that are not applied yet: nobody is written to otherwise before you press *Apply changes*, here or on its card.'

/** When the mails of a campaign go out, as one line. */
export function rulesLine({ window, zone, holidays, holdoutPercent }: CampaignPlan): string {
  const { calendar, dates } = holidays
  const off =
    dates.length > 0
      ? `, not on ${count(dates.length, 'holiday')}${calendar ? ` (${inline(calendar)})` : ''}`
      : ''
  return [
    window
      ? `Mails go out ${windowWords(window)} on each reader’s clock${off}.`
      : `Mails go out at any hour${off}.`,
    `Where a time zone is not known, ${inline(zone)} counts.`,
    ...(holdoutPercent > 0 ? [`${holdoutPercent} % are held out.`] : []),
  ].join(' ')
}

type Placed = { campaignId: string; plan: CampaignPlan; step: PlannedStep; index: number }

function stepBlocks({ campaignId, plan, step, index }: Placed): KnownBlock[] {
  const value = `${campaignId}:${step.key}`
  const buttons: Button[] = [
    button('Edit', actions.editStep, { value }),
    button('Preview', actions.previewStep, { value }),
    ...(index > 0 ? [button('Move up', actions.raiseStep, { value })] : []),
    ...(plan.steps.length > 1 ? [removeButton(value, step, index)] : []),
  ]
  return [section(stepLine(plan, step, index + 1)), row(...buttons)]
}

const removeButton = (value: string, { variants }: PlannedStep, index: number): Button =>
  button('Remove', actions.removeStep, {
    value,
    confirm: confirm({
      title: `Remove step ${index + 1}?`,
      text: `“${plain(variants[0]?.subject ?? '', 200)}” is taken out of the sequence.`,
      yes: 'Remove',
      style: 'danger',
    }),
  })
