import { appDm } from '../channels.ts'
import { clientOf } from '../client.ts'
import { tellHomeOpened } from '../events.ts'
import type { Outcome } from '../person-types.ts'
import { viewJson } from '../views.ts'
import { acknowledged, reasonOf, refuse } from './actor.ts'
import type { Actor } from './actor.ts'

/** Opens the app's Home or its direct messages. Whatever Home was published before is there at once. */
export async function openHome(actor: Actor, tab: 'home' | 'messages'): Promise<Outcome> {
  const { world, user } = actor
  const enabled = tab === 'home' ? world.manifest.homeEnabled : world.manifest.messagesEnabled
  if (!enabled)
    return refuse(actor, `${world.manifest.name} has no ${tab === 'home' ? 'Home' : 'Messages'} tab`)
  const { home } = clientOf(world, user.id)
  const ack = await tellHomeOpened(world, {
    user: user.id,
    tab,
    channel: appDm(world, user.id).id,
    view: home && tab === 'home' ? viewJson(world, home) : null,
  })
  if (ack === null || ack.kind === 'acknowledged') return acknowledged
  return { kind: 'failed', notice: `Home: ${reasonOf(world, ack)}` }
}
