import { setTimeout } from 'node:timers/promises'
import type { ClockView, Foreseen, Jump, JumpResult, Time } from '../page/clock-view.ts'
import type { BatonClock, Foresight } from './baton-clock.ts'
import type { Sandbox } from './sandbox.ts'

/** What moves: Baton, and the stand-ins. */
export type Movable = { baton: BatonClock; sandbox: Pick<Sandbox, 'moveAhead' | 'postmark'> }

// Long enough for a few thousand mails to go out; a page that waits longer seems broken.
const mostMs = 45_000
// What is handled by a job that failed is tried again seconds later; time goes on without it.
const patienceMs = 10_000
const lookAgainMs = 50
// Once a second: a job that was at work when time moved has not seen what became due.
const looksBeforeWaking = 20

/** The time that Baton and its stand-ins share. */
export function makeTime(movable: Movable): Time {
  const listeners = new Set<() => void>()
  const changed = (): void => listeners.forEach((listener) => listener())
  const state = { aheadMs: 0, isMoving: false }
  const move = async (ms: number): Promise<void> => {
    state.aheadMs += ms
    // The stand-ins go first: Baton must not ask about a mail that is not on record yet.
    movable.sandbox.moveAhead(ms)
    await movable.baton.move(ms)
    changed()
  }
  return {
    state: () => ({ ...state }),
    view: async (): Promise<ClockView> => {
      const { now, ahead } = await movable.baton.look()
      return { now, ...state, next: ahead }
    },
    jump: async (how) => {
      if (state.isMoving) throw new Error('Time is moving already. Wait until it has arrived.')
      state.isMoving = true
      changed()
      try {
        return await travel({ look: () => lookWhenQuiet(movable), move }, how)
      } finally {
        state.isMoving = false
        changed()
      }
    },
    onChange: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}

type Traveller = { look: () => Promise<Foresight>; move: (ms: number) => Promise<void> }

/** Goes from one due moment to the next as far as asked, so that a week brings what a week would have brought. */
async function travel({ look, move }: Traveller, how: Jump): Promise<JumpResult> {
  const deadline = Date.now() + mostMs
  let seen = await look()
  const target = targetOf(seen, how)
  while (seen.now < target) {
    if (Date.now() > deadline)
      return { note: 'So much is due on the way that time stopped here. Jump again to go on.' }
    // One millisecond more: what was rounded on the way is due then all the same.
    await move(Math.min(target, nextStop(seen)?.lastAt ?? target) - seen.now + 1)
    seen = await look()
  }
  const left = seen.ahead.some((each) => isDue(each, seen))
  return {
    note: left ? 'Arrived. What is due is still being done.' : 'Arrived. Everything due has been done.',
  }
}

function targetOf(seen: Foresight, how: Jump): number {
  if (how !== 'next') return seen.now + how
  const stop = nextStop(seen)
  if (!stop) throw new Error('Nothing is due: time alone brings nothing more.')
  return stop.lastAt
}

const nextStop = ({ ahead, now }: Foresight): Foreseen | undefined => ahead.find(({ lastAt }) => lastAt > now)

const isDue = ({ at }: Foreseen, { now }: Foresight): boolean => at <= now

/**
 * Looks once everything due has been done, so that a day's work is over before the next day begins. While a call is with
 * the provider time must not move: Baton would take it for lost.
 * @throws Error when mails are still going out after a while
 */
async function lookWhenQuiet({ baton, sandbox }: Movable): Promise<Foresight> {
  const started = Date.now()
  for (let looks = 1; ; looks += 1) {
    const { queued, inFlight } = sandbox.postmark.webhooks.pending()
    const seen = await (looks % looksBeforeWaking === 0 ? baton.wake() : baton.look())
    const isBusy = queued + inFlight + seen.webhooks > 0 || seen.ahead.some((each) => isDue(each, seen))
    if (seen.calls === 0 && (!isBusy || Date.now() - started > patienceMs)) return seen
    if (Date.now() - started > mostMs)
      throw new Error('Mails are still going out. Jump again when they have.')
    await setTimeout(lookAgainMs)
  }
}
