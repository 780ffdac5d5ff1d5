import { describe, expect, it } from '@jest/globals'
import { outlookFrom, outlookOf, standstillOf, type StepDue } from '../../src/domain/outlook.ts'
import type { CampaignPlan } from '../../src/domain/plan.ts'
import { after, plannedStep, planOf } from '../support/plans.ts'

const office: CampaignPlan['window'] = { days: [1, 2, 3, 4, 5], from: '09:00', to: '17:00' }
const plan = planOf([plannedStep('One'), plannedStep('Two', { wait: after(2, 'business-days') })], {
  window: office,
})
/** A Friday: 15:00 in Berlin, 09:00 in New York, 23:00 in Tokyo. */
const friday = new Date('2026-11-20T14:00:00Z')

describe('what is ahead of a sequence', () => {
  it('begins where it is open first and ends where it is open last', () => {
    const outlook = outlookOf(plan, ['Europe/Berlin', 'Asia/Tokyo'], friday)
    expect(outlook?.first).toEqual(friday)
    // Tokyo opens on Monday; two business days later is Wednesday 09:00 there.
    expect(outlook?.last).toEqual(new Date('2026-11-25T00:00:00Z'))
  })

  it('goes on from where everybody is', () => {
    const at = new Date('2026-11-24T08:00:00Z')
    expect(outlookFrom(plan, [{ position: 2, zone: 'Europe/Berlin', at }])).toEqual({ first: at, last: at })
    expect(outlookFrom(plan, [])).toBeNull()
  })
})

describe('a campaign that stands still', () => {
  const at = (iso: string, position = 1): StepDue[] => [
    { position, zone: 'Europe/Berlin', at: new Date(iso) },
  ]
  const moment = (iso: string | null) => (iso === null ? null : new Date(iso))
  const why = (dues: readonly StepDue[], restsUntil: string | null = null, heldUntil: string | null = null) =>
    standstillOf(plan, {
      dues,
      restsUntil: moment(restsUntil),
      heldUntil: moment(heldUntil),
      now: friday,
    })

  it('waits for its window, for the next step, or for a limit, and says which', () => {
    const evening = new Date('2026-11-20T17:00:00Z')
    const monday = '2026-11-23T08:00:00Z'
    const closed = standstillOf(plan, { dues: at(monday), restsUntil: null, heldUntil: null, now: evening })
    expect(closed).toEqual({ reason: 'window', until: new Date(monday) })
    expect(why(at('2026-11-24T10:00:00Z', 2))?.reason).toBe('wait')
    expect(why(at('2026-11-20T14:00:00Z'), '2026-11-20T16:00:00Z')).toEqual({
      reason: 'limit',
      until: new Date('2026-11-20T16:00:00Z'),
    })
  })

  it('waits for a provider that takes no mail with whoever is due by then, and with nobody else', () => {
    const [due, soon, later] = ['2026-11-20T13:00:00Z', '2026-11-20T14:04:00Z', '2026-11-24T10:00:00Z']
    const held = { reason: 'held', until: new Date('2026-11-20T14:05:00Z') }
    expect(why(at(due), null, '2026-11-20T14:05:00Z')).toEqual(held)
    expect(why(at(soon), null, '2026-11-20T14:05:00Z')).toEqual(held)
    expect(why(at(later, 2), null, '2026-11-20T14:05:00Z')?.reason).toBe('wait')
    expect(why(at(due), null, '2026-11-20T13:55:00Z')).toBeNull()
  })

  it('waits for what lasts longest where a limit is used up too', () => {
    const [soon, late] = ['2026-11-20T14:05:00Z', '2026-11-20T16:00:00Z']
    expect(why(at('2026-11-20T13:00:00Z'), late, soon)).toEqual({ reason: 'limit', until: new Date(late) })
    expect(why(at('2026-11-20T13:00:00Z'), soon, late)).toEqual({ reason: 'held', until: new Date(late) })
  })

  it('waits for the next try with whoever’s mail could not be handed over', () => {
    const until = new Date('2026-11-20T14:01:00Z')
    expect(why([{ position: 1, zone: 'Europe/Berlin', at: until, isRetry: true }])).toEqual({
      reason: 'retry',
      until,
    })
  })

  it('does not stand still while somebody is due, or when nobody is left', () => {
    expect(why(at('2026-11-20T13:00:00Z'))).toBeNull()
    expect(why([])).toBeNull()
  })
})
