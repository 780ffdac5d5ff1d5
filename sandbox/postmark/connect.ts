import { triggers } from './hook.ts'
import { blankHook, hookFrom } from './hook-fields.ts'
import type { HookTargets } from './types.ts'
import type { World } from './world.ts'

const everything = Object.fromEntries(triggers.map((trigger) => [trigger, { Enabled: true }]))

/** Webhooks for every kind of event on every sending stream, as if set up and verified by hand. */
export const connectHooks = (world: World, { eventsUrl, inboundUrl }: HookTargets): void => {
  if (inboundUrl !== undefined) world.server.InboundHookUrl = inboundUrl
  if (eventsUrl === undefined) return
  for (const hook of world.hooks.values()) {
    if (hook.connected) world.hooks.delete(hook.id)
  }
  for (const stream of world.streams.values()) {
    if (stream.kind === 'Inbound') continue
    const id = world.nextId()
    const hook = hookFrom({ Url: eventsUrl, Triggers: everything }, blankHook(id, stream.id))
    world.hooks.set(id, { ...hook, verified: true, connected: true })
  }
}
