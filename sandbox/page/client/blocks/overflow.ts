import { html } from 'htm/preact'
import type { VNode } from 'preact'
import { MenuButton } from '../parts/menu-button.ts'
import { icon } from '../parts/icons.ts'
import { useSurface } from './surface.ts'
import { textOf } from './types.ts'
import type { ElementProps } from './types.ts'

export function Overflow({ element, blockId }: ElementProps): VNode {
  const surface = useSurface()
  const click = { kind: 'click', where: surface.where, actionId: element.action_id ?? '', blockId } as const
  const items = (element.options ?? []).map((option) => ({
    label: textOf(option.text),
    choose: () => {
      if (option.url) window.open(option.url, '_blank', 'noopener')
      void surface.act({ ...click, option: textOf(option.text) })
    },
  }))
  const label = element.accessibility_label ?? 'More options'
  return html`<${MenuButton} label=${label} kind="button overflow" align="right" items=${items}
    >${icon('more')}<//
  >`
}
