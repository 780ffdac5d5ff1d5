import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { noLimits } from '../../src/domain/plan-defaults.ts'
import { givesMoments, onwardIn, straightTo } from '../../src/domain/plan-move.ts'
import { after, plannedStep, planOf } from '../support/plans.ts'

const names = Array.from('ABCDEFG')
const steps = Object.fromEntries(names.map((name) => [name, plannedStep(name)]))
const stepsOf = (of: string) => Array.from(of).flatMap((name) => steps[name] ?? [])
const plan = (of: string) => planOf(stepsOf(of))
const keysOf = (of: string) => new Set(stepsOf(of).map(({ key }) => key))

describe('where somebody goes on in a new plan', () => {
  // The old plan, which step of it is next, what they had, the new plan; then what they get next, and what they miss.
  it.each([
    ['ABC', 2, 'A', 'ACB', 'C', ''],
    ['AB', 2, 'A', 'AC', 'C', ''],
    ['AC', 2, 'A', 'ABC', 'B', ''],
    ['ABC', 2, 'A', 'BAC', 'B', ''],
    ['ABC', 3, 'AB', 'CBA', 'C', ''],
    ['ABC', 3, 'AB', 'DAEBC', 'C', 'DE'],
    ['AB', 1, '', 'CAB', 'C', ''],
    ['AB', 3, 'AB', 'ABC', 'C', ''],
    ['AB', 3, 'AB', 'CAB', '', 'C'],
    ['ABC', 2, 'A', 'A', '', ''],
    // They came to the old plan from one without B, which was put before what they had.
    ['BAC', 3, 'A', 'ABC', 'B', ''],
    ['BAC', 3, 'A', 'DBAC', 'C', 'D'],
  ])('%s, at %s with “%s” → %s: %s', (...[old, ahead, had, next, gets, misses]) => {
    const { position, missed } = onwardIn(plan(old), plan(next), { ahead, had: keysOf(had) })
    expect(position === null ? '' : next.charAt(position - 1)).toBe(gets)
    expect(missed.map((each) => next.charAt(each - 1)).join('')).toBe(misses)
  })

  it('nothing comes twice, and nothing is lost that was promised or comes after all they had', () => {
    const plans = fc.shuffledSubarray(names, { minLength: 1 }).map((all) => all.join(''))
    fc.assert(
      fc.property(plans, plans, fc.nat(7), (old, next, at) => {
        const ahead = (at % old.length) + 1
        const had = old.slice(0, ahead - 1)
        const { position } = onwardIn(plan(old), plan(next), straightTo(plan(old), ahead))
        const from = position === null ? next.length : position - 1
        const gets = Array.from(next.slice(from)).filter((name) => !had.includes(name))
        const last = Math.max(-1, ...Array.from(had, (name) => next.indexOf(name)))
        const promised = Array.from(next).filter((name) => old.indexOf(name) >= ahead - 1)
        expect(gets).toEqual(expect.arrayContaining(Array.from(next.slice(last + 1))))
        expect(gets).toEqual(expect.arrayContaining(promised))
        expect(position === null || !had.includes(next.charAt(from))).toBe(true)
      }),
    )
  })
})

describe('the moment somebody waits for', () => {
  const [one, two] = [plannedStep('One'), plannedStep('Two', { wait: after(3, 'days') })]
  const limited = (given: Partial<typeof noLimits>) =>
    planOf([one, two], { limits: { ...noLimits, ...given } })
  const asBefore = (old: ReturnType<typeof planOf>, next: ReturnType<typeof planOf>) =>
    onwardIn(old, next, straightTo(old, 2)).asBefore
  const week = { mails: 2, days: 7 }

  it.each([
    ['nothing changes', {}, {}, true],
    ['the limit on a contact goes', { perContact: week }, {}, false],
    [
      'the limit on a contact allows more',
      { perContact: week },
      { perContact: { mails: 3, days: 7 } },
      false,
    ],
    [
      'the limit on a contact is over sooner',
      { perContact: week },
      { perContact: { mails: 2, days: 6 } },
      false,
    ],
    ['the limit on a contact allows less', { perContact: week }, { perContact: { mails: 1, days: 8 } }, true],
    ['the limit on a domain goes', { perDomainHour: 5 }, {}, false],
    ['the limit on a domain allows more', { perDomainHour: 5 }, { perDomainHour: 6 }, false],
    ['the limit on a domain allows less', { perDomainHour: 5 }, { perDomainHour: 4 }, true],
    ['a limit is new', {}, { perDomainHour: 4, perContact: week }, true],
  ])('when %s', (...[, old, next, stays]) => {
    expect(asBefore(limited(old), limited(next))).toBe(stays)
  })

  it('is given to nobody who is through', () => {
    expect(givesMoments(plan('ABC'), plan('AB'))).toBe(false)
    expect(givesMoments(plan('ABC'), plan('AC'))).toBe(true)
  })

  it('is another one where the wait of their step is', () => {
    expect(asBefore(planOf([one, two]), planOf([one, { ...two, wait: after(4, 'days') }]))).toBe(false)
    expect(asBefore(planOf([one, two]), planOf([{ ...one, wait: after(4, 'days') }, two]))).toBe(true)
  })
})
