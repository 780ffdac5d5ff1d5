import { readFile } from 'node:fs/promises'
import { parse } from 'yaml'
import { type JsonObject, isObject, objectAt, objectsAt } from '../slack/json.ts'

/** How Slack reaches Baton: over a socket that Baton opens, or by signed requests. */
export type Transport = 'socket' | 'http'

// Slack wants addresses in the manifest of an app that it posts to; the stand-in is told the real one later.
const requestUrl = 'https://baton.example.com/slack/events'

/** Baton's own manifest, turned to the transport as its comment says. */
export async function readManifest(transport: Transport): Promise<JsonObject> {
  const manifest: unknown = parse(await readFile('manifest.yml', 'utf8'))
  if (!isObject(manifest)) throw new Error('manifest.yml is not a manifest')
  return transport === 'socket' ? manifest : overHttp(manifest)
}

function overHttp(manifest: JsonObject): JsonObject {
  const features = objectAt(manifest, 'features')
  const settings = objectAt(manifest, 'settings')
  const commands = objectsAt(features, 'slash_commands').map((command) =>
    Object.assign({}, command, { url: requestUrl }),
  )
  return {
    ...manifest,
    features: { ...features, slash_commands: commands },
    settings: {
      ...settings,
      socket_mode_enabled: false,
      interactivity: { ...objectAt(settings, 'interactivity'), request_url: requestUrl },
      event_subscriptions: { ...objectAt(settings, 'event_subscriptions'), request_url: requestUrl },
    },
  }
}
