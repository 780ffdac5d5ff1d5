import { createClock } from './clock.ts'
import type { Clock } from './clock.ts'
import { domainRecord } from './domain-record.ts'
import type { DomainRecord, SenderRecord } from './domain-record.ts'
import { createFaults } from './faults.ts'
import type { FaultBox } from './faults.ts'
import type { Hook } from './hook.ts'
import { createJournal } from './journal.ts'
import type { JournalBox } from './journal.ts'
import { createLastSeen } from './last-seen.ts'
import { createOutbox } from './outbox.ts'
import type { Outbox } from './outbox.ts'
import { seededRandom } from './random.ts'
import type { Bounce, StoredInbound, StoredMail, Stream, Suppression } from './records.ts'
import { createStreams } from './records.ts'
import type { PostmarkOptions, PostmarkSettings } from './types.ts'

/** The whole state of one Postmark server (in Postmark's sense) and its account. */
export type World = {
  readonly clock: Clock
  readonly random: () => number
  readonly settings: PostmarkSettings
  readonly tokens: { readonly server: string; readonly account: string }
  readonly keepBodies: boolean
  readonly inboundAddress: string
  /** Custom unsubscribe handling needs approval; an account that started with it has it. */
  readonly customUnsubscribeAllowed: boolean
  readonly streams: Map<string, Stream>
  readonly domains: DomainRecord[]
  readonly senders: SenderRecord[]
  readonly hooks: Map<number, Hook>
  readonly server: ServerFields
  readonly activity: Activity
  readonly faults: FaultBox
  readonly journal: JournalBox
  readonly outbox: Outbox
  /** Where the stand-in listens; known once it does. */
  baseUrl: string
  readonly lastSeen: (place: string, text: string) => string
  /** Numbers for whatever Postmark numbers. */
  nextId(): number
}

/** What the server object lets one change. */
export type ServerFields = {
  Name: string
  Color: string
  DeliveryType: string
  InboundHookUrl: string
  InboundDomain: string
  TrackOpens: boolean
  TrackLinks: string
  RawEmailEnabled: boolean
}

/** What `reset` empties. */
export type Activity = {
  mails: StoredMail[]
  /** Built when a mail is first looked up by its id. */
  byId: Map<string, StoredMail> | null
  /** Built for a metadata key when it is first searched: key → value → mails. */
  readonly byMetadata: Map<string, Map<string, StoredMail[]>>
  /** Stream → lower-case address. */
  readonly suppressions: Map<string, Map<string, Suppression>>
  bounces: Bounce[]
  inbound: StoredInbound[]
  readonly removals: Map<number, { readonly doneAt: number }>
}

const defaultSettings: PostmarkSettings = {
  indexLagMs: 0,
  automaticDelivery: true,
  deliveryLatencyMs: 0,
  answerLatencyMs: 0,
  inactiveWording: 'one-line',
  duplicateWebhooks: 0,
  webhookConcurrency: 8,
  eventTimeoutMs: 10_000,
  inboundTimeoutMs: 120_000,
}

/** Takes from `changes` what is a setting; anything else is ignored. */
export const changeSettings = (settings: PostmarkSettings, changes: object): void => {
  const known = new Set(Object.keys(defaultSettings))
  Object.assign(settings, Object.fromEntries(Object.entries(changes).filter(([name]) => known.has(name))))
}

const emptyActivity = (): Activity => ({
  mails: [],
  byId: null,
  byMetadata: new Map(),
  suppressions: new Map(),
  bounces: [],
  inbound: [],
  removals: new Map(),
})

/** Forgets everything that happened. */
export const clearActivity = ({ activity }: World): void => {
  activity.mails = []
  activity.byId = null
  activity.bounces = []
  activity.inbound = []
  for (const map of [activity.byMetadata, activity.suppressions, activity.removals]) map.clear()
}

const serverFields = (options: PostmarkOptions): ServerFields => ({
  Name: 'Stand-in',
  Color: 'blue',
  DeliveryType: 'Live',
  InboundHookUrl: options.hooks?.inboundUrl ?? '',
  InboundDomain: '',
  TrackOpens: false,
  TrackLinks: 'None',
  RawEmailEnabled: false,
})

/** A server with nothing sent yet. */
export const createWorld = (options: PostmarkOptions): World => {
  const settings = { ...defaultSettings }
  changeSettings(settings, options)
  const clock = createClock(options.now)
  const random = seededRandom(options.seed ?? 1)
  const streams = createStreams(options.streams, clock.now())
  const journal = createJournal()
  let lastId = 1000
  const nextId = () => ++lastId
  return {
    clock,
    random,
    settings,
    tokens: { server: options.serverToken, account: options.accountToken },
    keepBodies: options.keepBodies ?? true,
    inboundAddress: options.inboundAddress ?? 'hash@inbound.postmarkapp.com',
    customUnsubscribeAllowed: [...streams.values()].some(({ unsubscribe }) => unsubscribe === 'Custom'),
    streams,
    domains: (options.domains ?? []).map((name) => domainRecord({ id: nextId(), name, verified: true })),
    senders: (options.signatures ?? []).map((email) => ({ id: nextId(), email, name: '', confirmed: true })),
    hooks: new Map(),
    server: serverFields(options),
    activity: emptyActivity(),
    faults: createFaults(random),
    journal,
    outbox: createOutbox({ clock, random, settings, journal }),
    baseUrl: '',
    lastSeen: createLastSeen(),
    nextId,
  }
}
