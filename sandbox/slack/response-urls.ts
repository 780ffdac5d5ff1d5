import { secret } from './clock.ts'
import type { World } from './world.ts'

/** An address the app may answer an interaction at: 5 times in 30 minutes. */
export type ResponseUrl = {
  userId: string
  channelId: string
  /** The message the interaction came from; what replace_original and delete_original refer to. */
  messageTs: string | null
  bornAt: number
  uses: number
}

const lifetimeMs = 30 * 60_000
const mostUses = 5

type NewResponseUrl = { userId: string; channelId: string; messageTs?: string }

export function newResponseUrl(world: World, request: NewResponseUrl): string {
  const token = secret()
  world.responseUrls.set(token, {
    userId: request.userId,
    channelId: request.channelId,
    messageTs: request.messageTs ?? null,
    bornAt: world.clock.protocolNow(),
    uses: 0,
  })
  if (world.responseUrls.size > 10_000) {
    const [oldest] = world.responseUrls.keys()
    if (oldest !== undefined) world.responseUrls.delete(oldest)
  }
  return `${world.baseUrl}/response/${world.team.id}/${token}`
}

/** Uses the address once, or says why it cannot be used. */
export function useResponseUrl(world: World, token: string): ResponseUrl | { error: string } {
  const found = world.responseUrls.get(token)
  if (!found) return { error: 'invalid_url' }
  if (world.clock.protocolNow() - found.bornAt > lifetimeMs) return { error: 'expired_url' }
  if (found.uses >= mostUses) return { error: 'used_url' }
  found.uses += 1
  return found
}
