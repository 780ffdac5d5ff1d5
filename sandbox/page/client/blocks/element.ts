import { html } from 'htm/preact'
import type { ComponentType, VNode } from 'preact'
import { Button } from './button.ts'
import { Checkboxes, RadioButtons } from './choices.ts'
import { DatePicker, DateTimePicker, TimePicker } from './pickers.ts'
import { FileInput } from './file-input.ts'
import { Overflow } from './overflow.ts'
import { Picture } from './text.ts'
import { Select } from './select.ts'
import { TextInput } from './text-input.ts'
import type { ElementProps } from './types.ts'

const drawers: Record<string, ComponentType<ElementProps>> = {
  button: Button,
  workflow_button: Button,
  overflow: Overflow,
  image: ({ element }) => html`<${Picture} image=${element} />`,
  radio_buttons: RadioButtons,
  checkboxes: Checkboxes,
  datepicker: DatePicker,
  timepicker: TimePicker,
  datetimepicker: DateTimePicker,
  file_input: FileInput,
  plain_text_input: TextInput,
  email_text_input: TextInput,
  url_text_input: TextInput,
  number_input: TextInput,
  rich_text_input: TextInput,
}

const selects = new Set(
  ['static', 'external', 'users', 'conversations', 'channels'].flatMap((kind) => [
    `${kind}_select`,
    `multi_${kind}_select`,
  ]),
)

/** Draws one interactive element. */
export function ElementView({ element, blockId }: ElementProps): VNode {
  const Drawer = selects.has(element.type) ? Select : drawers[element.type]
  return Drawer
    ? html`<${Drawer} element=${element} blockId=${blockId} />`
    : html`<span class="unsupported">unsupported: ${element.type}</span>`
}
