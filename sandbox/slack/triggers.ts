import { secret } from './clock.ts'
import type { World } from './world.ts'

/** The right to open one modal for one person, handed to the app with each interaction. */
export type Trigger = {
  id: string
  userId: string
  /** Where the person was; what default_to_current_conversation refers to. */
  channelId: string | null
  bornAt: number
  used: boolean
}

/** Slack: 3 seconds, one use. */
const lifetimeMs = 3000

export function newTrigger(world: World, userId: string, channelId: string | null = null): string {
  const bornAt = world.clock.protocolNow()
  const id = `${bornAt}.${world.team.id.slice(1)}.${secret()}`
  world.triggers.set(id, { id, userId, channelId, bornAt, used: false })
  forgetOldest(world)
  return id
}

/** The trigger, or the error code Slack would answer with. Does not use it up. */
export function findTrigger(world: World, id: string): Trigger | { error: string } {
  const trigger = world.triggers.get(id)
  if (!trigger) return { error: 'invalid_trigger_id' }
  if (trigger.used) return { error: 'exchanged_trigger_id' }
  if (world.clock.protocolNow() - trigger.bornAt > lifetimeMs) return { error: 'expired_trigger_id' }
  return trigger
}

/** Old triggers answer `invalid` instead of `expired` once ten thousand newer ones exist. */
function forgetOldest(world: World): void {
  if (world.triggers.size <= 10_000) return
  const [oldest] = world.triggers.keys()
  if (oldest !== undefined) world.triggers.delete(oldest)
}
