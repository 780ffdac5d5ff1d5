import { describe, expect, it } from '@jest/globals'
import { explain, type FlightContext, type FlightGroup } from '../../src/domain/explain.ts'
import { noLimits } from '../../src/domain/plan-defaults.ts'
import type { SendLimits } from '../../src/domain/plan.ts'
import { plannedStep, planOf } from '../support/plans.ts'

const now = new Date('2026-11-20T09:00:00Z')
const later = new Date('2026-11-20T12:00:00Z')
const group: FlightGroup = {
  count: 3,
  status: 'active',
  reason: null,
  versionId: 'v1',
  position: 1,
  zone: 'UTC',
  nextAt: later,
  resumeAt: null,
  mail: null,
  claimedAt: null,
  putOffBy: null,
}
const under = (limits: Partial<SendLimits>): FlightContext => ({
  status: 'running',
  statusReason: null,
  hold: null,
  restsUntil: null,
  plans: new Map([['v1', planOf([plannedStep('One')], { limits: { ...noLimits, ...limits } })]]),
  askAfterMs: 1,
  now,
})

describe('whoever a limit puts off', () => {
  it.each([
    ['domain', { perDomainHour: 1 }, 'their domain (1 mail in an hour)'],
    ['domain', { perDomainHour: 1200 }, 'their domain (1,200 mails in an hour)'],
    ['domain', {}, 'their domain that there was'],
    ['contact', { perContact: { mails: 2, days: 7 } }, 'each contact (2 mails in 7 days)'],
    ['contact', {}, 'each contact that there was'],
  ] as const)('waits for that on a %s under %j', (putOffBy, limits, whose) => {
    const why = `waiting for the limit on ${whose}, the first of them until then`
    expect(explain([{ ...group, putOffBy }], under(limits))).toEqual([
      { count: 3, kind: `${putOffBy}-limit`, why, until: later },
    ])
  })

  it('is told apart from those whose step is not due, whose mail came back, and in a pause', () => {
    const groups = [
      group,
      { ...group, mail: 'queued' as const },
      { ...group, putOffBy: 'domain' as const, mail: 'queued' as const },
    ]
    const context = under({ perDomainHour: 1 })
    expect(explain(groups, context).map(({ kind }) => kind)).toEqual(['retry', 'domain-limit', 'wait'])
    expect(explain(groups, { ...context, status: 'paused' }).map(({ kind }) => kind)).toEqual(['paused'])
  })
})
