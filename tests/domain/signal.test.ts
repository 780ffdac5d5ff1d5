import { describe, expect, it } from '@jest/globals'
import { defaultPlan } from '../../src/domain/plan-defaults.ts'
import {
  type Consequence,
  consequenceForCompany,
  consequenceInOtherRun,
  consequenceOfSignal,
  weightier,
} from '../../src/domain/signal.ts'

const now = new Date('2026-11-20T09:00:00Z')
const { rules } = defaultPlan([], 'UTC')
const later = (days: number) => new Date(now.getTime() + days * 86_400_000)

describe('by default', () => {
  it.each([
    ['reply', { kind: 'stop', status: 'replied', reason: 'replied' }],
    ['click', { kind: 'none' }],
    ['bounce', { kind: 'stop', status: 'stopped', reason: 'bounced' }],
    ['complaint', { kind: 'stop', status: 'stopped', reason: 'complained' }],
    ['unsubscribe', { kind: 'stop', status: 'stopped', reason: 'unsubscribed' }],
  ] as const)('a %s leads to %j', (signal, consequence) => {
    expect(consequenceOfSignal(rules, signal, { now, returnsAt: null })).toEqual(consequence)
  })

  it.each([
    ['until the day they name', later(3), later(3)],
    ['two weeks where they name none', null, later(14)],
    ['two weeks where the day is over', later(-1), later(14)],
  ])('somebody out of office is waited for %s', (_, returnsAt, resumeAt) => {
    expect(consequenceOfSignal(rules, 'out-of-office', { now, returnsAt })).toEqual({
      kind: 'pause',
      reason: 'out of office',
      resumeAt,
    })
  })
})

it.each(['bounce', 'complaint', 'unsubscribe'] as const)('no rule lets mails go on after a %s', (signal) => {
  const lax = { ...rules, [signal]: 'continue' as const }
  expect(consequenceOfSignal(lax, signal, { now, returnsAt: null }).kind).toBe('stop')
})

it.each(['reply', 'click'] as const)('a pause after a %s ends when a person says so', (signal) => {
  const pausing = { ...rules, [signal]: 'pause' as const }
  expect(consequenceOfSignal(pausing, signal, { now, returnsAt: later(3) })).toMatchObject({ resumeAt: null })
})

it('colleagues of whoever replied are told who it was', () => {
  const ada = { firstName: 'Ada', lastName: 'Lovelace', email: 'ada@acme.example', company: 'Acme' }
  const reason = 'Ada Lovelace at Acme replied'
  expect(consequenceForCompany('none', ada)).toEqual({ kind: 'none' })
  expect(consequenceForCompany('pause', ada)).toEqual({ kind: 'pause', reason, resumeAt: null })
  expect(consequenceForCompany('stop', ada)).toEqual({ kind: 'stop', status: 'stopped', reason })
})

it.each([
  ['reply', 'replied in another run'],
  ['click', 'clicked in another run'],
  ['out-of-office', 'out of office'],
] as const)('a %s to another run says so, but for an absence: %s', (signal, reason) => {
  const at = { now, returnsAt: null }
  for (const reaction of ['stop', 'pause'] as const)
    expect(consequenceInOtherRun({ ...rules, [signal]: reaction }, signal, at)).toEqual({
      ...consequenceOfSignal({ ...rules, [signal]: reaction }, signal, at),
      reason,
    })
  expect(consequenceInOtherRun({ ...rules, [signal]: 'continue' }, signal, at)).toEqual({ kind: 'none' })
})

it('of two consequences the one weighs more that is harder to undo, of equals the later one', () => {
  const byWeight: Consequence[] = [
    { kind: 'none' },
    { kind: 'pause', reason: 'out of office', resumeAt: later(1) },
    { kind: 'pause', reason: 'replied', resumeAt: null },
    { kind: 'stop', status: 'replied', reason: 'replied' },
  ]
  for (const [n, lighter] of byWeight.entries())
    for (const heavier of byWeight.slice(n + 1)) {
      expect(weightier(lighter, heavier)).toBe(heavier)
      expect(weightier(heavier, lighter)).toBe(heavier)
    }
  const [away] = byWeight.slice(1)
  const longer: Consequence = { kind: 'pause', reason: 'out of office', resumeAt: later(2) }
  expect(weightier(away ?? longer, longer)).toBe(longer)
})
