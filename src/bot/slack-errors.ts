import { WebAPIPlatformError } from '@slack/web-api'

/** Slack's own word for why it refused a call; null for anything that is not such a refusal. */
export const slackError = (error: unknown): string | null =>
  error instanceof WebAPIPlatformError ? error.data.error : null

/** Runs a call whose named refusals mean that there is nothing left to do. Everything else is thrown on. */
export async function unless(refusals: readonly string[], call: () => Promise<unknown>): Promise<void> {
  try {
    await call()
  } catch (error) {
    if (!refusals.includes(slackError(error) ?? '')) throw error
  }
}

const lateTriggers = new Set(['expired_trigger_id', 'exchanged_trigger_id', 'invalid_trigger_id'])

/** Whether Slack refused to open a modal because what it is opened with lives for three seconds only. */
export const isLateTrigger = (error: unknown): boolean => lateTriggers.has(slackError(error) ?? '')
