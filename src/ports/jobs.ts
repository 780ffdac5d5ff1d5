import { z } from 'zod'

/**
 * A kind of job: its queue's name, what it carries (ids only) and how it is retried.
 * `once` lets at most one wait per key: for jobs that make the world match a row, and so need not run twice.
 */
export type JobKind<Payload> = {
  name: string
  payload: z.ZodType<Payload>
  retryLimit: number
  once: 'per-key' | 'never'
  /** Seconds after which a running job counts as lost, for those that take long. */
  expireSeconds: number
}

type Options = { retryLimit?: number; once?: 'per-key' | 'never'; expireSeconds?: number }

function job<Payload>(name: string, payload: z.ZodType<Payload>, options: Options = {}): JobKind<Payload> {
  return {
    name,
    payload,
    retryLimit: options.retryLimit ?? 12,
    once: options.once ?? 'never',
    expireSeconds: options.expireSeconds ?? 120,
  }
}

const nothing = z.record(z.string(), z.never())
const campaign = z.object({ campaignId: z.uuid() })
const handover = z.object({ handoverId: z.uuid() })
const message = z.object({ messageId: z.uuid() })
const replay = z.object({ replayId: z.uuid() })
const delivery = z.object({ webhookDeliveryId: z.uuid() })

/** Every job there is. What each does is in `operations/`; who runs it is in `jobs/worker.ts`. */
export const jobs = {
  applyImport: job('apply-import', z.object({ importId: z.uuid() }), {
    once: 'per-key',
    retryLimit: 3,
    expireSeconds: 600,
  }),
  shareRefusals: job('share-refusals', campaign),
  launchScheduled: job('launch-scheduled', campaign, { once: 'per-key', expireSeconds: 600 }),
  guardCampaign: job('guard-campaign', campaign, { once: 'per-key' }),
  showCampaign: job('show-campaign', campaign, { once: 'per-key' }),
  notePaused: job('note-paused', campaign),
  noteWarned: job('note-warned', campaign),
  noteLate: job('note-late', campaign, { once: 'per-key' }),
  noteStuck: job('note-stuck', campaign, { once: 'per-key' }),
  replayMails: job('replay-mails', replay, { once: 'per-key', expireSeconds: 900 }),
  noteReplayed: job('note-replayed', replay),
  sendDueMessages: job('send-due-messages', z.object({ lane: z.int() }), {
    once: 'per-key',
    expireSeconds: 900,
  }),
  reconcileMessages: job('reconcile-messages', nothing, { once: 'per-key', expireSeconds: 600 }),
  giveUpSearch: job('give-up-search', z.object({ attempt: z.uuid() }), { once: 'per-key' }),
  applyMessageEvents: job('apply-message-events', nothing, { once: 'per-key', expireSeconds: 600 }),
  wakeEnrollments: job('wake-enrollments', z.object({ after: z.uuid().optional() }), {
    once: 'per-key',
    expireSeconds: 600,
  }),
  tick: job('tick', nothing, { once: 'per-key' }),
  checkInvariants: job('check-invariants', nothing, { once: 'per-key', retryLimit: 2 }),
  noteFailedWebhooks: job('note-failed-webhooks', nothing, { once: 'per-key' }),
  recordReply: job('record-reply', delivery, { once: 'per-key' }),
  assessReply: job('assess-reply', z.object({ replyId: z.uuid() }), { once: 'per-key' }),
  showHandover: job('show-handover', handover, { once: 'per-key' }),
  noteHandover: job(
    'note-handover',
    z.object({ handoverId: z.uuid(), note: z.enum(['claimed', 'won', 'lost']), by: z.string().optional() }),
  ),
  sendConversationMessage: job('send-conversation-message', message, { once: 'per-key' }),
  showConversationMessage: job('show-conversation-message', message),
} as const

/** When a job is to run, and under which key only one waits: what it carries, unless told. */
export type EnqueueOptions = {
  key?: string
  afterSeconds?: number
  /** Only where none waits, without holding the one that does: for what was committed before this call. */
  ifNoneWaits?: true
}

/** Puts jobs in line: inside the caller's transaction, so that the job exists exactly if the change does. */
export type Queue<Transaction> = {
  enqueue: <Payload extends object>(
    tx: Transaction,
    job: JobKind<Payload>,
    request: { payload: Payload } & EnqueueOptions,
  ) => Promise<void>
}

/** Runs jobs in this process. */
export type JobRunner = {
  /** Gives each job of a kind to `handler`, at most `concurrency` at a time. A throw means: try again later. */
  work: <Payload>(
    job: JobKind<Payload>,
    handler: (payload: Payload, signal: AbortSignal) => Promise<void>,
    concurrency: number,
  ) => Promise<void>
  /** Enqueues a job by the clock (cron, UTC), once over all processes; after downtime once for all it missed. */
  every: (job: JobKind<Record<string, never>>, cron: string) => Promise<void>
}
