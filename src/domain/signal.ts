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
