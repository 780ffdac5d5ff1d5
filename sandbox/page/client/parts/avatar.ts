import { html } from 'htm/preact'
import type { VNode } from 'preact'
import { icon } from './icons.ts'

const colours = ['#3f6ec6', '#b4552d', '#2d8a6e', '#8a4fbf', '#a8782a', '#c2417c', '#4d7c2a', '#31778f']

type AvatarProps = { id: string; name: string; isApp?: boolean; size?: 'small' | 'tiny' }

/** Initials on a colour that stays the same for a person; an app has its own mark. */
export function Avatar({ id, name, isApp, size }: AvatarProps): VNode {
  const sum = Array.from(id).reduce((total, letter) => (total * 31 + letter.charCodeAt(0)) % 1_000_003, 7)
  const colour = colours[sum % colours.length]
  const initials = name
    .split(/\s+/)
    .slice(0, 2)
    .map((word) => word.slice(0, 1).toUpperCase())
    .join('')
  const kind = `avatar ${size ?? ''} ${isApp ? 'app' : ''}`
  return html`<span class=${kind} style=${isApp ? {} : { background: colour }} aria-hidden="true">
    ${isApp ? icon('bolt') : initials}
  </span>`
}
