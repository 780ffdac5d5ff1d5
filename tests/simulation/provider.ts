import { between, type Random } from '../../bench/prove/random.ts'
import type { CallEnd, MailAnswer } from '../../src/domain/message.ts'
import type { Schedule } from './schedule.ts'

/** A mail that the provider took, and since when its search shows it. */
export type Taken = {
  sendid: string
  attempt: string
  claimed: number
  providerMessageId: string
  visibleAt: number
}

/** One mail of a call; `claimed` orders its claim among everything that happened. */
export type Mail = { sendid: string; attempt: string; claimed: number }

/** A provider that takes mails, loses calls and answers, and shows what it took only after a while. */
export type Provider = {
  taken: Taken[]
  /** Begins a call. `end` is heard after `endsInMs` by whoever still listens: what it takes, it takes anyway. */
  call: (mails: readonly Mail[]) => { endsInMs: number; end: CallEnd }
  search: (attempt: string) => Taken[]
}

type Behaviour = {
  schedule: Schedule
  random: Random
  callTimeoutMs: number
  longestLagMs: number
  /** While false, every call ends well. */
  isFaulty: () => boolean
  onTaken: (mail: Taken) => void
}

const fates = [
  ...Array.from({ length: 10 }, () => 'answered' as const),
  'answered-with-nothing',
  'answer-lost',
  'answer-lost',
  'lost',
  'lost',
  '5xx-after',
  '5xx-before',
  'refused',
  'refused',
  'forbidden',
  'hangs',
] as const

const takes = new Set<string>(['answered', 'answered-with-nothing', 'answer-lost', '5xx-after', 'hangs'])

/** Starts a provider. Every mail it takes is told to `onTaken` when it takes it. */
export function newProvider(behaviour: Behaviour): Provider {
  const { schedule, random, callTimeoutMs, longestLagMs, isFaulty, onTaken } = behaviour
  const taken: Taken[] = []
  const take = (mail: Mail) => {
    const providerMessageId = `pm${taken.length}`
    const visibleAt = schedule.now() + random() * longestLagMs
    const entry = { ...mail, providerMessageId, visibleAt }
    taken.push(entry)
    onTaken(entry)
    return providerMessageId
  }
  return {
    taken,
    search: (attempt) => taken.filter((mail) => mail.attempt === attempt && mail.visibleAt <= schedule.now()),
    call: (mails) => {
      const fate = isFaulty() ? (fates[Math.floor(random() * fates.length)] ?? 'answered') : 'answered'
      const answersIn = fate === 'hangs' ? callTimeoutMs : between(random, 20, callTimeoutMs / 4)
      const answers: MailAnswer[] = mails.map(() => answerOf(isFaulty() ? random() : 1))
      if (takes.has(fate)) {
        schedule.at(random() * answersIn, () => {
          for (const [index, mail] of mails.entries()) {
            const answer = answers[index]
            if (answer?.kind === 'accepted') answer.providerMessageId = take(mail)
          }
        })
      }
      return { endsInMs: answersIn, end: endOf(fate, answers) }
    },
  }
}

function answerOf(chance: number): MailAnswer {
  const rejected = { kind: 'rejected', about: 'recipient' } as const
  if (chance < 0.02) return { ...rejected, code: 406, reason: 'inactive recipient', inactive: true }
  if (chance < 0.03) return { ...rejected, code: 300, reason: 'invalid address', inactive: false }
  if (chance < 0.04) return { kind: 'refused', whose: 'account', reason: 'not now' }
  return { kind: 'accepted', providerMessageId: '' }
}

function endOf(fate: (typeof fates)[number], answers: MailAnswer[]): CallEnd {
  if (fate === 'answered') return { kind: 'answered', outcomes: answers }
  if (fate === 'answered-with-nothing') return { kind: 'answered', outcomes: [] }
  if (fate === 'refused' || fate === 'forbidden') return { kind: fate, reason: 'no mail taken' }
  return { kind: 'unknown', reason: 'no usable answer' }
}
