import { elementsOf } from './blocks.ts'
import type { ElementRef } from './blocks.ts'
import type { JsonObject } from './json.ts'
import type { StateValues } from './snapshot-types.ts'

/** What a person typed and chose in a set of blocks: the value of every element, as Slack's state.values shows it. */
export type Form = Map<string, FieldValue>
export type FieldValue = { blockId: string; actionId: string; value: JsonObject }

/** For each kind of element: the key its value has in the state, and the element's field with its first value. */
const valueKeys: { [type: string]: { key: string; initial: string; empty: unknown } } = {
  plain_text_input: { key: 'value', initial: 'initial_value', empty: null },
  email_text_input: { key: 'value', initial: 'initial_value', empty: null },
  url_text_input: { key: 'value', initial: 'initial_value', empty: null },
  number_input: { key: 'value', initial: 'initial_value', empty: null },
  rich_text_input: { key: 'rich_text_value', initial: 'initial_value', empty: null },
  static_select: { key: 'selected_option', initial: 'initial_option', empty: null },
  external_select: { key: 'selected_option', initial: 'initial_option', empty: null },
  radio_buttons: { key: 'selected_option', initial: 'initial_option', empty: null },
  checkboxes: { key: 'selected_options', initial: 'initial_options', empty: [] },
  multi_static_select: { key: 'selected_options', initial: 'initial_options', empty: [] },
  multi_external_select: { key: 'selected_options', initial: 'initial_options', empty: [] },
  users_select: { key: 'selected_user', initial: 'initial_user', empty: null },
  multi_users_select: { key: 'selected_users', initial: 'initial_users', empty: [] },
  conversations_select: { key: 'selected_conversation', initial: 'initial_conversation', empty: null },
  multi_conversations_select: { key: 'selected_conversations', initial: 'initial_conversations', empty: [] },
  channels_select: { key: 'selected_channel', initial: 'initial_channel', empty: null },
  multi_channels_select: { key: 'selected_channels', initial: 'initial_channels', empty: [] },
  datepicker: { key: 'selected_date', initial: 'initial_date', empty: null },
  timepicker: { key: 'selected_time', initial: 'initial_time', empty: null },
  datetimepicker: { key: 'selected_date_time', initial: 'initial_date_time', empty: null },
  file_input: { key: 'files', initial: '', empty: [] },
}

/** The key an element's value has in the state; undefined for buttons and other elements without a value. */
export const valueKey = (type: string): string | undefined => valueKeys[type]?.key

export const fieldKey = (blockId: string, actionId: string): string => `${blockId}\n${actionId}`

/**
 * The form of freshly shown blocks. A field that `before` already knew by block_id and action_id keeps its value, and a
 * new initial value is then ignored: that is what views.update does (bolt-js #290).
 */
export function formOf(
  blocks: readonly JsonObject[],
  { before, conversation }: { before?: Form; conversation?: string } = {},
): Form {
  const form: Form = new Map()
  for (const ref of elementsOf(blocks)) {
    const kind = valueKeys[ref.type]
    if (!kind) continue
    const key = fieldKey(ref.blockId, ref.actionId)
    const kept = before?.get(key)
    const value =
      kept?.value['type'] === ref.type ? kept.value : { type: ref.type, [kind.key]: first(ref, conversation) }
    form.set(key, { blockId: ref.blockId, actionId: ref.actionId, value })
  }
  return form
}

function first(ref: ElementRef, conversation: string | undefined): unknown {
  const kind = valueKeys[ref.type]
  const current = ref.element['default_to_current_conversation'] === true ? conversation : undefined
  if (current !== undefined) return ref.type.startsWith('multi_') ? [current] : current
  return (kind && ref.element[kind.initial]) ?? kind?.empty
}

/** Puts a value into a field, in the shape of its kind. */
export function setField(form: Form, ref: ElementRef, value: unknown): JsonObject {
  const entry = { type: ref.type, [valueKey(ref.type) ?? 'value']: value }
  form.set(fieldKey(ref.blockId, ref.actionId), {
    blockId: ref.blockId,
    actionId: ref.actionId,
    value: entry,
  })
  return entry
}

export function fieldValue(form: Form, ref: ElementRef): unknown {
  return form.get(fieldKey(ref.blockId, ref.actionId))?.value[valueKey(ref.type) ?? 'value']
}

/** Slack's state.values of a form. */
export function stateValues(form: Form): StateValues {
  const values: StateValues = {}
  for (const { blockId, actionId, value } of form.values()) {
    values[blockId] = { ...values[blockId], [actionId]: value }
  }
  return values
}
