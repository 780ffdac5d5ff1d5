import type { InputBlock } from '@slack/types'
import { daysWords } from '../../domain/plan-words.ts'
import type { Weekday } from '../../domain/plan.ts'
import type { WindowValues } from '../forms/window-values.ts'
import { actions, windowBlocks } from '../ids.ts'
import { boxes, type Choice, input, menu, timeField } from './inputs.ts'

const weekdays: readonly Weekday[] = [1, 2, 3, 4, 5, 6, 7]
const weekdayChoices: readonly Choice[] = weekdays.map((day) => [String(day), daysWords([day])])

/** The fields of a window: whether there is one, and then its days and hours. `without` says what holds without one. */
export function windowInputs(values: WindowValues, words: { label: string; without: string; own: string }) {
  const choices: readonly Choice[] = [
    ['none', words.without],
    ['own', words.own],
  ]
  const kind = input([windowBlocks.kind, words.label], menu(choices, values.own ? 'own' : 'none'), {
    dispatch: actions.chooseWindow,
  })
  return values.own ? [kind, ...hours(values)] : [kind]
}

// Slack would only say that the field is required; the rules of the plan say what a window without days comes to.
const hours = ({ days, from, to }: WindowValues): InputBlock[] => [
  input([windowBlocks.days, 'On these days'], boxes(weekdayChoices, days), { optional: true }),
  input([windowBlocks.from, 'From'], timeField(from)),
  input([windowBlocks.to, 'Until'], timeField(to), {
    hint: 'On each reader’s own clock. 00:00 is the end of the day.',
  }),
]
