import { html } from 'htm/preact'
import type { VNode } from 'preact'
import { editNow } from '../parts/edits.ts'
import { stringAt } from '../../../slack/json.ts'
import { textOf } from './types.ts'
import { useDirectory } from '../parts/directory.ts'
import { useLabel } from './label.ts'
import { useOptimistic } from './optimistic.ts'
import { useSurface, valueOf } from './surface.ts'
import { zonedInput, zonedSeconds } from './zoned-time.ts'
import { typedText } from '../parts/input.ts'
import type { ElementProps } from './types.ts'

type PickerProps = ElementProps & { type: 'date' | 'time' | 'datetime-local' }

export function DatePicker(props: ElementProps): VNode {
  return html`<${Picker} ...${props} type="date" />`
}

export function TimePicker(props: ElementProps): VNode {
  return html`<${Picker} ...${props} type="time" />`
}

export function DateTimePicker(props: ElementProps): VNode {
  return html`<${Picker} ...${props} type="datetime-local" />`
}

/** The browser's own pickers; date and time together are meant in the person's Slack zone, not the browser's. */
function Picker({ element, blockId, type }: PickerProps): VNode {
  const surface = useSurface()
  const { timeZone } = useDirectory()
  const label = useLabel()
  const actionId = element.action_id ?? ''
  const value = valueOf(surface, blockId, actionId)
  const moment = value['selected_date_time']
  const stored =
    typeof moment === 'number'
      ? zonedInput(moment, timeZone)
      : stringAt(value, 'selected_date') || stringAt(value, 'selected_time')
  const [shown, setShown] = useOptimistic(stored)
  const onChange = (event: Event): void => {
    const text = typedText(event)
    setShown(text)
    const picked = type === 'datetime-local' ? String(zonedSeconds(text, timeZone)) : text
    const option = text === '' ? null : picked
    void editNow(surface.act({ kind: 'choose', where: surface.where, actionId, blockId, option }))
  }
  return html`<input
    class="picker"
    type=${type}
    value=${shown}
    aria-label=${label || textOf(element.placeholder) || 'Pick a date'}
    onChange=${onChange}
  />`
}
