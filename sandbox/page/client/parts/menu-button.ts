import { html } from 'htm/preact'
import type { ComponentChildren, VNode } from 'preact'
import { useRef, useState } from 'preact/hooks'
import { MenuItems, Popover } from './popover.ts'
import type { MenuItem } from './popover.ts'

type MenuButtonProps = {
  /** Its accessible name, and its tooltip. */
  label: string
  kind: string
  items: MenuItem[]
  align?: 'left' | 'right'
  children: ComponentChildren
}

/** A button that opens a menu. */
export function MenuButton({ label, kind, items, align = 'left', children }: MenuButtonProps): VNode {
  const button = useRef<HTMLButtonElement>(null)
  const [isOpen, setOpen] = useState(false)
  const close = (): void => setOpen(false)
  return html`<span>
    <button
      ref=${button}
      type="button"
      class=${kind}
      aria-haspopup="menu"
      aria-expanded=${isOpen}
      aria-label=${label}
      title=${label}
      disabled=${items.length === 0}
      onClick=${() => setOpen(!isOpen)}
    >
      ${children}
    </button>
    ${
      isOpen && button.current
        ? html`<${Popover} anchor=${button.current} close=${close} label=${label} align=${align}>
            <${MenuItems} items=${items} close=${close} />
          <//>`
        : null
    }
  </span>`
}
