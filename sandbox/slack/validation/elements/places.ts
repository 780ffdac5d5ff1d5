import { byType } from '../object.ts'
import { inside, isFields, problemAt } from '../rule.ts'
import { imageElement } from '../shapes/image-source.ts'
import { anyText } from '../shapes/text.ts'
import { button, buttons, contextButtons } from './buttons.ts'
import { choices } from './choices.ts'
import { richTextInput, typedInputs } from './inputs.ts'
import { multiSelectMenus, selectMenus } from './menus.ts'
import { datePickers, dateTimePicker } from './pickers.ts'
import type { Rule } from '../rule.ts'

/** What may stand at the right of a section. */
export const sectionAccessory: Rule = byType({
  ...buttons,
  ...choices,
  ...selectMenus,
  ...multiSelectMenus,
  ...datePickers,
  image: imageElement,
})

/** What may stand in a row of actions. */
export const actionsElement: Rule = byType({
  ...buttons,
  ...choices,
  ...selectMenus,
  ...multiSelectMenus,
  ...datePickers,
  ...dateTimePicker,
  ...richTextInput,
})

const inputs = byType({
  ...typedInputs,
  ...richTextInput,
  ...choices,
  ...selectMenus,
  ...multiSelectMenus,
  ...datePickers,
  ...dateTimePicker,
})

/** What an input block may hold; files are taken in modals only. */
export const inputElement: Rule = (value, place) =>
  isFields(value) && value['type'] === 'file_input' && place.surface !== 'modal'
    ? problemAt(inside(place, 'type'), `unsupported type: file_input is not allowed on ${place.surface}`)
    : inputs(value, place)

/** What a context line may hold. */
export const contextElement: Rule = byType({
  image: imageElement,
  plain_text: anyText(3000),
  mrkdwn: anyText(3000),
})

export const contextActionsElement: Rule = byType(contextButtons)

/** The only element a card's actions take. */
export const cardAction: Rule = byType({ button })
