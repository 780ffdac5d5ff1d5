import type { JsonObject } from '../json.ts'
import type { ScheduledMessage, World } from '../world.ts'
import { ApiError, page, text } from './call.ts'
import type { Methods } from './call.ts'
import { readContent } from './content.ts'
import { channelArgument, postingTarget, threadArgument } from './targets.ts'
import { post } from '../posting.ts'

const mostDaysAhead = 120
const mostPerWindow = 30
const windowSeconds = 300

export const chatScheduleMethods: Methods = {
  'chat.scheduleMessage': { scopes: ['chat:write'], required: ['channel', 'post_at'], run: schedule },
  'chat.deleteScheduledMessage': {
    scopes: ['chat:write'],
    required: ['channel', 'scheduled_message_id'],
    run(world, args) {
      const channel = channelArgument(world, args)
      const found = world.scheduled.get(text(args, 'scheduled_message_id'))
      if (found?.channel !== channel) throw new ApiError('invalid_scheduled_message_id')
      world.scheduled.delete(found.id)
      return {}
    },
  },
  'chat.scheduledMessages.list': {
    run(world, args) {
      const channel = text(args, 'channel')
      const mine = [...world.scheduled.values()].filter(
        (each) => channel === '' || each.channel.id === channel,
      )
      const { items, next } = page(mine, args)
      return { scheduled_messages: items.map(listed), ...next }
    },
  },
}

function schedule(world: World, args: JsonObject): JsonObject {
  const channel = postingTarget(world, args)
  const content = readContent(args)
  const postAt = Number(text(args, 'post_at'))
  const now = world.clock.now() / 1000
  if (!Number.isFinite(postAt)) throw new ApiError('invalid_time')
  if (postAt <= now) throw new ApiError('time_in_past')
  if (postAt > now + mostDaysAhead * 86_400) throw new ApiError('time_too_far')
  const near = [...world.scheduled.values()].filter(
    (each) => each.channel === channel && Math.abs(each.postAt - postAt) < windowSeconds,
  )
  if (near.length >= mostPerWindow) throw new ApiError('restricted_too_many')
  const id = world.clock.nextId('Q')
  world.scheduled.set(id, { id, channel, postAt, args })
  return {
    channel: channel.id,
    scheduled_message_id: id,
    post_at: postAt,
    message: { type: 'delayed_message', text: content.text ?? '', bot_id: world.app.bot_id },
  }
}

const listed = ({ id, channel, postAt, args }: ScheduledMessage): JsonObject => ({
  id,
  channel_id: channel.id,
  post_at: postAt,
  date_created: Math.floor(postAt),
  text: text(args, 'text'),
})

/** Posts what is due. Those with `metadata` vanish: Slack accepts them and never posts them (a documented bug). */
export function postDue(world: World): void {
  for (const due of world.scheduled.values()) {
    if (due.postAt > world.clock.now() / 1000) continue
    world.scheduled.delete(due.id)
    if (due.args['metadata'] !== undefined) continue
    const { text: words = '', blocks = [], attachments = [] } = readContent(due.args)
    const threadTs = threadArgument(due.channel, due.args)
    post(world, due.channel, { user: world.app.bot_user_id, text: words, blocks, attachments, threadTs })
  }
}
