import { type Person, personAtCompany } from './company.ts'
import type { CompanyReaction, Reaction, Signal } from './plan.ts'

/** What is done to an enrollment because of a signal. `resumeAt` null: it is paused until a person says otherwise. */
export type Consequence =
  | { kind: 'stop'; status: 'replied' | 'stopped'; reason: string }
  | { kind: 'pause'; reason: string; resumeAt: Date | null }
  | { kind: 'none' }

const dayMs = 86_400_000
/** How long somebody is waited for who is out of office and does not say until when. */
export const awayDays = 14

const reasons: Record<Signal, string> = {
  reply: 'replied',
  'out-of-office': 'out of office',
  click: 'clicked',
  bounce: 'bounced',
  complaint: 'complained',
  unsubscribe: 'unsubscribed',
}

// Whatever a campaign's rules say: the law and the mail providers ask for it.
const alwaysStop: ReadonlySet<Signal> = new Set(['bounce', 'complaint', 'unsubscribe'])

/** What a signal does to the enrollment it is about. `returnsAt`: when somebody out of office says to be back. */
export function consequenceOfSignal(
  rules: Record<Signal, Reaction>,
  signal: Signal,
  { now, returnsAt }: { now: Date; returnsAt: Date | null },
): Consequence {
  const reason = reasons[signal]
  switch (alwaysStop.has(signal) ? 'stop' : rules[signal]) {
    case 'continue':
      return { kind: 'none' }
    case 'stop':
      return { kind: 'stop', status: signal === 'reply' ? 'replied' : 'stopped', reason }
    case 'pause': {
      if (signal !== 'out-of-office') return { kind: 'pause', reason, resumeAt: null }
      const back =
        returnsAt !== null && returnsAt > now ? returnsAt : new Date(now.getTime() + awayDays * dayMs)
      return { kind: 'pause', reason, resumeAt: back }
    }
  }
}

/** What a signal on a mail of one run of a campaign does to somebody who is under way in another one, by the rules of that. */
export function consequenceInOtherRun(...told: Parameters<typeof consequenceOfSignal>): Consequence {
  const consequence = consequenceOfSignal(...told)
  const [, signal] = told
  // Of an absence it does not matter what mail told it, and whoever looks for the absent knows them by this reason.
  if (consequence.kind === 'none' || signal === 'out-of-office') return consequence
  return { ...consequence, reason: `${consequence.reason} in another run` }
}

/** Of two things that are to be done to one enrollment the one that weighs more; of equals the later one. */
export function weightier<T extends Consequence>(one: T, other: T): T {
  return weightOf(other) < weightOf(one) ? one : other
}

function weightOf(consequence: Consequence): number {
  if (consequence.kind !== 'pause') return consequence.kind === 'stop' ? 3 : 0
  return consequence.resumeAt === null ? 2 : 1
}

/** What a reply of `who` does to the others of the same company in the same campaign. */
export function consequenceForCompany(company: CompanyReaction, who: Person): Consequence {
  const reason = `${personAtCompany(who)} replied`
  switch (company) {
    case 'none':
      return { kind: 'none' }
    case 'stop':
      return { kind: 'stop', status: 'stopped', reason }
    case 'pause':
      return { kind: 'pause', reason, resumeAt: null }
  }
}
