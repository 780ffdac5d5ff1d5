import { describe, expect, it } from '@jest/globals'
import { type LeadSigns, scoreLead, shouldHandOver, unreadReply } from '../../src/domain/lead-score.ts'

const signs = (given: Partial<LeadSigns> = {}): LeadSigns => ({
  intent: 'interested',
  sentiment: 'positive',
  interest: 60,
  clicks: 0,
  jobTitle: null,
  ...given,
})

describe('a lead score', () => {
  it.each([
    [{}, 60, 0],
    [{ clicks: 3 }, 65, 1],
    [{ jobTitle: 'Head of Procurement' }, 65, 1],
    [{ jobTitle: 'Intern, heading nowhere' }, 60, 0],
    [{ clicks: 1, jobTitle: 'CEO' }, 70, 2],
    [{ interest: 99, clicks: 1, jobTitle: 'CEO' }, 100, 2],
    [{ interest: 1e9 }, 100, 0],
    [{ interest: -5 }, 0, 0],
    [{ interest: 59.6 }, 60, 0],
    [{ intent: 'not_interested', interest: 90, clicks: 9, jobTitle: 'CEO' }, 10, 0],
    [{ intent: 'wrong_person', interest: 100 }, 10, 0],
    [{ intent: 'unsubscribe', interest: 100 }, 10, 0],
  ] as const)('%j: %i, for %i reasons', (given, score, reasons) => {
    const lead = scoreLead(signs(given))
    expect([lead.score, lead.reasons.length]).toEqual([score, reasons])
  })

  it('keeps a job title that runs on out of its reasons', () => {
    const { reasons } = scoreLead(signs({ jobTitle: `CEO ${'x'.repeat(10_000)}` }))
    expect(reasons.join('').length).toBeLessThan(100)
  })
})

describe('a handover', () => {
  it.each([
    [70, 'interested', true],
    [69, 'interested', false],
    [100, 'unsubscribe', false],
    [70, 'other', true],
  ] as const)('with a score of %i and %s: %s', (score, intent, handedOver) => {
    expect(shouldHandOver({ score, intent }, 70)).toBe(handedOver)
  })

  it.each([0, 50, 100])('follows for a reply nobody read, whatever the threshold (%i)', (threshold) => {
    expect(shouldHandOver(unreadReply(threshold, 'no model is set up'), threshold)).toBe(true)
  })
})
