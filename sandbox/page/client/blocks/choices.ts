import { html } from 'htm/preact'
import type { VNode } from 'preact'
import { Text } from './text.ts'
import { editNow } from '../parts/edits.ts'
import { selectedChoices } from './selected.ts'
import { useSurface, valueOf } from './surface.ts'
import { useOptimistic } from './optimistic.ts'
import type { ElementProps, Option } from './types.ts'

export function RadioButtons({ element, blockId }: ElementProps): VNode {
  const surface = useSurface()
  const actionId = element.action_id ?? ''
  const stored = selectedChoices(valueOf(surface, blockId, actionId)).map((choice) => choice.value)
  const [chosen, setChosen] = useOptimistic(stored)
  const choose = (value: string): void => {
    setChosen([value])
    void editNow(surface.act({ kind: 'choose', where: surface.where, actionId, blockId, option: value }))
  }
  return html`<div class="choices" role="radiogroup">
    ${(element.options ?? []).map((option) => {
      const value = option.value ?? ''
      return html`<label class="choice" key=${value}>
        <input
          type="radio"
          name=${`${blockId}.${actionId}`}
          checked=${chosen.includes(value)}
          onChange=${() => choose(value)}
        />
        <${OptionText} option=${option} />
      </label>`
    })}
  </div>`
}

export function Checkboxes({ element, blockId }: ElementProps): VNode {
  const surface = useSurface()
  const actionId = element.action_id ?? ''
  const stored = selectedChoices(valueOf(surface, blockId, actionId)).map((choice) => choice.value)
  const [chosen, setChosen] = useOptimistic(stored)
  const toggle = (value: string): void => {
    const next = chosen.includes(value) ? chosen.filter((other) => other !== value) : [...chosen, value]
    setChosen(next)
    void editNow(surface.act({ kind: 'choose', where: surface.where, actionId, blockId, option: next }))
  }
  return html`<div class="choices">
    ${(element.options ?? []).map((option) => {
      const value = option.value ?? ''
      return html`<label class="choice" key=${value}>
        <input type="checkbox" checked=${chosen.includes(value)} onChange=${() => toggle(value)} />
        <${OptionText} option=${option} />
      </label>`
    })}
  </div>`
}

function OptionText({ option }: { option: Option }): VNode {
  return html`<span class="choice-text">
    <${Text} text=${option.text} />
    ${
      option.description
        ? html`<span class="choice-description"><${Text} text=${option.description} /></span>`
        : null
    }
  </span>`
}
