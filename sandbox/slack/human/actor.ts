import { notify } from '../client.ts'
import type { Outcome } from '../person-types.ts'
import type { AckRecord } from '../types.ts'
import type { User, World } from '../world.ts'

/** One person at their Slack client. */
export type Actor = { world: World; user: User }

export const acknowledged: Outcome = { kind: 'acknowledged' }

/** Slack itself says no: the person sees why, the app hears nothing. */
export function refuse({ world, user }: Actor, notice: string, channel: string | null = null): Outcome {
  notify(world, { userId: user.id, text: notice, channel })
  return { kind: 'refused', notice }
}

/** What the app's answer means to the person; a bad one is shown to them with `what` they had done. */
export function outcomeOf(
  { world, user }: Actor,
  ack: AckRecord,
  { what, channel = null }: { what: string; channel?: string | null },
): Outcome {
  if (ack.kind === 'acknowledged') return acknowledged
  const notice = `${what}: ${reasonOf(world, ack)}`
  notify(world, { userId: user.id, text: notice, channel })
  return { kind: 'failed', notice }
}

/** Why an act failed, in words. */
export function reasonOf(world: World, ack: Exclude<AckRecord, { kind: 'acknowledged' }>): string {
  const app = world.manifest.name
  if (ack.kind === 'late') return `${app} didn't respond in time`
  if (ack.kind === 'refused') return `${app} answered with an error (HTTP ${ack.httpStatus})`
  return `${app} could not be reached (${ack.reason})`
}
