import type { ElementRef } from './blocks.ts'
import type { Channel } from './channels.ts'
import { tsToMs } from './clock.ts'
import { stateValues } from './form.ts'
import type { Form } from './form.ts'
import type { JsonObject } from './json.ts'
import { messageJson } from './message-json.ts'
import type { Message } from './messages.ts'
import { newResponseUrl } from './response-urls.ts'
import { newTrigger } from './triggers.ts'
import { viewJson } from './views.ts'
import type { View } from './views.ts'
import type { User, World } from './world.ts'

/** Where an interaction happened: in a view, or on a message. */
export type Spot =
  { kind: 'view'; view: View } | { kind: 'message'; channel: Channel; message: Message; form: Form }

type CommandRequest = { user: User; channel: Channel; command: string; text: string }

/** The form fields of a slash command. */
export function commandPayload(world: World, { user, channel, command, text }: CommandRequest): JsonObject {
  return {
    token: world.secrets.verificationToken,
    team_id: world.team.id,
    team_domain: world.team.domain,
    channel_id: channel.id,
    channel_name: channelName(channel),
    user_id: user.id,
    user_name: user.name,
    command,
    text,
    api_app_id: world.app.app_id,
    is_enterprise_install: 'false',
    response_url: newResponseUrl(world, { userId: user.id, channelId: channel.id }),
    trigger_id: newTrigger(world, user.id, channel.id),
  }
}

/** In commands and interactions, Slack does not tell the names of private channels and direct messages. */
function channelName(channel: Channel): string {
  if (channel.kind === 'im') return 'directmessage'
  return channel.kind === 'private' ? 'privategroup' : channel.name
}

function common(world: World, user: User, type: string): JsonObject {
  return {
    type,
    team: { id: world.team.id, domain: world.team.domain },
    user: { id: user.id, username: user.name, name: user.name, team_id: user.team_id ?? world.team.id },
    api_app_id: world.app.app_id,
    token: world.secrets.verificationToken,
    is_enterprise_install: false,
    enterprise: null,
  }
}

export function shortcutPayload(world: World, user: User, callbackId: string): JsonObject {
  return {
    ...common(world, user, 'shortcut'),
    callback_id: callbackId,
    trigger_id: newTrigger(world, user.id),
    action_ts: world.clock.nextTs(),
  }
}

type MessageActionRequest = { user: User; channel: Channel; message: Message; callbackId: string }

export function messageActionPayload(
  world: World,
  { user, channel, message, callbackId }: MessageActionRequest,
): JsonObject {
  return {
    ...common(world, user, 'message_action'),
    callback_id: callbackId,
    trigger_id: newTrigger(world, user.id, channel.id),
    action_ts: world.clock.nextTs(),
    message_ts: message.ts,
    message: messageJson(world, message),
    channel: { id: channel.id, name: channelName(channel) },
    response_url: newResponseUrl(world, spotAddress(user, channel, message)),
  }
}

type ActionRequest = { user: User; spot: Spot; ref: ElementRef; value: JsonObject }

/** block_actions: a button pressed, an option chosen, a text entered. `value` is what the action item adds. */
export function actionPayload(world: World, { user, spot, ref, value }: ActionRequest): JsonObject {
  const action = {
    ...value,
    type: ref.type,
    action_id: ref.actionId,
    block_id: ref.blockId,
    action_ts: world.clock.nextTs(),
  }
  return {
    ...common(world, user, 'block_actions'),
    ...spotFields(world, user, spot),
    trigger_id: newTrigger(world, user.id, spot.kind === 'message' ? spot.channel.id : spot.view.channelId),
    actions: [action],
  }
}

function spotFields(world: World, user: User, spot: Spot): JsonObject {
  if (spot.kind === 'view') {
    return { container: { type: 'view', view_id: spot.view.id }, view: viewJson(world, spot.view) }
  }
  const { channel, message } = spot
  const ephemeral = message.onlyFor !== null
  return {
    container: {
      type: 'message',
      message_ts: message.ts,
      channel_id: channel.id,
      is_ephemeral: ephemeral,
      ...(message.threadTs === null ? {} : { thread_ts: message.threadTs }),
    },
    channel: { id: channel.id, name: channelName(channel) },
    // Slack keeps no copy of an ephemeral message, so it has none to send.
    ...(ephemeral ? {} : { message: messageJson(world, message) }),
    state: { values: stateValues(spot.form) },
    response_url: newResponseUrl(world, spotAddress(user, channel, message)),
  }
}

const spotAddress = (user: User, channel: Channel, message: Message) => ({
  userId: user.id,
  channelId: channel.id,
  messageTs: message.ts,
})

type SuggestionRequest = { user: User; spot: Spot; ref: ElementRef; query: string }

export function suggestionPayload(world: World, { user, spot, ref, query }: SuggestionRequest): JsonObject {
  const where =
    spot.kind === 'view'
      ? { container: { type: 'view', view_id: spot.view.id }, view: viewJson(world, spot.view) }
      : {
          container: {
            type: 'message',
            message_ts: spot.message.ts,
            channel_id: spot.channel.id,
            is_ephemeral: spot.message.onlyFor !== null,
          },
          channel: { id: spot.channel.id, name: channelName(spot.channel) },
          message: messageJson(world, spot.message),
        }
  return {
    ...common(world, user, 'block_suggestion'),
    ...where,
    action_id: ref.actionId,
    block_id: ref.blockId,
    value: query,
  }
}

export function submissionPayload(
  world: World,
  { user, view, responseUrls }: { user: User; view: View; responseUrls: JsonObject[] },
): JsonObject {
  return {
    ...common(world, user, 'view_submission'),
    trigger_id: newTrigger(world, user.id, view.channelId),
    view: viewJson(world, view),
    response_urls: responseUrls,
  }
}

type ClosedRequest = { user: User; view: View; cleared: boolean }

export function closedPayload(world: World, { user, view, cleared }: ClosedRequest): JsonObject {
  return {
    ...common(world, user, 'view_closed'),
    view: viewJson(world, view),
    is_cleared: cleared,
  }
}

/** The outer envelope of an event. */
export function eventPayload(world: World, event: JsonObject, eventId: string): JsonObject {
  const eventTs = typeof event['event_ts'] === 'string' ? event['event_ts'] : world.clock.nextTs()
  return {
    token: world.secrets.verificationToken,
    team_id: world.team.id,
    api_app_id: world.app.app_id,
    event,
    type: 'event_callback',
    event_id: eventId,
    event_time: Math.floor(tsToMs(eventTs) / 1000),
    authorizations: [
      {
        enterprise_id: null,
        team_id: world.team.id,
        user_id: world.app.bot_user_id,
        is_bot: true,
        is_enterprise_install: false,
      },
    ],
    is_ext_shared_channel: false,
    context_team_id: world.team.id,
    context_enterprise_id: null,
  }
}
