import { html } from 'htm/preact'
import type { ComponentChildren, VNode } from 'preact'
import { useRef, useState } from 'preact/hooks'
import { Popover } from './popover.ts'

type PanelButtonProps = {
  /** The accessible name of the panel. */
  label: string
  kind: string
  /** What stands in the panel while it is open. */
  panel: () => VNode
  children: ComponentChildren
}

/** A button with words that opens a panel of controls. */
export function PanelButton({ label, kind, panel, children }: PanelButtonProps): VNode {
  const button = useRef<HTMLButtonElement>(null)
  const [isOpen, setOpen] = useState(false)
  const close = (): void => setOpen(false)
  return html`<span>
    <button
      ref=${button}
      type="button"
      class=${isOpen ? `${kind} on` : kind}
      aria-haspopup="dialog"
      aria-expanded=${isOpen}
      onClick=${() => setOpen(!isOpen)}
    >
      ${children}
    </button>
    ${
      isOpen && button.current
        ? html`<${Popover}
            anchor=${button.current}
            close=${close}
            label=${label}
            role="dialog"
            align="right"
            tallest=${640}
          >
            ${panel()}
          <//>`
        : null
    }
  </span>`
}
