import { html } from 'htm/preact'
import type { VNode } from 'preact'
import { Avatar } from '../parts/avatar.ts'
import { MenuButton } from '../parts/menu-button.ts'
import { icon } from '../parts/icons.ts'
import type { Snapshot, UserView } from '../../../slack/snapshot-types.ts'

type SwitchProps = { snapshot: Snapshot; become: (userId: string) => void }

/** Who this pane belongs to, and the menu to look through somebody else's eyes. */
export function PersonSwitch({ snapshot, become }: SwitchProps): VNode {
  const { me } = snapshot
  const items = snapshot.users.filter(isHuman).map((user) => ({
    label: user.real_name,
    detail: user.id === me.id ? 'this is you' : user.tz,
    icon: html`<${Avatar} id=${user.id} name=${user.real_name} size="small" />`,
    choose: () => become(user.id),
  }))
  return html`<div class="person-switch">
    <${MenuButton} label=${`Act as: ${me.real_name}`} kind="person-button" items=${items}>
      <${Avatar} id=${me.id} name=${me.real_name} size="small" />
      <span class="person-words">
        <span class="person-hint">Acting as</span>
        <span class="person-name">${me.real_name}</span>
      </span>
      ${icon('chevron-down')}
    <//>
  </div>`
}

export function isHuman(user: UserView): boolean {
  return !user.is_bot && !user.deleted
}
