import type { ElementRef } from '../blocks.ts'
import { plainText } from '../blocks.ts'
import { channelNamed, appDm } from '../channels.ts'
import { objectAt, stringsAt } from '../json.ts'
import type { JsonObject } from '../json.ts'
import type { Actor } from './actor.ts'

/** A user as people name them: id, name, real name, with or without @. @throws Error listing the users */
export function userNamed({ world }: Actor, named: string): string {
  const name = named.replace(/^@/, '')
  const users = [...world.users.values()].filter((user) => !user.deleted)
  const found = users.find((user) => [user.id, user.name, user.real_name].includes(name))
  if (!found) {
    throw new Error(`No user '${named}'; users: ${users.map((user) => user.real_name).join(', ')}`)
  }
  return found.id
}

/** A conversation the select offers. @throws Error when its filter leaves that one out */
export function conversationNamed(actor: Actor, ref: ElementRef, named: string): string {
  const { world, user } = actor
  const channel =
    named.startsWith('@') && !isApp(actor, named)
      ? directWith(actor, named)
      : channelNamed(world, user.id, named)
  const include = stringsAt(objectAt(ref.element, 'filter'), 'include')
  const kind = ref.type.includes('channels') ? ['public'] : include
  if (kind.length > 0 && !kind.includes(channel.kind)) {
    throw new Error(`'${named}' is not offered here; this select lists only: ${kind.join(', ')}`)
  }
  return channel.id
}

const isApp = ({ world }: Actor, named: string): boolean =>
  [world.manifest.name, world.manifest.botName].some(
    (name) => name.toLowerCase() === named.slice(1).toLowerCase(),
  )

/** The only direct messages here are those with the app. */
function directWith(actor: Actor, named: string) {
  if (userNamed(actor, named) !== actor.user.id) {
    throw new Error(`'${named}': this workspace keeps no direct messages between people`)
  }
  return appDm(actor.world, actor.user.id)
}

/** An option by its text or value. @throws Error listing the options */
export function optionNamed(options: readonly JsonObject[], named: string): JsonObject {
  const found =
    options.find((option) => plainText(option['text']) === named) ??
    options.find((option) => option['value'] === named)
  if (!found) {
    const texts = options.map((option) => plainText(option['text'])).join(', ') || 'none'
    throw new Error(`No option '${named}'; options: ${texts}`)
  }
  return found
}

/** A date, time or moment in the form Slack stores it. @throws Error saying which form that is */
export function momentNamed(type: string, named: string): string | number {
  if (type === 'datepicker') {
    if (!/^\d{4}-\d\d-\d\d$/.test(named)) throw new Error(`'${named}' is no date; write it as 2026-11-23`)
    return named
  }
  if (type === 'timepicker') {
    if (!/^([01]\d|2[0-3]):[0-5]\d$/.test(named)) throw new Error(`'${named}' is no time; write it as 14:30`)
    return named
  }
  const seconds = /^\d{10}$/.test(named) ? Number(named) : Math.floor(Date.parse(named) / 1000)
  if (!Number.isFinite(seconds)) {
    throw new Error(`'${named}' is no moment; give Unix seconds or 2026-11-23T14:30:00Z`)
  }
  return seconds
}
