import { WebClient, type WebClientOptions } from '@slack/web-api'
import type { Log } from '../ports/log.ts'
import { boltLogger } from './bolt-logger.ts'

/** A token, where Slack is (absent: slack.com), and where the client reports. */
export type SlackClientOptions = { token: string; apiUrl: string | undefined; log: Log }

/**
 * How we call Slack. Somebody is waiting, or a job that tries again by itself: the client's own patience (ten tries in
 * half an hour) would only pile up calls.
 */
export const clientOptions = ({ apiUrl, log }: Omit<SlackClientOptions, 'token'>): WebClientOptions => ({
  ...(apiUrl !== undefined && { slackApiUrl: apiUrl }),
  retryConfig: { retries: 2, factor: 2, minTimeout: 250, maxTimeout: 1000 },
  timeout: 10_000,
  logger: boltLogger(log),
})

/** A client for Slack's Web API. */
export const createSlackClient = ({ token, ...options }: SlackClientOptions): WebClient =>
  new WebClient(token, clientOptions(options))
