import type { Transport } from './manifest.ts'
import {
  appSecret,
  inboundAddress,
  openAiKey,
  postmarkToken,
  type Sandbox,
  webhookPassword,
  webhookUser,
} from './sandbox.ts'

/** What Baton's environment needs besides the stand-ins. */
export type Place = { databaseUrl: string; port: number; transport: Transport }

/** The environment with which Baton talks to the stand-ins: only addresses and tokens differ from the real thing. */
export function batonEnvironment(
  { slack, postmark, openai }: Sandbox,
  { databaseUrl, port, transport }: Place,
): Record<string, string> {
  return {
    DATABASE_URL: databaseUrl,
    PORT: String(port),
    // What stands below is no secret, so nobody else on the network gets to use it.
    HOST: '127.0.0.1',
    PUBLIC_URL: `http://127.0.0.1:${port}`,
    APP_SECRET: appSecret,
    LOG_LEVEL: 'warn',
    // Postmark's index lags by a second here, not by minutes.
    BATON_SEND_TIMEOUT_SECONDS: '5',
    BATON_SEND_LEASE_SECONDS: '40',
    BATON_SETTLE_SECONDS: '5',
    SLACK_API_URL: slack.apiUrl,
    SLACK_BOT_TOKEN: slack.botToken,
    ...(transport === 'socket'
      ? { SLACK_APP_TOKEN: slack.appToken }
      : { SLACK_SIGNING_SECRET: slack.signingSecret }),
    POSTMARK_API_URL: postmark.url,
    POSTMARK_SERVER_TOKEN: postmarkToken,
    POSTMARK_WEBHOOK_USER: webhookUser,
    POSTMARK_WEBHOOK_PASSWORD: webhookPassword,
    POSTMARK_INBOUND_ADDRESS: inboundAddress,
    OPENAI_API_KEY: openAiKey,
    OPENAI_BASE_URL: openai.url,
    OPENAI_MODEL: 'sandbox-rules',
  }
}
