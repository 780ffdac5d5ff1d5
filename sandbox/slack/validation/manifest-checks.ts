import { scopeOfEvent } from './manifest-words.ts'
import { inside, isFields, problemAt } from './rule.ts'
import type { ValidationProblem } from './problem.ts'
import type { Check, Fields, Place } from './rule.ts'

/** What has to hold between the parts of a manifest: scopes, request URLs and names. */
export const manifestChecks: readonly Check[] = [
  (manifest, place) => {
    const scopes = new Set(listAt(manifest, 'oauth_config', 'scopes', 'bot'))
    return [
      ...needsScope({ needed: usesCommands(manifest) ? ['commands'] : [], scopes, place }),
      ...needsScope({ needed: eventScopes(manifest), scopes, place }),
    ]
  },
  (manifest, place) =>
    listAt(manifest, 'features', 'shortcuts').length > 0 && !interactive(manifest)
      ? problemAt(inside(place, 'settings'), 'shortcuts require interactivity to be enabled')
      : [],
  (manifest, place) =>
    at(manifest, 'settings', 'socket_mode_enabled') === true ? [] : urls(manifest, place),
  (manifest, place) => [
    ...twice(manifest, place, { list: 'slash_commands', field: 'command' }),
    ...twice(manifest, place, { list: 'shortcuts', field: 'callback_id' }),
  ],
]

const at = (value: unknown, ...path: readonly string[]): unknown =>
  path.reduce<unknown>((here, key) => (isFields(here) ? here[key] : undefined), value)

const listAt = (value: unknown, ...path: readonly string[]): unknown[] => {
  const list = at(value, ...path)
  return Array.isArray(list) ? (list as unknown[]) : []
}

const interactive = (manifest: Fields) => at(manifest, 'settings', 'interactivity', 'is_enabled') === true

const usesCommands = (manifest: Fields) =>
  listAt(manifest, 'features', 'slash_commands').length + listAt(manifest, 'features', 'shortcuts').length > 0

const eventScopes = (manifest: Fields): string[] =>
  listAt(manifest, 'settings', 'event_subscriptions', 'bot_events').flatMap((event) =>
    typeof event === 'string' && Object.hasOwn(scopeOfEvent, event) ? [scopeOfEvent[event] ?? ''] : [],
  )

type Needs = { needed: readonly string[]; scopes: ReadonlySet<unknown>; place: Place }

const needsScope = ({ needed, scopes, place }: Needs): ValidationProblem[] =>
  [...new Set(needed)]
    .filter((scope) => !scopes.has(scope))
    .flatMap((scope) =>
      problemAt(
        { ...place, pointer: `${place.pointer}/oauth_config/scopes/bot` },
        `requires scope: ${scope}`,
      ),
    )

/** Without Socket Mode, Slack has to be told where to send everything the app asks for. */
const urls = (manifest: Fields, place: Place): ValidationProblem[] => {
  const features = inside(place, 'features')
  const settings = inside(place, 'settings')
  const wanted = 'missing required field'
  return [
    ...listAt(manifest, 'features', 'slash_commands').flatMap((command, index) =>
      at(command, 'url') === undefined
        ? problemAt(inside(inside(features, 'slash_commands'), index), `${wanted}: url (Socket Mode is off)`)
        : [],
    ),
    ...(interactive(manifest) && at(manifest, 'settings', 'interactivity', 'request_url') === undefined
      ? problemAt(inside(settings, 'interactivity'), `${wanted}: request_url (Socket Mode is off)`)
      : []),
    ...(listAt(manifest, 'settings', 'event_subscriptions', 'bot_events').length > 0 &&
    at(manifest, 'settings', 'event_subscriptions', 'request_url') === undefined
      ? problemAt(inside(settings, 'event_subscriptions'), `${wanted}: request_url (Socket Mode is off)`)
      : []),
  ]
}

const twice = (
  manifest: Fields,
  place: Place,
  { list, field }: { list: string; field: string },
): ValidationProblem[] => {
  const names = listAt(manifest, 'features', list).map((each) => at(each, field))
  return names.flatMap((name, index) =>
    name !== undefined && names.indexOf(name) < index
      ? problemAt(
          { ...place, pointer: `${place.pointer}/features/${list}/${index}/${field}` },
          `${field} ${JSON.stringify(name)} already exists`,
        )
      : [],
  )
}
