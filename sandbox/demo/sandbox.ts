import { randomBytes } from 'node:crypto'
import { startOpenAi } from '../openai/server.ts'
import type { OpenAiStandIn } from '../openai/types.ts'
import { startPostmark } from '../postmark/server.ts'
import type { PostmarkStandIn } from '../postmark/types.ts'
import { startSlack } from '../slack/start.ts'
import type { SlackOptions, SlackStandIn } from '../slack/types.ts'
import { readManifest, type Transport } from './manifest.ts'
import { workspaceSeed } from './workspace-seed.ts'

/** The vendors that Baton talks to, as stand-ins on this machine. */
export type Sandbox = {
  slack: SlackStandIn
  postmark: PostmarkStandIn
  openai: OpenAiStandIn
  /** Moves the time of all of them ahead. Lifetimes of three seconds or thirty minutes stay those of a real clock. */
  moveAhead: (ms: number) => void
  stop: () => Promise<void>
}

export const openAiKey = 'sk-sandbox'
export const inboundAddress = 'reply@inbound.northwind.example'
export const webhookUser = 'postmark'
export const webhookPassword = randomBytes(16).toString('hex')
export const appSecret = randomBytes(32).toString('hex')
export const postmarkToken = 'sandbox-server-token'

/** How the sandbox is started. `slack` is what its Slack should do otherwise than the real one. */
export type SandboxOptions = {
  transport: Transport
  slack?: Pick<SlackOptions, 'ackLimitMs' | 'protocolNow'>
}

/** Starts every stand-in, with the demonstration's workspace and Baton's own manifest. */
export async function startSandbox({ transport, slack: otherwise }: SandboxOptions): Promise<Sandbox> {
  let aheadMs = 0
  const now = () => Date.now() + aheadMs
  const [slack, postmark, openai] = await Promise.all([
    startSlack({ manifest: await readManifest(transport), workspace: workspaceSeed, now, ...otherwise }),
    startPostmark({
      serverToken: postmarkToken,
      accountToken: 'sandbox-account-token',
      domains: ['northwind.example', 'mail.northwind.example'],
      inboundAddress,
      deliveryLatencyMs: 200,
      indexLagMs: 1_000,
    }),
    startOpenAi({ apiKey: openAiKey, now }),
  ])
  const moveAhead = (ms: number) => {
    aheadMs += ms
    postmark.advance(ms)
  }
  const stop = async () => {
    await Promise.all([slack.stop(), postmark.stop(), openai.stop()])
  }
  return { slack, postmark, openai, moveAhead, stop }
}

/** Tells the stand-ins where Baton listens. In Socket Mode Baton dials Slack by itself. */
export function connectBaton({ slack, postmark }: Sandbox, batonUrl: string, transport: Transport): void {
  slack.connectApp(
    transport === 'socket' ? { transport } : { transport, requestUrl: `${batonUrl}/slack/events` },
  )
  const withCredentials = new URL(batonUrl)
  withCredentials.username = webhookUser
  withCredentials.password = webhookPassword
  const base = withCredentials.href.replace(/\/$/, '')
  postmark.connect({
    eventsUrl: `${base}/webhooks/postmark/events`,
    inboundUrl: `${base}/webhooks/postmark/inbound`,
  })
}
