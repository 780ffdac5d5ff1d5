import { html } from 'htm/preact'
import type { ComponentChildren, VNode } from 'preact'
import { useLayoutEffect, useRef, useState } from 'preact/hooks'

type PopoverProps = {
  /** The control it hangs on. */
  anchor: HTMLElement
  close: () => void
  label: string
  role?: 'menu' | 'listbox' | 'dialog'
  align?: 'left' | 'right'
  /** Makes it as wide as its anchor. */
  stretch?: boolean
  /** Its greatest height in pixels; 360 unless told otherwise. */
  tallest?: number
  children: ComponentChildren
}

type Place = { left: number; top: number; width: number | undefined; maxHeight: number }

/** A layer over the page that a press outside or Escape closes. It opens upward where there is more room. */
export function Popover(props: PopoverProps): VNode {
  const { anchor, close, label, role = 'menu', children } = props
  const box = useRef<HTMLDivElement>(null)
  const [place, setPlace] = useState<Place | null>(null)
  useLayoutEffect(() => {
    if (box.current) setPlace(findPlace(props, box.current))
  }, [anchor, children])
  useLayoutEffect(() => closeOnOutside(anchor, box.current, close), [anchor, close])
  // Not before it is placed: what is invisible takes no focus.
  useLayoutEffect(() => box.current?.querySelector('input')?.focus({ preventScroll: true }), [place !== null])
  const style = place
    ? {
        left: `${place.left}px`,
        top: `${place.top}px`,
        maxHeight: `${place.maxHeight}px`,
        width: px(place.width),
      }
    : { visibility: 'hidden' }
  return html`<div ref=${box} class="popover" role=${role} aria-label=${label} style=${style}>
    ${children}
  </div>`
}

function px(size: number | undefined): string | undefined {
  return size === undefined ? undefined : `${size}px`
}

function findPlace(
  { anchor, align = 'left', stretch, tallest = 360 }: PopoverProps,
  box: HTMLElement,
): Place {
  const at = anchor.getBoundingClientRect()
  const gap = 4
  const below = innerHeight - at.bottom - 12
  const above = at.top - 12
  const height = Math.min(box.scrollHeight + 2, tallest)
  const opensUp = height > below && above > below
  const maxHeight = Math.min(tallest, opensUp ? above : below)
  const width = stretch ? at.width : undefined
  const wanted = align === 'right' ? at.right - box.offsetWidth : at.left
  const left = Math.max(8, Math.min(wanted, innerWidth - (width ?? box.offsetWidth) - 8))
  const top = opensUp ? at.top - Math.min(height, maxHeight) - gap : at.bottom + gap
  return { left, top, width, maxHeight }
}

function closeOnOutside(anchor: HTMLElement, box: HTMLElement | null, close: () => void): () => void {
  const onPress = (event: Event): void => {
    if (!(event.target instanceof Node)) return
    if (!box?.contains(event.target) && !anchor.contains(event.target)) close()
  }
  // Captured, so that Escape closes this layer and not the modal beneath it.
  const onKey = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape') return
    event.stopPropagation()
    close()
    anchor.focus()
  }
  document.addEventListener('pointerdown', onPress, true)
  document.addEventListener('keydown', onKey, true)
  return () => {
    document.removeEventListener('pointerdown', onPress, true)
    document.removeEventListener('keydown', onKey, true)
  }
}

export type MenuItem = { label: string; detail?: string; icon?: VNode; danger?: boolean; choose: () => void }
type MenuProps = { items: MenuItem[]; close: () => void }

/** The rows of a menu; choosing one closes it. */
export function MenuItems({ items, close }: MenuProps): VNode {
  const choose = (item: MenuItem): void => {
    close()
    item.choose()
  }
  return html`<div class="menu-items">
    ${items.map(
      (item) =>
        html`<button
          type="button"
          role="menuitem"
          class=${item.danger ? 'menu-item danger' : 'menu-item'}
          onClick=${() => choose(item)}
        >
          ${item.icon ?? null}
          <span class="menu-label">${item.label}</span>
          ${item.detail ? html`<span class="menu-detail">${item.detail}</span>` : null}
        </button>`,
    )}
  </div>`
}
