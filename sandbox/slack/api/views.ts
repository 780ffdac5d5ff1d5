import { clientOf } from '../client.ts'
import { parseJson, isObject, stringAt } from '../json.ts'
import type { JsonObject } from '../json.ts'
import { findTrigger } from '../triggers.ts'
import type { Trigger } from '../triggers.ts'
import { validateView } from '../validation/view.ts'
import { clearStack, externalId, makeView, pushView, redrawView, viewJson } from '../views.ts'
import type { View } from '../views.ts'
import type { World } from '../world.ts'
import { ApiError, refuseProblems, text } from './call.ts'
import type { Methods } from './call.ts'

const mostViewBytes = 250_000
/** The root and two pushed on it. */
const mostViews = 3

export const viewMethods: Methods = {
  'views.open': {
    required: ['trigger_id', 'view'],
    run(world, args) {
      const payload = viewArgument(world, args, { kind: 'modal' })
      const trigger = useTrigger(world, args)
      clearStack(world, trigger.userId)
      return opened(world, { trigger, payload, previous: null })
    },
  },
  'views.push': {
    required: ['trigger_id', 'view'],
    run(world, args) {
      const payload = viewArgument(world, args, { kind: 'modal' })
      const trigger = triggerArgument(world, args)
      const { stack } = clientOf(world, trigger.userId)
      const top = stack.at(-1)
      if (!top) throw new ApiError('not_found')
      if (stack.length >= mostViews) throw new ApiError('push_limit_reached')
      trigger.used = true
      return opened(world, { trigger, payload, previous: top })
    },
  },
  'views.update': {
    required: ['view'],
    run(world, args) {
      const view = shownView(world, args)
      const payload = viewArgument(world, args, { kind: view.kind, replaces: view })
      checkHash(view, text(args, 'hash'))
      redrawView(world, view, payload)
      return { view: viewJson(world, view) }
    },
  },
  'views.publish': { required: ['user_id', 'view'], run: publish },
}

function opened(
  world: World,
  { trigger, payload, previous }: { trigger: Trigger; payload: JsonObject; previous: View | null },
): JsonObject {
  const { userId, channelId } = trigger
  const view = makeView(world, { userId, payload, previous, channelId })
  pushView(world, view)
  return { view: viewJson(world, view) }
}

function publish(world: World, args: JsonObject): JsonObject {
  if (!world.manifest.homeEnabled) throw new ApiError('not_enabled')
  const userId = text(args, 'user_id')
  const user = world.users.get(userId)
  if (!user || user.isBot) throw new ApiError('invalid_arguments')
  const client = clientOf(world, userId)
  const payload = viewArgument(world, args, { kind: 'home', replaces: client.home })
  if (client.home) {
    checkHash(client.home, text(args, 'hash'))
    redrawView(world, client.home, payload)
  } else {
    client.home = makeView(world, { userId, payload })
    world.changes.changed()
  }
  return { view: viewJson(world, client.home) }
}

function useTrigger(world: World, args: JsonObject): Trigger {
  const trigger = triggerArgument(world, args)
  trigger.used = true
  return trigger
}

function triggerArgument(world: World, args: JsonObject): Trigger {
  const trigger = findTrigger(world, text(args, 'trigger_id'))
  if ('error' in trigger) throw new ApiError(trigger.error)
  return trigger
}

function shownView(world: World, args: JsonObject): View {
  const external = text(args, 'external_id')
  const view =
    external === ''
      ? world.views.get(text(args, 'view_id'))
      : [...world.views.values()].find((each) => externalId(each) === external)
  if (!view) throw new ApiError('not_found')
  return view
}

const checkHash = (view: View, hash: string): void => {
  if (hash !== '' && hash !== view.hash) throw new ApiError('hash_conflict')
}

type Expected = { kind: View['kind']; replaces?: View | null }

/** The view a call carries, checked. @throws ApiError invalid_arguments, view_too_large, duplicate_external_id */
function viewArgument(world: World, args: JsonObject, { kind, replaces = null }: Expected): JsonObject {
  const given = args['view']
  const raw = typeof given === 'string' ? given : JSON.stringify(given)
  const view = parseJson(raw)
  if (Buffer.byteLength(raw) > mostViewBytes) throw new ApiError('view_too_large')
  refuseProblems('invalid_arguments', validateView(view))
  if (!isObject(view)) throw new ApiError('invalid_arguments')
  if (stringAt(view, 'type') !== kind) {
    refuseProblems('invalid_arguments', [{ pointer: '/view/type', message: `must be ${kind}` }])
  }
  checkExternalId(world, view, replaces)
  return view
}

function checkExternalId(world: World, payload: JsonObject, replaces: View | null): void {
  const id = stringAt(payload, 'external_id')
  if (id === '') return
  const taken = [...world.views.values()].some((view) => view !== replaces && externalId(view) === id)
  if (taken) throw new ApiError('duplicate_external_id')
}

/** What a response_action brings, checked as the methods check theirs; the error code and lines when it is wrong. */
export function checkedView(
  world: World,
  view: unknown,
  replaces: View | null,
): JsonObject | { error: string } {
  try {
    return viewArgument(world, { view }, { kind: 'modal', replaces })
  } catch (error) {
    if (!(error instanceof ApiError)) throw error
    const lines = Array.isArray(error.extra['errors']) ? error.extra['errors'].map(String) : []
    return { error: [error.message, ...lines].join('\n') }
  }
}
