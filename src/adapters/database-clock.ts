import type { Clock } from '../ports/clock.ts'
import type { Log } from '../ports/log.ts'
import { steadyTime } from './steady-time.ts'

/** A clock that follows the database's until it is stopped. */
export type DatabaseClock = Required<Clock> & { stop: () => void }

/** Times in milliseconds; `ask` gives the database's, since 1970. What is absent is the machine's own. */
type Given = {
  ask: () => Promise<number>
  log: Log
  steady?: () => number
  everyMs?: number
  patienceMs?: number
}

/** What the database told, and when, in steady time, it was asked and had answered. */
type Sample = { asked: number; told: number; answered: number }

/** How far the database was ahead of steady time, and until when. */
type Past = { offset: number; until: number }

const firstSamples = 5
const askAgainMs = 5_000
/** A measurement and its answer: for so long some process may not know yet that the database's clock was set. */
const unheardMs = 120_000
const rememberedMs = 48 * 60 * 60 * 1000
/** Less is the answers' own unevenness, and nobody judges by a second. */
const setMs = 1_000
const worthTellingMs = 30_000

/**
 * The database's clock, so that all processes have the same one, whatever the clocks of their machines say or are set to. It is
 * asked now and every minute; in between, and while the database is away, the time goes on by itself.
 * Rejects when the database cannot be asked now.
 */
export async function databaseClock({
  ask,
  log,
  steady = steadyTime(),
  everyMs = 60_000,
  patienceMs = 20_000,
}: Given): Promise<DatabaseClock> {
  const sample = async (): Promise<Sample> => {
    const asked = steady()
    const told = await inTime(ask(), patienceMs)
    return { asked, told, answered: steady() }
  }
  const samples: Sample[] = []
  while (samples.length < firstSamples) samples.push(await sample())
  const start = steady()
  let offset = quickest(samples)
  // Whether the database's clock was set just now, or the machine's is wrong, cannot be told: for a while both count.
  let past: Past[] = [{ offset: Date.now() - start, until: start }]
  const noteMachine = machineNotes(log)
  noteMachine(offset + start)

  let latest = start
  const measure = async (): Promise<void> => {
    const taken = await sample()
    if (taken.asked < latest) return
    latest = taken.asked
    const fitted = fit(offset, taken)
    const byMs = Math.round(fitted - offset)
    if (Math.abs(byMs) > setMs) {
      past = [...past.filter(({ until }) => until > steady() - rememberedMs), { offset, until: steady() }]
      log.warn({ byMs }, 'The database’s clock was set')
    }
    offset = fitted
    noteMachine(offset + steady())
  }

  return {
    now: () => new Date(offset + steady()),
    surelyAgo: async (ms) => {
      await measure()
      const at = steady()
      const lately = past.filter(({ until }) => until > at - ms - unheardMs)
      return new Date(Math.min(offset, ...lately.map((each) => each.offset)) + at - ms)
    },
    stop: repeated(measure, { everyMs, log }),
  }
}

/** A connection that fell mute must not keep the process from asking again on another. */
async function inTime<T>(work: Promise<T>, patienceMs: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const tooLate = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`No answer in ${patienceMs} ms`)), patienceMs)
  })
  try {
    return await Promise.race([work, tooLate])
  } finally {
    clearTimeout(timer)
  }
}

/** By the quickest answer: it says most exactly when it was given. */
function quickest(samples: readonly Sample[]): number {
  const widthOf = ({ asked, answered }: Sample) => answered - asked
  const best = samples.reduce((a, b) => (widthOf(b) < widthOf(a) ? b : a))
  return best.told - (best.asked + best.answered) / 2
}

/** The time was told some time between question and answer: an answer that took long only moves what it contradicts. */
const fit = (offset: number, { asked, told, answered }: Sample): number =>
  Math.min(Math.max(offset, told - answered), told - asked)

/** Tells once that the machine's own clock is wrong, and once more if that was mended and comes back. */
function machineNotes(log: Log): (databaseMs: number) => void {
  let isTold = false
  return (databaseMs) => {
    const aheadMs = Math.round(Date.now() - databaseMs)
    const isOff = Math.abs(aheadMs) > worthTellingMs
    if (isOff && !isTold)
      log.warn({ aheadMs }, 'This machine’s clock and the database’s differ. Baton goes by the database’s')
    isTold = isOff
  }
}

/** Does something again and again, sooner where it failed, until the function returned is called. */
function repeated(work: () => Promise<void>, { everyMs, log }: { everyMs: number; log: Log }): () => void {
  let isStopped = false
  let timer = setTimeout(round, everyMs).unref()
  function round(): void {
    work().then(
      () => again(everyMs),
      (error: unknown) => {
        if (!isStopped) log.warn({ error }, 'The database could not be asked for the time')
        again(Math.min(askAgainMs, everyMs))
      },
    )
  }
  function again(afterMs: number): void {
    if (!isStopped) timer = setTimeout(round, afterMs).unref()
  }
  return () => {
    isStopped = true
    clearTimeout(timer)
  }
}
