import { Server } from 'node:http'
import { App, HTTPReceiver, LogLevel, SocketModeReceiver } from '@slack/bolt'
import type { Logger } from '@slack/bolt'
import { isObject } from '../../sandbox/slack/json.ts'
import type { JsonObject } from '../../sandbox/slack/json.ts'
import { startSlack } from '../../sandbox/slack/start.ts'
import type { SlackOptions, SlackStandIn } from '../../sandbox/slack/types.ts'
import { patientSlack } from '../support/patient-slack.ts'

export type TransportKind = 'http' | 'socket'
export type Rig = { slack: SlackStandIn; app: App; stop: () => Promise<void> }

/** An app's manifest with everything on; `change` edits the copy. */
export function manifestFor(transport: TransportKind) {
  const url = transport === 'http' ? { request_url: 'https://relay.example/slack/events' } : {}
  return {
    display_information: { name: 'Relay' },
    features: {
      app_home: { home_tab_enabled: true, messages_tab_enabled: true, messages_tab_read_only_enabled: false },
      bot_user: { display_name: 'relay', always_online: true },
      slash_commands: [
        {
          command: '/campaign',
          description: 'Campaigns',
          usage_hint: '[new]',
          should_escape: true,
          ...(transport === 'http' ? { url: 'https://relay.example/slack/events' } : {}),
        },
      ],
      shortcuts: [
        { type: 'global', name: 'Create campaign', callback_id: 'create_campaign', description: 'Start one' },
        { type: 'message', name: 'Make a lead', callback_id: 'make_lead', description: 'From this message' },
      ],
    },
    oauth_config: {
      scopes: {
        bot: [
          'commands',
          'chat:write',
          'im:write',
          'im:history',
          'users:read',
          'users:read.email',
          'files:read',
          'files:write',
          'channels:read',
          'channels:history',
          'groups:read',
          'app_mentions:read',
          'reactions:read',
        ],
      },
    },
    settings: {
      interactivity: { is_enabled: true, ...url },
      event_subscriptions: {
        ...url,
        bot_events: ['app_home_opened', 'app_mention', 'message.channels', 'message.im', 'reaction_added'],
      },
      org_deploy_enabled: false,
      socket_mode_enabled: transport === 'socket',
      token_rotation_enabled: false,
    },
  }
}

const person = (id: string, name: string, real_name: string) => ({
  id,
  name,
  real_name,
  email: `${name}@acme.example`,
  tz: 'Europe/Berlin',
})

/** Maya and Raj; #sales and #private-deals with the bot, #random without it. */
export const workspace = {
  team: { id: 'T0ACME', name: 'Acme', domain: 'acme' },
  users: [person('U0MAYA', 'maya', 'Maya Lind'), person('U0RAJ', 'raj', 'Raj Patel')],
  channels: [
    { id: 'C0SALES', name: 'sales', members: ['U0MAYA', 'U0RAJ', 'U0BOT'] },
    { id: 'C0RANDOM', name: 'random', members: ['U0MAYA', 'U0RAJ'] },
    { id: 'C0DEALS', name: 'private-deals', is_private: true, members: ['U0MAYA', 'U0BOT'] },
  ],
  app: { app_id: 'A0RELAY', bot_id: 'B0RELAY', bot_user_id: 'U0BOT' },
}

/** What Bolt logs when a listener fails on purpose is of no interest here. */
const silent: Logger = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
  setLevel: () => undefined,
  getLevel: () => LogLevel.ERROR,
  setName: () => undefined,
}

/**
 * What a rig may want otherwise. The client in Socket Mode cuts a connection whose server is silent for `pingTimeoutMs`,
 * as is one on a busy machine, and waits as long before it dials again.
 */
type RigOptions = Partial<SlackOptions> & { pingTimeoutMs?: number }

/** A stand-in with a real Bolt app connected to it by one of Slack's two transports. */
export async function startRig(
  transport: TransportKind,
  register: (app: App, slack: SlackStandIn) => void,
  { pingTimeoutMs = 10_000, ...options }: RigOptions = {},
): Promise<Rig> {
  const slack = await startSlack({ manifest: manifestFor(transport), workspace, ...patientSlack, ...options })
  const clientOptions = { slackApiUrl: slack.apiUrl, retryConfig: { retries: 1, minTimeout: 1 } }
  const receiver =
    transport === 'socket'
      ? new SocketModeReceiver({
          appToken: slack.appToken,
          logger: silent,
          clientPingTimeout: pingTimeoutMs,
          installerOptions: { clientOptions: { slackApiUrl: slack.apiUrl } },
        })
      : new HTTPReceiver({ signingSecret: slack.signingSecret, logger: silent })
  const app = new App({
    token: slack.botToken,
    receiver,
    logger: silent,
    clientOptions,
    deferInitialization: true,
  })
  await app.init()
  register(app, slack)
  const server: unknown = await app.start(0)
  if (transport === 'socket') {
    slack.connectApp({ transport })
    await slack.waitForSocket()
  } else {
    slack.connectApp({ transport, requestUrl: `http://127.0.0.1:${portOf(server)}/slack/events` })
  }
  const stop = async (): Promise<void> => {
    await app.stop()
    await slack.stop()
  }
  return { slack, app, stop }
}

function portOf(server: unknown): number {
  const address = server instanceof Server ? server.address() : null
  if (address === null || typeof address === 'string') throw new Error('The app is not listening')
  return address.port
}

/** A second call site for tests that need no app: the Web API by hand. */
export async function callApi(
  slack: SlackStandIn,
  method: string,
  args: { [name: string]: unknown },
): Promise<JsonObject> {
  const response = await fetch(`${slack.apiUrl}${method}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${slack.botToken}`, 'content-type': 'application/json' },
    body: JSON.stringify(args),
  })
  const answer: unknown = await response.json()
  return isObject(answer) ? answer : {}
}
