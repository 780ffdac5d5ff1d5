import { applyResponse } from '../responding.ts'
import { ApiError } from '../api/call.ts'
import { channelNamed } from '../channels.ts'
import type { Channel } from '../channels.ts'
import { deliver } from '../delivery.ts'
import { isObject, stringAt } from '../json.ts'
import { commandPayload } from '../payloads.ts'
import type { Outcome } from '../person-types.ts'
import { acknowledged, outcomeOf, refuse } from './actor.ts'
import type { Actor } from './actor.ts'
import { mention } from './mentions.ts'

/** Types a slash command into a channel's composer (never into a thread: Slack has no commands there). */
export async function slash(actor: Actor, named: string, line: string): Promise<Outcome> {
  const { world, user } = actor
  const channel = channelNamed(world, user.id, named)
  const [, command = line, typed = ''] = /^(\/\S+)\s*([\s\S]*)$/.exec(line.trim()) ?? []
  const declared = world.manifest.commands.find((each) => each.command === command)
  if (!declared) return refuse(actor, `${command} is not a valid command.`, channel.id)
  const text = declared.shouldEscape ? mention(world, typed.trim()) : typed.trim()
  const { ack } = await deliver(world, {
    of: 'command',
    user: user.id,
    what: line.trim(),
    place: { channel: channel.id },
    payload: commandPayload(world, { user, channel, command, text }),
  })
  if (ack.kind !== 'acknowledged') return outcomeOf(actor, ack, { what: command, channel: channel.id })
  return showAnswer(actor, channel, { command, body: ack.body })
}

type CommandAnswer = { command: string; body: unknown }

/** A command's acknowledgement may carry a message, by default only for the person who typed it. */
function showAnswer(actor: Actor, channel: Channel, { command, body }: CommandAnswer): Outcome {
  const answer = typeof body === 'string' ? { text: body } : body
  if (!isObject(answer) || (stringAt(answer, 'text') === '' && answer['blocks'] === undefined)) {
    return acknowledged
  }
  try {
    const to = { userId: actor.user.id, channelId: channel.id, messageTs: null }
    applyResponse(actor.world, to, answer)
    return acknowledged
  } catch (error) {
    if (!(error instanceof ApiError)) throw error
    const notice = `${command}: Slack cannot show the answer (${error.message})`
    refuse(actor, notice, channel.id)
    return { kind: 'failed', notice }
  }
}
