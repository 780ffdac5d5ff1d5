import { addUser, seedChannel } from './admin.ts'
import { makeChanges } from './changes.ts'
import { makeClock, secret } from './clock.ts'
import { makeFaults } from './faults.ts'
import { makeJournal } from './journal.ts'
import { readManifest } from './manifest.ts'
import type { SlackOptions } from './types.ts'
import type { World } from './world.ts'

/** A workspace as its seed describes it, with the app installed and nothing said yet. */
export function newWorld(options: SlackOptions): World {
  const { manifest, workspace, now = Date.now, protocolNow = Date.now } = options
  const world: World = {
    team: workspace.team,
    app: workspace.app,
    manifest: readManifest(manifest),
    secrets: newSecrets(),
    baseUrl: '',
    users: new Map(),
    usergroups: workspace.usergroups ?? [],
    channels: new Map(),
    clients: new Map(),
    views: new Map(),
    files: new Map(),
    triggers: new Map(),
    responseUrls: new Map(),
    scheduled: new Map(),
    clock: makeClock(now, protocolNow),
    limits: { ackMs: options.ackLimitMs ?? 3000, eventRetryMs: options.eventRetryMs ?? [0, 60_000, 300_000] },
    journal: makeJournal(options.journalLimit ?? 20_000),
    faults: makeFaults(),
    changes: makeChanges(),
    outlet: { transport: null },
  }
  fill(world, options)
  return world
}

/** Shaped like Slack's tokens, so that an app's own checks of their form pass. */
const newSecrets = (): World['secrets'] => ({
  botToken: `xoxb-${secret(12)}`,
  appToken: `xapp-1-${secret(12)}`,
  signingSecret: secret(16),
  verificationToken: secret(12),
})

function fill(world: World, { workspace }: SlackOptions): void {
  const { bot_user_id: id } = world.app
  world.users.set(id, {
    id,
    name: world.manifest.botName,
    real_name: world.manifest.name,
    email: '',
    tz: 'UTC',
    deleted: false,
    isBot: true,
  })
  for (const user of workspace.users) addUser(world, user)
  for (const channel of workspace.channels) seedChannel(world, channel)
}
