/** What a fault does instead of, or after, the normal answer. */
export type FaultReply =
  | { readonly status: number; readonly errorCode: number; readonly message: string }
  /** Never answered, nothing accepted. */
  | 'timeout'
  /** Connection dropped, nothing accepted. */
  | 'reset'
  | 'accept-then-reset'
  | 'accept-then-hang'
  /** 200 with HTML, with nothing, with JSON of another shape. */
  | 'html200'
  | 'empty200'
  | 'nonsense200'
  /** Accepted; the answer breaks off in the middle. */
  | 'truncate'
  | 'rate-limit'
  /** Accepted, with the success body of an incident: no ErrorCode. */
  | 'delayed'

/**
 * A fault to inject. `path` and `recipient` match whole, or as a prefix when they end in `*`.
 * A fault with `recipient` and an error reply fails that message alone, inside a batch too.
 * `times` defaults to 1, or to no limit when `probability` (0 to 1) is given.
 * `afterAccept` carries the request out before the fault answers.
 */
export type Fault = {
  readonly match?: { readonly method?: string; readonly path?: string; readonly recipient?: string }
  readonly times?: number
  readonly probability?: number
  readonly reply: FaultReply
  readonly afterAccept?: boolean
}

/** A fault that has not struck as often as it will. `left` is infinite for one without a limit. */
export type WaitingFault = { readonly id: number; readonly fault: Fault; readonly left: number }

/** The faults in force. */
export type Faults = {
  /** Returns what takes it away again. */
  add(fault: Fault): () => void
  /** In the order they strike. */
  waiting(): readonly WaitingFault[]
  /** Takes one away by its id; one that is not there any more changes nothing. */
  takeBack(id: number): void
  clear(): void
}

/** One API request as it was answered; `status` 0: the connection was dropped or left hanging. */
export type RequestEntry = {
  readonly kind: 'request'
  readonly seq: number
  readonly at: number
  readonly method: string
  /** With the query. */
  readonly path: string
  readonly status: number
  readonly errorCode: number
  /** Name of the fault that struck, when one did. */
  readonly fault: string | null
  /** Left out for large bodies. */
  readonly body?: unknown
  readonly answer?: unknown
}

/** One POST of a webhook. */
export type WebhookAttempt = {
  readonly kind: 'webhook'
  readonly seq: number
  readonly at: number
  readonly traceId: string
  /** Delivery, Open, …, or `Inbound`. */
  readonly recordType: string
  /** Without userinfo. */
  readonly url: string
  /** 1 for the first try. */
  readonly attempt: number
  readonly retriesRemaining: number
  /** 0: no HTTP answer; see `error`. */
  readonly status: number
  readonly error: string | null
  readonly outcome: 'delivered' | 'will-retry' | 'dropped'
  readonly payload: Readonly<Record<string, unknown>>
}

/** What went in and out; the oldest entries are dropped after some thousands. */
export type Journal = {
  requests(): readonly RequestEntry[]
  attempts(): readonly WebhookAttempt[]
  /** Returns what removes the listener. */
  onChange(listener: (entry: RequestEntry | WebhookAttempt) => void): () => void
}

/** For invariants: how often Postmark accepted each `Metadata.sendid`. */
export type Accepted = {
  total(): number
  count(sendid: string): number
  counts(): ReadonlyMap<string, number>
}

/** The outgoing side. */
export type Webhooks = {
  /** Resolves when nothing is being posted or waiting to be posted now (later retries may remain). */
  idle(): Promise<void>
  /** Waiting now, in flight, and waiting for a later retry. */
  pending(): { readonly queued: number; readonly inFlight: number; readonly retrying: number }
  /** Posts again everything that was posted under this trace id. */
  repeat(traceId: string): void
  /** Holds events back until `resume`, which may post them in another order. */
  pause(): void
  resume(how?: { readonly order: 'as-happened' | 'reversed' | 'shuffled' }): void
}
