import { setField } from '../form.ts'
import { isObject, objectAt, parseJson, stringsAt } from '../json.ts'
import type { JsonObject } from '../json.ts'
import type { Field, Outcome, Where } from '../person-types.ts'
import { sendAction } from './act.ts'
import { acknowledged } from './actor.ts'
import type { Actor } from './actor.ts'
import { findField, speaksUp } from './fields.ts'
import type { Found } from './places.ts'

const textKinds = new Set([
  'plain_text_input',
  'email_text_input',
  'url_text_input',
  'number_input',
  'rich_text_input',
])

type FillRequest = { field: Field; value: string; where: Where }

/** Types into a field, and presses Enter where that tells the app something. */
export async function fill(actor: Actor, { field, value, where }: FillRequest): Promise<Outcome> {
  const kinds = (type: string): boolean => textKinds.has(type)
  const found = findField(actor, { where, field, kinds, kin: 'text field' })
  const typed = found.ref.type === 'rich_text_input' ? richText(value) : value
  const entry = setField(found.place.form, found.ref, value === '' ? null : typed)
  clearError(found)
  actor.world.changes.changed()
  if (!speaksUp(found.ref) || !dispatches(found)) return acknowledged
  const { type: _type, ...rest } = entry
  return sendAction(actor, found, rest)
}

/** Slack speaks up on Enter unless the element only asks for single characters; typing here does both. */
function dispatches({ ref }: Found): boolean {
  const on = stringsAt(objectAt(ref.element, 'dispatch_action_config'), 'trigger_actions_on')
  return on.length === 0 || on.includes('on_enter_pressed') || on.includes('on_character_entered')
}

/** What was wrong with a field is forgotten once the person changes it. */
export function clearError({ place, ref }: Found): void {
  if (place.spot.kind !== 'view') return
  const { view } = place.spot
  view.errors = view.errors.filter((error) => error.blockId !== ref.blockId)
}

function richText(value: string): JsonObject {
  const given = parseJson(value)
  if (isObject(given) && given['type'] === 'rich_text') return given
  const elements = [{ type: 'rich_text_section', elements: [{ type: 'text', text: value }] }]
  return { type: 'rich_text', elements }
}
