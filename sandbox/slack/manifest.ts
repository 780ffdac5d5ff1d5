import { isObject, objectAt, objectsAt, stringAt, stringsAt } from './json.ts'
import type { JsonObject } from './json.ts'
import type { CommandView, ShortcutView } from './snapshot-types.ts'
import { validateManifest } from './validation/manifest.ts'
import { formatProblem } from './validation/problem.ts'

/** What the manifest allows, read once. */
export type AppManifest = {
  name: string
  botName: string
  commands: readonly (CommandView & { shouldEscape: boolean })[]
  shortcuts: readonly ShortcutView[]
  scopes: ReadonlySet<string>
  events: ReadonlySet<string>
  unfurlDomains: readonly string[]
  interactive: boolean
  socketMode: boolean
  homeEnabled: boolean
  messagesEnabled: boolean
  messagesReadOnly: boolean
}

/** @throws Error listing every problem of a manifest that Slack would not accept. */
export function readManifest(manifest: JsonObject): AppManifest {
  const problems = validateManifest(manifest)
  if (problems.length > 0) {
    throw new Error(`Slack would refuse this manifest:\n${problems.map(formatProblem).join('\n')}`)
  }
  const features = objectAt(manifest, 'features')
  const settings = objectAt(manifest, 'settings')
  const scopes = objectAt(objectAt(manifest, 'oauth_config'), 'scopes')
  const home = objectAt(features, 'app_home')
  const name = stringAt(objectAt(manifest, 'display_information'), 'name')
  return {
    name,
    botName: stringAt(objectAt(features, 'bot_user'), 'display_name') || name,
    commands: objectsAt(features, 'slash_commands').map(readCommand),
    shortcuts: objectsAt(features, 'shortcuts').map(readShortcut),
    scopes: new Set([...stringsAt(scopes, 'bot'), ...stringsAt(scopes, 'bot_optional')]),
    events: new Set(stringsAt(objectAt(settings, 'event_subscriptions'), 'bot_events')),
    unfurlDomains: stringsAt(features, 'unfurl_domains'),
    interactive: isObject(settings['interactivity']) && settings['interactivity']['is_enabled'] === true,
    socketMode: settings['socket_mode_enabled'] === true,
    homeEnabled: home['home_tab_enabled'] === true,
    messagesEnabled: home['messages_tab_enabled'] !== false,
    messagesReadOnly: home['messages_tab_read_only_enabled'] === true,
  }
}

const readCommand = (command: JsonObject) => ({
  command: stringAt(command, 'command'),
  description: stringAt(command, 'description'),
  usageHint: stringAt(command, 'usage_hint'),
  shouldEscape: command['should_escape'] === true,
})

const readShortcut = (shortcut: JsonObject): ShortcutView => ({
  type: shortcut['type'] === 'message' ? 'message' : 'global',
  name: stringAt(shortcut, 'name'),
  callbackId: stringAt(shortcut, 'callback_id'),
  description: stringAt(shortcut, 'description'),
})
