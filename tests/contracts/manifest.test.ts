import { readFileSync, readdirSync } from 'node:fs'
import { describe, expect, it } from '@jest/globals'
import type { App } from '@slack/bolt'
import { parse } from 'yaml'
import { z } from 'zod'
import { validateManifest } from '../../sandbox/slack/validation/manifest.ts'
import { actions, commands, events, shortcuts, submissions, suggestions } from '../../src/bot/ids.ts'
import { register } from '../../src/bot/register.ts'
import type { Deps } from '../../src/operations/deps.ts'

const text: unknown = parse(readFileSync('manifest.yml', 'utf8'))
const manifest = z
  .object({
    features: z.object({
      slash_commands: z.array(
        z.object({ command: z.string(), should_escape: z.boolean(), usage_hint: z.string() }),
      ),
      shortcuts: z.array(z.object({ callback_id: z.string() })),
    }),
    oauth_config: z.object({ scopes: z.object({ bot: z.array(z.string()) }) }),
    settings: z.object({ event_subscriptions: z.object({ bot_events: z.array(z.string()) }) }),
  })
  .parse(text)

/** What the listeners wait for, by kind, one entry for each registration. */
function registered() {
  const seen = { command: [], action: [], shortcut: [], view: [], event: [], options: [] } as Record<
    string,
    string[]
  >
  const note = (kind: string) => (id: string) => seen[kind]?.push(id)
  const app = Object.fromEntries(Object.keys(seen).map((kind) => [kind, note(kind)]))
  register(z.custom<App>().parse(app), z.custom<Deps>().parse({}))
  return seen
}

/** Scopes of the methods in use, after docs.slack.dev/reference/methods. No scope: the token is enough. */
const scopesOf: Readonly<Record<string, readonly string[]>> = {
  'auth.test': [],
  'chat.postMessage': ['chat:write', 'chat:write.public'],
  'chat.postEphemeral': ['chat:write'],
  'chat.update': ['chat:write'],
  'chat.getPermalink': [],
  'conversations.info': ['channels:read', 'groups:read'],
  'conversations.join': ['channels:join'],
  'conversations.members': ['channels:read', 'groups:read'],
  filesUploadV2: ['files:write'],
  'reactions.add': ['reactions:write'],
  'users.info': ['users:read', 'users:read.email'],
  'views.open': [],
  'views.push': [],
  'views.update': [],
  'views.publish': [],
}

/** Scopes that come with something other than a method: commands, events, downloads. */
const otherScopes = ['commands', 'channels:history', 'groups:history', 'files:read']

const sources = readdirSync('src/bot', { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts'))
  .map((file) => readFileSync(`src/bot/${file}`, 'utf8'))

const methodsInUse = new Set(
  sources.flatMap((source) =>
    [...source.matchAll(/client\.((?:[a-z]+\.[a-zA-Z]+|filesUploadV2))\(/g)].map(([, name]) => name ?? ''),
  ),
)

describe('the manifest', () => {
  it('is one that Slack takes', () => {
    expect(validateManifest(text)).toEqual([])
  })

  it('declares exactly the commands, shortcuts and events that have an id', () => {
    const { slash_commands, shortcuts: declared } = manifest.features
    expect(slash_commands.map(({ command }) => command).sort()).toEqual(Object.values(commands).sort())
    expect(declared.map(({ callback_id }) => callback_id).sort()).toEqual(Object.values(shortcuts).sort())
    const families = manifest.settings.event_subscriptions.bot_events.map(
      (event) => event.split('.')[0] ?? '',
    )
    expect([...new Set(families)].sort()).toEqual(Object.values(events).sort())
  })

  it('has Slack escape what is typed after a command, and hints at its words', () => {
    for (const command of manifest.features.slash_commands) {
      expect(command.should_escape).toBe(true)
      expect(command.usage_hint).not.toBe('')
    }
  })

  it('asks for the scopes of the methods in use and for no others', () => {
    const needed = new Set(
      [...methodsInUse].flatMap((method) => scopesOf[method] ?? [`unknown method ${method}`]),
    )
    expect([...manifest.oauth_config.scopes.bot].sort()).toEqual(
      [...new Set([...needed, ...otherScopes])].sort(),
    )
  })
})

describe('the listeners', () => {
  it('wait for every id, each in exactly one place', () => {
    const found = Object.fromEntries(Object.entries(registered()).map(([kind, ids]) => [kind, ids.sort()]))
    expect(found).toEqual({
      command: Object.values(commands).sort(),
      action: Object.values(actions).sort(),
      shortcut: Object.values(shortcuts).sort(),
      view: Object.values(submissions).sort(),
      event: Object.values(events).sort(),
      options: Object.values(suggestions).sort(),
    })
  })
})
