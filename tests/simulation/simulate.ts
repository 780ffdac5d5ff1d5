import { between, randomFrom } from '../../bench/prove/random.ts'
import { defaultPlan } from '../../src/domain/plan-defaults.ts'
import type { PlannedStep } from '../../src/domain/plan.ts'
import { cancel, endContact, type Ledger, newLedger } from './ledger.ts'
import { newProvider } from './provider.ts'
import { scheduleFrom } from './schedule.ts'
import { type Departures, judge, type Verdict } from './verdict.ts'
import { tellOf } from './webhooks.ts'
import { type Rules, work, type Workplace } from './worker.ts'

/** What Baton does unless told otherwise. A provider hides what it took for less than the settle window. */
export const caution: Rules = {
  sendTimeoutMs: 30_000,
  sendLeaseMs: 120_000,
  settleWindowMs: 900_000,
  batch: 4,
  obeysLease: true,
  fenced: true,
}

const start = Date.parse('2026-11-20T09:00:00Z')
const minute = 60_000
const troubleMs = 150 * minute
// Clocks of two machines that are kept by NTP; what they differ by is taken off the settle window.
const longestSkewMs = 2_000
const longestLagMs = caution.settleWindowMs - 2 * longestSkewMs
const everythingEndsMs = 7 * 24 * 60 * minute

const waits = [0, 10, 25]
const steps = waits.map((amount, index): PlannedStep => ({
  key: `00000000-0000-4000-8000-00000000000${index}`,
  wait: { kind: 'for', amount, unit: 'minutes' },
  window: null,
  variants: [{ name: 'A', weight: 1, subject: 'Hello', body: 'Hello' }],
}))

/**
 * Runs one campaign through hours of trouble, all of it chosen by the seed: workers that die and are held up, calls that end
 * in every way, webhooks early, late, twice and never, people who leave, pause, resume and now and then cancel. Then all is
 * calm until nothing is left to do, and the ledger is held against what the provider took.
 */
export function simulate(seed: number, rules: Rules = caution): Verdict {
  const random = randomFrom(seed)
  const schedule = scheduleFrom(start)
  const ledger = newLedger(defaultPlan(steps, 'UTC'), 6 + Math.floor(random() * 8), start)
  const isFaulty = () => schedule.now() < start + troubleMs
  const departures: Departures = new Map()
  const onEnding = (address: string) => {
    if (!departures.has(address)) departures.set(address, schedule.order())
  }
  const provider = newProvider({
    schedule,
    random,
    callTimeoutMs: rules.sendTimeoutMs,
    longestLagMs,
    isFaulty,
    onTaken: (mail) => tellOf({ schedule, ledger, random, isFaulty, onEnding }, mail),
  })
  const place = { schedule, ledger, provider, random, rules, isFaulty }
  for (const skewMs of [-longestSkewMs, longestSkewMs]) keepWorking({ ...place, skewMs })
  makeTrouble({ ...place, onEnding })
  schedule.run(start + everythingEndsMs, () => !isFaulty() && isQuiet(ledger))
  return judge(ledger, provider.taken, departures)
}

/** A worker that is killed at a random moment, whatever it is doing, and started again. */
function keepWorking(place: Workplace): void {
  const { schedule, random, isFaulty } = place
  const kill = schedule.start(work(place))
  const lifeMs = random() < 0.5 ? between(random, 10, 90_000) : between(random, 10, 20 * minute)
  schedule.at(lifeMs, () => {
    if (!isFaulty()) return
    kill()
    schedule.at(between(random, 100, 5 * minute), () => keepWorking(place))
  })
}

type Trouble = Pick<Workplace, 'schedule' | 'ledger' | 'random' | 'isFaulty'> & {
  onEnding: (address: string) => void
}

/** People who leave, pause, resume and, in one campaign of twenty, cancel. What is paused is resumed in the end. */
function makeTrouble({ schedule, ledger, random, isFaulty, onEnding }: Trouble): void {
  const cancels = random() < 0.05
  const trouble = () => {
    if (!isFaulty()) {
      resume(ledger)
      return
    }
    const chance = random()
    if (chance < 0.3) {
      const { address } = ledger.people[Math.floor(random() * ledger.people.length)] ?? { address: '' }
      endContact(ledger, address, 'unsubscribed')
      onEnding(address)
    } else if (chance < 0.6) {
      if (ledger.campaign.status === 'running') ledger.campaign.status = 'paused'
    } else resume(ledger)
    if (cancels && random() < 0.2) cancel(ledger)
    schedule.at(between(random, minute, 20 * minute), trouble)
  }
  schedule.at(between(random, 0, 20 * minute), trouble)
}

function resume({ campaign }: Ledger): void {
  if (campaign.status === 'paused') campaign.status = 'running'
}

/** Nobody has anything to come, and nothing is with the provider or in line. */
function isQuiet({ people, rows }: Ledger): boolean {
  return (
    people.every(({ status }) => status === 'completed' || status === 'stopped') &&
    [...rows.values()].every(({ state }) => !['queued', 'sending', 'unknown'].includes(state))
  )
}
