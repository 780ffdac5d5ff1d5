import { App, ExpressReceiver, SocketModeReceiver } from '@slack/bolt'
import type { WebClient } from '@slack/web-api'
import { Router } from 'express'
import type { Deps } from '../operations/deps.ts'
import type { Log } from '../ports/log.ts'
import { admitMembers } from './admit.ts'
import { answer } from './answer.ts'
import { boltLogger } from './bolt-logger.ts'
import { explain } from './explain.ts'
import { register } from './register.ts'
import { clientOptions } from './slack-client.ts'
import { trackWork } from './track-work.ts'

/** What the door needs to know. With an app token it dials Slack (Socket Mode); without one Slack posts to it. */
export type SlackDoorOptions = {
  botToken: string
  signingSecret: string
  appToken: string | null
  /** Absent: slack.com. */
  apiUrl: string | undefined
  log: Log
}

/** The Slack side of Baton, ready to be started. */
export type SlackDoor = {
  /** Serves `POST /slack/events` where Slack posts to us; null in Socket Mode. It needs the raw body: mount it before any parser. */
  router: Router | null
  client: WebClient
  /** Checks the token and, in Socket Mode, connects. Throws when Slack cannot be reached or refuses the tokens. */
  start: () => Promise<void>
  /** Takes nothing more in over a socket; what Slack posts ends with the server that the router is mounted on. */
  close: () => Promise<void>
  /** Waits until what was taken in is done: most of it is, after Slack has had its answer. Call it once nothing comes in. */
  finished: () => Promise<void>
}

/** Builds Bolt's app for either transport with every listener on it. */
export function createSlackDoor(options: SlackDoorOptions, deps: Deps): SlackDoor {
  const inlet = options.appToken === null ? httpInlet(options) : socketInlet(options, options.appToken)
  const app = new App({
    token: options.botToken,
    receiver: inlet.receiver,
    clientOptions: clientOptions(options),
    logger: boltLogger(options.log),
    convoStore: false,
    deferInitialization: true,
    extendedErrorHandler: true,
  })
  const work = trackWork(app)
  admitMembers(app, deps)
  register(app, deps)
  answerErrors(app, deps)
  return {
    router: inlet.router,
    client: app.client,
    async start() {
      await app.init()
      await inlet.open()
    },
    close: inlet.close,
    finished: work.finished,
  }
}

function httpInlet({ signingSecret, log }: SlackDoorOptions) {
  const router = Router()
  const receiver = new ExpressReceiver({ signingSecret, router, logger: boltLogger(log) })
  // Whoever mounted the router opens and closes it.
  return { receiver, router, open: async () => {}, close: async () => {} }
}

function socketInlet(options: SlackDoorOptions, appToken: string) {
  const receiver = new SocketModeReceiver({
    appToken,
    logger: boltLogger(options.log),
    installerOptions: { clientOptions: clientOptions(options) },
  })
  return {
    receiver,
    router: null,
    async open() {
      await receiver.start()
    },
    // The receiver's own stop does not wait for the goodbye.
    async close() {
      await receiver.client.disconnect()
    },
  }
}

type Failure = { error: Error & { original?: Error }; body: unknown }

/** Tells whoever did something what became of it when it failed, and never fails itself. */
function answerErrors(app: App, deps: Deps): void {
  app.error(async ({ error, body }: Failure) => {
    const text = explain(error.original ?? error, deps.log)
    try {
      await answer({ client: app.client, body, deps }, { text })
    } catch (failure) {
      deps.log.warn({ error: String(failure) }, 'Nobody could be told about a failure')
    }
  })
}
