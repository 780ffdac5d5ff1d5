import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals'
import { type DatabaseClock, databaseClock } from '../../src/adapters/database-clock.ts'
import { databaseTime } from '../../src/db/clock-queries.ts'
import { type TestDatabase, testDatabase } from '../support/database.ts'
import { restoreMachineClock, setMachineClock } from '../support/machine-clock.ts'
import { quietLog } from '../support/quiet-log.ts'
import { until } from '../support/until.ts'

const second = 1_000
const minute = 60 * second
const hour = 60 * minute
const lease = 17 * minute

let database: TestDatabase
const clocks: DatabaseClock[] = []
beforeAll(async () => {
  database = await testDatabase()
})
afterAll(() => database.stop())
afterEach(() => {
  restoreMachineClock()
  for (const clock of clocks.splice(0)) clock.stop()
})

/** The clock of a process. The database's can be set and be away, time can pass, and an answer can take long. */
async function clockRig({
  setMs = 0,
  ...given
}: { setMs?: number; everyMs?: number; patienceMs?: number } = {}) {
  const { log, lines } = quietLog()
  const state = { setMs, passedMs: 0, slowMs: 0, isAway: false, isMute: false, asked: 0 }
  const ask = async () => {
    state.asked += 1
    if (state.isAway) throw new Error('away')
    if (state.isMute) await new Promise(() => {})
    const told = (await databaseTime(database.db)) + state.setMs + state.passedMs
    state.passedMs += state.slowMs
    return told
  }
  const steady = () => performance.now() + state.passedMs
  const clock = await databaseClock({ ask, log, everyMs: hour, steady, ...given })
  clocks.push(clock)
  return { clock, state, lines }
}

const toTenSeconds = (ms: number): number => Math.round(ms / (10 * second)) * 10 + 0

/** How far a time is from the database's own, in seconds, to ten of them: a busy machine takes its time to ask. */
const secondsOff = async (time: Date) => toTenSeconds(time.getTime() - (await databaseTime(database.db)))
const secondsAgo = async ({ surelyAgo }: DatabaseClock) => secondsOff(await surelyAgo(lease))

describe('the clock of a process', () => {
  it('is the database’s, whatever the machine’s says or is set to', async () => {
    setMachineClock(new Date(Date.now() - 20 * minute))
    const { clock } = await clockRig()
    expect(await secondsOff(clock.now())).toBe(0)
    setMachineClock(new Date(Date.now() + 3 * hour))
    expect(await secondsOff(clock.now())).toBe(0)
  })

  it('is the same for two whose machines differ', async () => {
    setMachineClock(new Date(Date.now() - 20 * minute))
    const one = await clockRig()
    setMachineClock(new Date(Date.now() + 40 * minute))
    const other = await clockRig()
    const apart = one.clock.now().getTime() - other.clock.now().getTime()
    expect(toTenSeconds(apart)).toBe(0)
  })

  it('asks again where a connection fell mute', async () => {
    const { clock, state, lines } = await clockRig({ everyMs: 1, patienceMs: 2 * second })
    state.isMute = true
    await until('it to be said', () => lines.some(({ message }) => /could not be asked/.test(message)))
    await expect(clock.surelyAgo(lease)).rejects.toThrow('No answer')
    state.isMute = false
    const { asked } = state
    await until('the next answer', () => state.asked > asked)
    expect(await secondsAgo(clock)).toBe(-lease / second)
  })

  it('goes on by itself while the database is away, says so, and asks again', async () => {
    const { clock, state, lines } = await clockRig({ everyMs: 1 })
    state.isAway = true
    const isSaid = () => lines.some(({ message }) => /could not be asked/.test(message))
    await until('it to be said', isSaid)
    state.passedMs += minute
    expect(await secondsOff(clock.now())).toBe(60)
    state.isAway = false
    const { asked } = state
    await until('it to be asked again', () => state.asked > asked)
  })

  it('follows the database’s when that is set, and says by how much', async () => {
    const { clock, state, lines } = await clockRig({ everyMs: 1 })
    state.setMs = -hour
    await until('the hour', async () => (await secondsOff(clock.now())) === -3600)
    const set = lines.filter(({ message }) => /was set/.test(message))
    expect(set.map(({ facts }) => toTenSeconds(Number(facts['byMs'])))).toEqual([-3600])
  })

  it('is not moved by an answer that took long', async () => {
    const { clock, state, lines } = await clockRig()
    state.slowMs = 20 * second
    await clock.surelyAgo(lease)
    expect(await secondsOff(clock.now())).toBe(20)
    expect(lines).toEqual([])
  })

  it('says once that the machine’s is wrong', async () => {
    setMachineClock(new Date(Date.now() - 20 * minute))
    const { clock, lines } = await clockRig()
    await clock.surelyAgo(lease)
    expect(lines.map(({ message }) => message)).toEqual([expect.stringMatching(/This machine’s clock/)])
    expect(toTenSeconds(Number(lines[0]?.facts['aheadMs']))).toBe(-1200)
  })

  it('says nothing where all clocks agree', async () => {
    const { clock, lines } = await clockRig()
    await clock.surelyAgo(lease)
    expect(lines).toEqual([])
  })
})

describe('what is surely so long ago', () => {
  it('is so by the clock', async () => {
    const { clock } = await clockRig()
    expect(await secondsAgo(clock)).toBe(-17 * 60)
  })

  it('is so by the clock as it was, while what was stamped by that is younger', async () => {
    const { clock, state } = await clockRig()
    state.setMs = hour
    expect(await secondsAgo(clock)).toBe(-17 * 60)
    expect(await secondsOff(clock.now())).toBe(3600)
    state.passedMs += lease + minute
    expect(await secondsAgo(clock)).toBe(60)
    state.passedMs += 2 * minute
    expect(await secondsAgo(clock)).toBe(3600 + 3 * 60)
  })

  it('is so by a clock that was set back a moment ago', async () => {
    const { clock, state } = await clockRig()
    state.setMs = -hour
    expect(await secondsAgo(clock)).toBe(-3600 - 17 * 60)
  })

  it('is so by the machine’s clock too for a process that has just started', async () => {
    const { clock, state } = await clockRig({ setMs: hour })
    expect(await secondsAgo(clock)).toBe(-17 * 60)
    state.passedMs += lease + 3 * minute
    expect(await secondsAgo(clock)).toBe(3600 + 3 * 60)
  })

  it('is not said while the database is away', async () => {
    const { clock, state } = await clockRig()
    state.isAway = true
    await expect(clock.surelyAgo(lease)).rejects.toThrow('away')
  })
})
