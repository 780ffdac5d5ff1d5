import type { TimeState } from './clock-view.ts'

/** What the page needs before anything else: who there is, and how much happened. */
export type World = {
  people: { id: string; name: string }[]
  /** Where the Slack stand-in serves files, without a slash at the end. */
  slackOrigin: string
  mails: number
  modelCalls: number
  /** Null where time cannot be moved. */
  time: TimeState | null
  /** How often something will still go wrong on order; null where an order has no limit. */
  faults: number | null
}
