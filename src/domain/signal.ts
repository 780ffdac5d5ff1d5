import type { CompanyReaction, Reaction, Signal } from './plan.ts'

/** What is done to an enrollment because of a signal. */
export type Consequence =
  | { kind: 'stop'; reason: string }
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

/** What a signal does to the enrollment it is about. `returnsAt`: when somebody out of office says to be back. */
export function consequenceOfSignal(
  rules: Record<Signal, Reaction>,
  signal: Signal,
  { now, returnsAt }: { now: Date; returnsAt: Date | null },
): Consequence {
  const reason = reasons[signal]
  switch (rules[signal]) {
    case 'continue':
      return { kind: 'none' }
    case 'stop':
      return { kind: 'stop', reason }
    case 'pause': {
      if (signal !== 'out-of-office') return { kind: 'pause', reason, resumeAt: null }
      const back =
        returnsAt !== null && returnsAt > now ? returnsAt : new Date(now.getTime() + awayDays * dayMs)
      return { kind: 'pause', reason, resumeAt: back }
    }
  }
}

/** What a reply does to the others of the same company in the same campaign. */
export function consequenceForCompany(company: CompanyReaction): Consequence {
  const reason = 'somebody at the same company replied'
  if (company === 'none') return { kind: 'none' }
  return company === 'stop' ? { kind: 'stop', reason } : { kind: 'pause', reason, resumeAt: null }
}
