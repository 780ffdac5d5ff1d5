import { describe, expect, it } from '@jest/globals'
import { caution, simulate } from './simulate.ts'
import type { Rules } from './worker.ts'

const seeds = Array.from({ length: 1_000 }, (_, seed) => seed)

/** The seeds in which something broke, each with what did: `npm run prove -- --simulate 1 --seed N` runs one again. */
const failures = (rules: Rules) =>
  seeds.flatMap((seed) => {
    const { broken } = simulate(seed, rules)
    return Object.keys(broken).length > 0 ? [{ seed, broken }] : []
  })

describe('the states of a message, through hours of trouble chosen by a seed', () => {
  it('lose nobody, mail nobody twice and nobody who had left, and end for everybody', () => {
    expect(failures(caution)).toEqual([])
  })

  it('see a great deal: retries, and mails that a person must look at', () => {
    const verdicts = seeds.slice(0, 200).map((seed) => simulate(seed))
    const sum = (of: 'mails' | 'retried' | 'needsHuman') =>
      verdicts.reduce((total, verdict) => total + verdict[of], 0)
    expect(sum('mails')).toBeGreaterThan(2_000)
    expect(sum('retried')).toBeGreaterThan(500)
    expect(sum('needsHuman')).toBeGreaterThan(50)
  })

  it('go the same way for the same seed', () => {
    expect(simulate(7)).toEqual(simulate(7))
    expect(simulate(7)).not.toEqual(simulate(8))
  })
})

describe('the simulation sees it when Baton', () => {
  const twice = expect.objectContaining({
    broken: expect.objectContaining({ 'taken twice': expect.any(Number) }),
  })

  it('asks the provider before its search can know', () => {
    expect(failures({ ...caution, settleWindowMs: 0 })).toContainEqual(twice)
  })

  it('sends after its lease', () => {
    expect(failures({ ...caution, obeysLease: false })).toContainEqual(twice)
  })

  it('writes down what another attempt has overtaken', () => {
    expect(failures({ ...caution, fenced: false })).toContainEqual(twice)
  })
})
