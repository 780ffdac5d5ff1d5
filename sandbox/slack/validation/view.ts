import { blocksRule } from './blocks.ts'
import { byType, object } from './object.ts'
import { inside, must, problemAt } from './rule.ts'
import { boolean, string } from './values.ts'
import { plainText } from './shapes/text.ts'
import { elementsOf, everyBlock } from './uniqueness.ts'
import type { ValidationProblem } from './problem.ts'
import type { Check, Place, Rule } from './rule.ts'
import type { Rules } from './object.ts'

/** Slack's limit on a whole view, answered with `view_too_large`. */
const maxViewBytes = 250 * 1024

/** True when a view is over 250 KB as JSON; ask before `validateView` to answer with Slack's own error code. */
export const viewTooLarge = (view: unknown): boolean =>
  view !== undefined && Buffer.byteLength(JSON.stringify(view)) > maxViewBytes

/** Everything Slack would refuse in a modal or home view; an empty list means it would be accepted. */
export const validateView = (view: unknown): ValidationProblem[] => {
  const place: Place = { pointer: '', surface: 'modal' }
  return [
    ...byType({ modal, home })(view, place),
    ...(viewTooLarge(view) ? problemAt(place, 'must be less than 250 KB') : []),
  ]
}

const blocksOn =
  (surface: Place['surface']): Rule =>
  (blocks, place) =>
    blocksRule(blocks, { ...place, surface })

const common: Rules = {
  callback_id: string({ min: 0, max: 255 }),
  external_id: string({ min: 0, max: 255 }),
  private_metadata: string({ min: 0, max: 3000 }),
}

const submitWhereInput: Check = must(
  (view, place) =>
    view['submit'] !== undefined ||
    !everyBlock(view['blocks'], place).some(({ value }) => value['type'] === 'input'),
  'missing required field: submit (the view has an input block)',
)

const oneFocus: Check = (view, place) =>
  everyBlock(view['blocks'], inside(place, 'blocks'))
    .flatMap(elementsOf)
    .filter(({ value }) => value['focus_on_load'] === true)
    .slice(1)
    .flatMap((element) =>
      problemAt(inside(element.place, 'focus_on_load'), 'only one element may have focus'),
    )

const modal = object({
  required: { type: string(), title: plainText(24), blocks: blocksOn('modal') },
  optional: {
    ...common,
    close: plainText(24),
    submit: plainText(24),
    clear_on_close: boolean,
    notify_on_close: boolean,
    submit_disabled: boolean,
  },
  checks: [submitWhereInput, oneFocus],
})

const home = object({
  required: { type: string(), blocks: blocksOn('home') },
  optional: common,
  checks: [oneFocus],
})
