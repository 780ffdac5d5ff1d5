import { ApiError, flag, text } from './api/call.ts'
import { editOf } from './api/chat.ts'
import { readContent } from './api/content.ts'
import type { Content } from './api/content.ts'
import type { Channel } from './channels.ts'
import { tellChanged, tellDeleted } from './events.ts'
import type { JsonObject } from './json.ts'
import { messageJson } from './message-json.ts'
import { editMessage, removeMessage } from './messages.ts'
import type { Message } from './messages.ts'
import { dropEphemeral, messageSeenBy, post, postEphemeral } from './posting.ts'
import { useResponseUrl } from './response-urls.ts'
import type { ResponseUrl } from './response-urls.ts'
import type { World } from './world.ts'

/** Answers a POST to a response_url: 200 `ok`, or 4xx with the error. */
export function respond(world: World, token: string, body: JsonObject): { httpStatus: number; body: string } {
  const url = useResponseUrl(world, token)
  const error = 'error' in url ? url.error : act(world, url, body)
  const httpStatus = error === null ? 200 : 'error' in url ? 404 : 400
  const answer = error === null ? { ok: true } : { ok: false, error }
  const args = { ...body, response_url: token }
  world.journal.add({ kind: 'api', at: world.clock.now(), method: 'response_url', args, httpStatus, answer })
  world.changes.changed()
  return { httpStatus, body: error === null ? 'ok' : JSON.stringify(answer) }
}

function act(world: World, url: ResponseUrl, body: JsonObject): string | null {
  try {
    applyResponse(world, url, body)
    return null
  } catch (error) {
    if (error instanceof ApiError) return error.message
    throw error
  }
}

/**
 * What an app may answer to an interaction: delete or replace the message it came from, or post a new one, by default
 * only for the person who acted. Also the way a slash command's acknowledgement is shown. @throws ApiError
 */
export function applyResponse(world: World, to: ResponseTarget, body: JsonObject): void {
  const channel = world.channels.get(to.channelId)
  if (!channel) throw new ApiError('channel_not_found')
  const { messageTs, userId } = to
  const source = messageTs ? messageSeenBy(world, channel, { ts: messageTs, userId }) : undefined
  if (flag(body, 'delete_original')) {
    if (source) remove(world, channel, source)
  } else if (flag(body, 'replace_original') && source?.fromApp) {
    replace(world, channel, { source, content: readContent(body) })
  } else {
    show(world, channel, { body, userId })
  }
}

function show(world: World, channel: Channel, { body, userId }: { body: JsonObject; userId: string }): void {
  const { text: words = '', blocks = [], attachments = [] } = readContent(body)
  const threadTs = text(body, 'thread_ts') || null
  const from = { user: world.app.bot_user_id, text: words, blocks, attachments, threadTs }
  if (body['response_type'] === 'in_channel') post(world, channel, from)
  else postEphemeral(world, channel, { ...from, onlyFor: userId })
}

type Replacing = { source: Message; content: Content }

function replace(world: World, channel: Channel, { source, content }: Replacing): void {
  const previous = messageJson(world, source)
  editMessage(world, source, editOf(content))
  if (source.onlyFor === null) tellChanged(world, channel, { message: source, previous })
}

type ResponseTarget = Pick<ResponseUrl, 'userId' | 'channelId' | 'messageTs'>

function remove(world: World, channel: Channel, message: Message): void {
  if (message.onlyFor !== null) {
    dropEphemeral(world, channel, message)
  } else if (message.fromApp) {
    removeMessage(world, channel, message)
    tellDeleted(world, channel, message)
  }
}
