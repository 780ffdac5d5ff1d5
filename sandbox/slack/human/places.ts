import { allBlocks } from '../messages.ts'
import type { Message } from '../messages.ts'
import { elementsOf, plainText, wordsOf } from '../blocks.ts'
import type { ElementRef } from '../blocks.ts'
import { channelLabel, channelNamed } from '../channels.ts'
import type { Channel } from '../channels.ts'
import { clientOf } from '../client.ts'
import { formOf } from '../form.ts'
import type { Form } from '../form.ts'
import type { JsonObject } from '../json.ts'
import type { Spot } from '../payloads.ts'
import type { MessageWhere, Where } from '../person-types.ts'
import { blocksOf } from '../views.ts'
import type { View } from '../views.ts'
import type { World } from '../world.ts'
import type { Actor } from './actor.ts'

/** One screen area a person looks at: a modal, the Home, or a message. */
export type Place = { spot: Spot; blocks: JsonObject[]; form: Form }

/** A thing a person acts on, and where it is. */
export type Found = { place: Place; ref: ElementRef }

/**
 * The places a `where` may mean, newest first.
 * @throws Error when no modal is open, Home is empty, or there is no such message
 */
export function* placesAt(actor: Actor, where: Where): Generator<Place> {
  if (where === 'modal') {
    yield viewPlace(topModal(actor))
  } else if (where === 'home') {
    yield viewPlace(homeOf(actor))
  } else {
    const { channel, messages } = messagesAt(actor, where)
    for (const message of messages) yield messagePlace(actor, channel, message)
  }
}

/** The modal on top. @throws Error when none is open */
export function topModal({ world, user }: Actor): View {
  const view = clientOf(world, user.id).stack.at(-1)
  if (!view) throw new Error(`No modal is open for ${user.name}`)
  return view
}

function homeOf({ world, user }: Actor): View {
  const { home } = clientOf(world, user.id)
  if (!home) throw new Error(`${world.manifest.name} has published no Home for ${user.name}`)
  return home
}

const viewPlace = (view: View): Place => ({
  spot: { kind: 'view', view },
  blocks: blocksOf(view),
  form: view.form,
})

function messagePlace({ world, user }: Actor, channel: Channel, message: Message): Place {
  const { messageForms } = clientOf(world, user.id)
  const blocks = allBlocks(message)
  const before = messageForms.get(message.ts)
  const form = formOf(blocks, before ? { before } : {})
  if (form.size > 0) messageForms.set(message.ts, form)
  return { spot: { kind: 'message', channel, message, form }, blocks, form }
}

/**
 * The messages a person can mean, newest first: those of the channel and their own ephemerals.
 * @throws Error when there are none
 */
export function messagesAt(
  { world, user }: Actor,
  { channel: named, ts, containing }: MessageWhere,
): { channel: Channel; messages: Message[] } {
  const channel = channelNamed(world, user.id, named)
  const messages = messagesFor(world, channel, user.id)
    .filter((message) => ts === undefined || message.ts === ts)
    .filter((message) => containing === undefined || readsAs(message).includes(containing))
    .toReversed()
  if (messages.length === 0) {
    const wanted = ts ?? (containing === undefined ? '' : ` with '${containing}'`)
    throw new Error(`No message ${wanted} in ${channelLabel(world, channel)} for ${user.name}`)
  }
  return { channel, messages }
}

/** The newest of them. */
export function messageAt(actor: Actor, where: MessageWhere): { channel: Channel; message: Message } {
  const { channel, messages } = messagesAt(actor, where)
  const [message] = messages
  if (!message) throw new Error(`No message in ${where.channel}`)
  return { channel, message }
}

/** A channel as one person sees it, oldest first. */
export function messagesFor(world: World, channel: Channel, userId: string): Message[] {
  const own = clientOf(world, userId).ephemerals.get(channel.id) ?? []
  const posted = [...channel.messages.values()]
  return own.length === 0 ? posted : [...posted, ...own].sort((a, b) => Number(a.ts) - Number(b.ts))
}

/** All words of a message, as one text. */
export const readsAs = (message: Message): string => [message.text, ...wordsOf(allBlocks(message))].join('\n')

/** What a place is called in errors and notices. */
export function placeLabel(world: World, { spot }: Place): string {
  if (spot.kind === 'message') return channelLabel(world, spot.channel)
  return spot.view.kind === 'home' ? 'Home' : `the modal '${plainText(spot.view.payload['title'])}'`
}

type Search = {
  where: Where
  /** What is looked for, in words: `button 'Claim'`. */
  what: string
  matches: (ref: ElementRef) => boolean
  /** What kind of thing to list when it is not there. */
  kin: string
  names: (ref: ElementRef) => string[]
}

/** The first match, newest place first. @throws Error listing what is visible instead */
export function findElement(actor: Actor, { where, what, matches, kin, names }: Search): Found {
  const visible = new Set<string>()
  let label = 'there'
  for (const place of placesAt(actor, where)) {
    const elements = elementsOf(place.blocks)
    const ref = elements.find(matches)
    if (ref) return { place, ref }
    label = placeLabel(actor.world, place)
    for (const name of elements.flatMap(names)) visible.add(name)
  }
  const list = [...visible].slice(0, 30).join(', ') || 'none'
  throw new Error(`No ${what} in ${label} for ${actor.user.name}; visible ${kin}: ${list}`)
}

/** Words as a person compares them: no emphasis marks, no emoji codes, no outer space. */
export const spoken = (words: string): string =>
  words
    .replace(/:[a-z0-9_+-]+:/g, '')
    .replaceAll('*', '')
    .trim()
