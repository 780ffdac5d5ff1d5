import type { Tx } from '../../src/db/client.ts'
import type { Chat } from '../../src/ports/chat.ts'
import type { Queue } from '../../src/ports/jobs.ts'
import type { Log } from '../../src/ports/log.ts'

/** A queue whose jobs nobody runs. */
export const noQueue: Queue<Tx> = { enqueue: () => Promise.resolve() }

/** A log that keeps only what went wrong. */
export const errorsOnly: Log = {
  info: () => {},
  warn: () => {},
  error: (facts, message) => console.error(message, facts),
}

const posted = { channelId: 'C1', ts: '1700000000.000001' }

/** Slack, as a place where everything succeeds and nothing is kept. */
export const noChat: Chat = {
  showCampaign: () => Promise.resolve(posted),
  showCampaignReview: () => Promise.resolve(),
  showHandover: () => Promise.resolve(posted),
  say: () => Promise.resolve(posted),
  tell: () => Promise.resolve(),
  mark: () => Promise.resolve(),
  shareFile: () => Promise.resolve(),
  readFile: () => Promise.resolve({ kind: 'unreadable', reason: 'nobody uploads here' }),
  profile: (name) => Promise.resolve({ name, email: null, timeZone: null, outsider: false, admin: false }),
  isChannelMember: () => Promise.resolve(true),
  canSeeChannel: () => Promise.resolve(true),
}
