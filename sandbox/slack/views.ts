import { giveIds } from './blocks.ts'
import { clientOf } from './client.ts'
import { secret } from './clock.ts'
import { formOf, stateValues } from './form.ts'
import type { Form } from './form.ts'
import { objectsAt, stringAt } from './json.ts'
import type { JsonObject } from './json.ts'
import type { FieldError } from './snapshot-types.ts'
import type { World } from './world.ts'

/** A modal that is open at somebody's client, or a published Home. */
export type View = {
  id: string
  kind: 'modal' | 'home'
  userId: string
  /** What the app sent, block and action ids filled in. */
  payload: JsonObject
  hash: string
  rootId: string
  previousId: string | null
  channelId: string | null
  form: Form
  errors: FieldError[]
  submitting: boolean
  trouble: string | null
}

export const blocksOf = (view: View): JsonObject[] => objectsAt(view.payload, 'blocks')

export const externalId = (view: View): string => stringAt(view.payload, 'external_id')

const newHash = (world: World): string => `${Math.floor(world.clock.now() / 1000)}.${secret(4)}`

type NewView = { userId: string; payload: JsonObject; previous?: View | null; channelId?: string | null }

/** Makes a view of a payload that was already checked. It is on no screen yet. */
export function makeView(world: World, { userId, payload, previous, channelId = null }: NewView): View {
  giveIds(objectsAt(payload, 'blocks'))
  const id = world.clock.nextId('V')
  const conversation = channelId === null ? {} : { conversation: channelId }
  const view: View = {
    id,
    kind: payload['type'] === 'home' ? 'home' : 'modal',
    userId,
    payload,
    hash: newHash(world),
    rootId: previous?.rootId ?? id,
    previousId: previous?.id ?? null,
    channelId,
    form: formOf(objectsAt(payload, 'blocks'), conversation),
    errors: [],
    submitting: false,
    trouble: null,
  }
  world.views.set(id, view)
  return view
}

/** Replaces what a view shows; typed values stay where block_id and action_id stay. */
export function redrawView(world: World, view: View, payload: JsonObject): void {
  giveIds(objectsAt(payload, 'blocks'))
  const conversation = view.channelId === null ? {} : { conversation: view.channelId }
  view.form = formOf(objectsAt(payload, 'blocks'), { before: view.form, ...conversation })
  view.payload = payload
  view.hash = newHash(world)
  view.errors = []
  view.trouble = null
  world.changes.changed()
}

/** Puts a modal on top of the person's stack. */
export function pushView(world: World, view: View): void {
  clientOf(world, view.userId).stack.push(view)
  world.changes.changed()
}

/** Takes one view off the person's stack. */
export function dropView(world: World, view: View): void {
  const client = clientOf(world, view.userId)
  client.stack = client.stack.filter((each) => each !== view)
  world.views.delete(view.id)
  world.changes.changed()
}

/** Takes the whole stack away; gives it back, top first, as the order in which Slack reports it closed. */
export function clearStack(world: World, userId: string): View[] {
  const views = clientOf(world, userId).stack.toReversed()
  for (const view of views) dropView(world, view)
  return views
}

/** The view object as Slack shows it to the app. */
export function viewJson(world: World, view: View): JsonObject {
  const shown = view.payload
  return {
    id: view.id,
    team_id: world.team.id,
    type: view.kind,
    blocks: blocksOf(view),
    private_metadata: stringAt(shown, 'private_metadata'),
    callback_id: stringAt(shown, 'callback_id'),
    state: { values: stateValues(view.form) },
    hash: view.hash,
    title: shown['title'] ?? { type: 'plain_text', text: 'View Title', emoji: true },
    clear_on_close: shown['clear_on_close'] === true,
    notify_on_close: shown['notify_on_close'] === true,
    close: shown['close'] ?? null,
    submit: shown['submit'] ?? null,
    previous_view_id: view.previousId,
    root_view_id: view.rootId,
    app_id: world.app.app_id,
    external_id: externalId(view),
    app_installed_team_id: world.team.id,
    bot_id: world.app.bot_id,
  }
}
