import { optionsOf, plainText } from '../blocks.ts'
import { clientOf } from '../client.ts'
import { setField, valueKey } from '../form.ts'
import type { ChooseRequest, Outcome } from '../person-types.ts'
import type { JsonObject } from '../json.ts'
import { askFirst, sendAction } from './act.ts'
import { acknowledged } from './actor.ts'
import type { Actor } from './actor.ts'
import { conversationNamed, momentNamed, optionNamed, userNamed } from './choices.ts'
import { findField, speaksUp } from './fields.ts'
import { clearError } from './fill.ts'
import type { Found } from './places.ts'
import { askForOptions } from './suggest.ts'

const isChoice = (type: string): boolean =>
  (valueKey(type) ?? '').startsWith('selected_') || type === 'checkboxes'

/** Picks in a select, radio group, checkboxes or a date or time picker. */
export async function choose(actor: Actor, request: ChooseRequest): Promise<Outcome> {
  const { where = 'modal', field, option } = request
  const found = findField(actor, { where, field, kinds: isChoice, kin: 'choice' })
  const value = await valueOf(actor, found, option)
  return askFirst(actor, {
    element: found.ref.element,
    confirm: request.confirm || undefined,
    proceed: async () => pick(actor, found, value),
  })
}

async function pick(actor: Actor, found: Found, value: unknown): Promise<Outcome> {
  const { type: _type, ...entry } = setField(found.place.form, found.ref, value)
  clearError(found)
  actor.world.changes.changed()
  return speaksUp(found.ref) ? sendAction(actor, found, entry) : acknowledged
}

const isMulti = (type: string): boolean => type.startsWith('multi_') || type === 'checkboxes'

async function valueOf(actor: Actor, found: Found, option: ChooseRequest['option']): Promise<unknown> {
  if (!isMulti(found.ref.type)) {
    if (Array.isArray(option)) throw new Error(`This ${found.ref.type} takes one option, not a list`)
    return typeof option === 'string' ? one(actor, found, option) : null
  }
  const wanted = typeof option === 'string' ? [option] : (option ?? [])
  const most = found.ref.element['max_selected_items']
  if (typeof most === 'number' && wanted.length > most) {
    throw new Error(`This ${found.ref.type} takes at most ${most} options`)
  }
  const values: unknown[] = []
  for (const each of wanted) values.push(await one(actor, found, each))
  return values
}

async function one(actor: Actor, found: Found, named: string): Promise<unknown> {
  const { ref } = found
  if (ref.type.endsWith('users_select')) return userNamed(actor, named)
  if (/(conversations|channels)_select$/.test(ref.type)) return conversationNamed(actor, ref, named)
  if (ref.type.endsWith('picker')) return momentNamed(ref.type, named)
  if (ref.type.endsWith('external_select')) return externalOption(actor, found, named)
  return optionNamed(optionsOf(ref.element), named)
}

/** Picks among what the app last offered; asks it for the words first when they are not among them. */
async function externalOption(actor: Actor, found: Found, named: string): Promise<JsonObject> {
  const offered = clientOf(actor.world, actor.user.id).suggestions.get(found.ref.actionId)
  const known = offered ? withText(offered, named) : undefined
  if (known) return known
  const asked = await askForOptions(actor, found, named)
  return optionNamed(asked ? optionsOf(asked) : [], named)
}

const withText = (offered: JsonObject, named: string): JsonObject | undefined =>
  optionsOf(offered).find((option) => plainText(option['text']) === named || option['value'] === named)
