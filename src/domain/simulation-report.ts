import type { Cohort } from './due-queue.ts'
import type { CampaignPlan } from './plan.ts'
import { drawCount, shareDraws } from './variant-draw.ts'

/** What holds mails up. */
export type HoldUp = 'window' | 'campaign' | 'sender' | 'domain' | 'contact' | 'gap'

/** Why somebody is not, or not to the end, written to. */
export type Unreached = 'holdout' | 'late' | 'beyond-the-horizon'

/** From the first to the last of some mails. */
type Span = { mails: number; first: Date; last: Date }

/** What a campaign comes to. Counts of variants and of the holdout are what the draw comes to on average. */
export type CampaignSimulation = {
  mails: number
  /** By the hour in which they go out, hours without mail left out. */
  hours: { hour: Date; mails: number }[]
  zones: (Span & { zone: string })[]
  /** A step ends with its last mail. */
  steps: (Span & { position: number; variants: { name: string; mails: number }[] })[]
  /** What held somebody up: how many, counted each time, and from the first to the last time. */
  heldUp: { by: HoldUp; domain: string | null; people: number; first: Date; last: Date }[]
  unreached: { reason: Unreached; people: number }[]
}

/** Collects what happens in a simulation. */
export type Recorder = {
  sent: (cohort: Cohort, count: number, now: number) => void
  held: (by: HoldUp, people: { count: number; domain?: string }, now: number) => void
  lost: (reason: Unreached, count: number) => void
  report: () => CampaignSimulation
}

type Tally = { count: number; first: number; last: number }

const hourMs = 3_600_000

/** A recorder for a plan, with nothing in it. */
export function recorder(plan: CampaignPlan): Recorder {
  const hours = new Map<number, number>()
  const zones = new Map<string, Tally>()
  const steps = new Map<number, Tally>()
  const heldUp = new Map<string, Tally & { by: HoldUp; domain: string | null }>()
  const unreached = new Map<Unreached, number>()
  return {
    sent: ({ zone, step }, count, now) => {
      const hour = Math.floor(now / hourMs) * hourMs
      hours.set(hour, (hours.get(hour) ?? 0) + count)
      zones.set(zone, tallied(zones.get(zone), count, now))
      steps.set(step, tallied(steps.get(step), count, now))
    },
    held: (by, { count, domain = null }, now) => {
      const key = `${by} ${domain}`
      heldUp.set(key, { ...tallied(heldUp.get(key), count, now), by, domain })
    },
    lost: (reason, count) => {
      if (count > 0) unreached.set(reason, (unreached.get(reason) ?? 0) + count)
    },
    report: () => ({
      mails: [...hours.values()].reduce((sum, mails) => sum + mails, 0),
      hours: [...hours].toSorted(byNumber).map(([hour, mails]) => ({ hour: new Date(hour), mails })),
      zones: [...zones].map(([zone, tally]) => Object.assign(spanOf(tally), { zone })),
      steps: [...steps]
        .toSorted(byNumber)
        .map(([position, tally]) =>
          Object.assign(spanOf(tally), { position, variants: variantsOf(plan, position, tally.count) }),
        ),
      heldUp: [...heldUp.values()].map(({ by, domain, count: people, first, last }) => ({
        by,
        domain,
        people,
        first: new Date(first),
        last: new Date(last),
      })),
      unreached: [...unreached].map(([reason, people]) => ({ reason, people })),
    }),
  }
}

const byNumber = ([a]: readonly [number, unknown], [b]: readonly [number, unknown]) => a - b

const tallied = (before: Tally | undefined, count: number, now: number): Tally => ({
  count: (before?.count ?? 0) + count,
  first: Math.min(before?.first ?? now, now),
  last: Math.max(before?.last ?? now, now),
})

const spanOf = ({ count, first, last }: Tally): Span => ({
  mails: count,
  first: new Date(first),
  last: new Date(last),
})

function variantsOf(plan: CampaignPlan, position: number, mails: number) {
  const variants = plan.steps[position - 1]?.variants ?? []
  const shares = shareDraws(variants.map(({ weight }) => weight))
  return shares.map(({ drawFrom, drawTo }, index) => ({
    name: variants[index]?.name ?? '',
    mails: Math.round((mails * drawTo) / drawCount) - Math.round((mails * drawFrom) / drawCount),
  }))
}
