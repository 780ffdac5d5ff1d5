import type { Endpoint } from './types.ts'

/** What a request that would have succeeded ends in instead. */
export type Outcome =
  /** Answers whose HTTP status is 200 (`failed` is 500 on chat, which has no such status). */
  | { readonly kind: 'refusal' | 'incomplete' | 'failed' | 'schema-mismatch' | 'garbage' }
  | { readonly kind: 'rate-limited'; readonly retryAfterSeconds: number }
  | { readonly kind: 'insufficient-quota' | 'server-error' | 'bad-gateway' }
  /** Answers as usual after so many real milliseconds. */
  | { readonly kind: 'slow'; readonly ms: number }
  /** Never answers; the connection stays open until the caller or `stop()` ends it. */
  | { readonly kind: 'hang' }

/** `times` defaults to 1; without `endpoint` it strikes responses and chat, not moderations. */
export type Fault = { readonly outcome: Outcome; readonly times?: number; readonly endpoint?: Endpoint }

/** A fault that has not struck as often as it will. */
export type WaitingFault = { readonly id: number; readonly fault: Fault; readonly left: number }

/** The faults in force, spent in the order they were added. */
export type Faults = {
  /** Returns what takes it away again. Throws for an outcome that moderations do not have. */
  add(fault: Fault): () => void
  waiting(): readonly WaitingFault[]
  /** Takes one away by its id; one that is not there any more changes nothing. */
  takeBack(id: number): void
  clear(): void
}

export type FaultQueue = Faults & { take(endpoint: Endpoint): Outcome | null }

const onlyOfModels = new Set<Outcome['kind']>([
  'refusal',
  'incomplete',
  'failed',
  'schema-mismatch',
  'garbage',
])

export function createFaults(): FaultQueue {
  let pending: (WaitingFault & { left: number })[] = []
  let lastId = 0
  const takeBack = (id: number): void => {
    pending = pending.filter((entry) => entry.id !== id)
  }
  return {
    add: (fault) => {
      if (fault.endpoint === 'moderations' && onlyOfModels.has(fault.outcome.kind)) {
        throw new Error(`A moderation cannot end in "${fault.outcome.kind}".`)
      }
      lastId += 1
      const id = lastId
      pending.push({ id, fault, left: fault.times ?? 1 })
      return () => takeBack(id)
    },
    waiting: () => pending.map((entry) => ({ ...entry })),
    takeBack,
    clear: () => {
      pending = []
    },
    take: (endpoint) => {
      const entry = pending.find(({ fault }) => strikes(fault, endpoint))
      if (entry === undefined) return null
      entry.left -= 1
      if (entry.left <= 0) takeBack(entry.id)
      return entry.fault.outcome
    },
  }
}

const strikes = (fault: Fault, endpoint: Endpoint): boolean =>
  fault.endpoint === undefined ? endpoint !== 'moderations' : fault.endpoint === endpoint
