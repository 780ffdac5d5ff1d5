import { html } from 'htm/preact'
import type { VNode } from 'preact'
import { useRef, useState } from 'preact/hooks'
import { Popover } from '../parts/popover.ts'
import { SelectList } from './select-list.ts'
import { editNow } from '../parts/edits.ts'
import { icon } from '../parts/icons.ts'
import { nameChoice, selectedChoices } from './selected.ts'
import { textOf } from './types.ts'
import { useDirectory } from '../parts/directory.ts'
import { useLabel } from './label.ts'
import { useOptimistic } from './optimistic.ts'
import { useSurface, valueOf } from './surface.ts'
import type { Choice } from './selected.ts'
import type { Element, ElementProps } from './types.ts'

/** Every kind of menu select, single and multi: a button that opens a searchable list. */
export function Select({ element, blockId }: ElementProps): VNode {
  const label = useLabel()
  const button = useRef<HTMLButtonElement>(null)
  const [isOpen, setOpen] = useState(false)
  const isMulti = element.type.startsWith('multi_')
  const [held, hold] = useHeld(element, blockId)
  const choose = (choice: Choice): void => {
    if (!isMulti) setOpen(false)
    hold(isMulti ? toggled(held, choice) : [choice])
  }
  const placeholder = textOf(element.placeholder) || 'Select an option'
  const shown = held.map((choice) => choice.label).join(', ')
  const [chips, single] = isMulti ? [held, ''] : [[], shown]
  return html`<div class=${isMulti ? 'select multi' : 'select'}>
    ${chips.map((choice) => html`<${Chip} choice=${choice} drop=${() => hold(toggled(held, choice))} />`)}
    <button
      ref=${button}
      type="button"
      class=${single ? 'select-button' : 'select-button empty'}
      aria-haspopup="listbox"
      aria-expanded=${isOpen}
      aria-label=${[label, shown || placeholder].filter(Boolean).join(': ')}
      onClick=${() => setOpen(!isOpen)}
    >
      <span class="select-text">${single || placeholder}</span>
      ${icon('chevron-down')}
    </button>
    ${
      isOpen && button.current
        ? html`<${Popover}
            anchor=${button.current}
            close=${() => setOpen(false)}
            label=${label}
            role="dialog"
            stretch
          >
            <${SelectList} element=${element} blockId=${blockId} held=${held} choose=${choose} />
          <//>`
        : null
    }
  </div>`
}

function toggled(held: Choice[], choice: Choice): Choice[] {
  const others = held.filter((other) => other.value !== choice.value)
  return others.length < held.length ? others : [...held, choice]
}

/** What is chosen, with names for ids, and the way to choose something else. */
function useHeld(element: Element, blockId: string): [Choice[], (choices: Choice[]) => void] {
  const surface = useSurface()
  const directory = useDirectory()
  const actionId = element.action_id ?? ''
  const stored = selectedChoices(valueOf(surface, blockId, actionId))
  const [held, setHeld] = useOptimistic(stored.map((choice) => nameChoice(choice, element.type, directory)))
  const hold = (choices: Choice[]): void => {
    setHeld(choices)
    const values = choices.map((choice) => choice.value)
    const option = element.type.startsWith('multi_') ? values : (values[0] ?? null)
    void editNow(surface.act({ kind: 'choose', where: surface.where, actionId, blockId, option }))
  }
  return [held, hold]
}

type ChipProps = { choice: Choice; drop: () => void }

function Chip({ choice, drop }: ChipProps): VNode {
  return html`<span class="chip">
    ${choice.label}
    <button type="button" aria-label=${`Remove ${choice.label}`} onClick=${drop}>${icon('close')}</button>
  </span>`
}
