import { describe, expect, it } from '@jest/globals'
import { rulesValues } from '../../src/bot/forms/rules-values.ts'
import { campaignCardMessage } from '../../src/bot/views/campaign-card.ts'
import { rulesFormModal } from '../../src/bot/views/rules-form.ts'
import type { CampaignPlan } from '../../src/domain/plan.ts'
import { nobodyAgain } from '../../src/domain/run.ts'
import { plannedStep, planOf } from '../support/plans.ts'
import { draft, running } from './samples.ts'
import { messageText } from './seen.ts'

const office = { days: [1, 2, 3, 4, 5], from: '09:00', to: '17:00' } as CampaignPlan['window']

describe('whom a launch reaches', () => {
  const reach = {
    audience: 480,
    written: 441,
    waiting: 30,
    heldOut: 6,
    wentThrough: 0,
    suppressed: [
      { reason: 'unsubscribed', count: 2 },
      { reason: 'bounced', count: 1 },
    ],
  }
  const rest = '30 wait for another campaign, 6 are held out, 3 are left out (2 unsubscribed, 1 bounced).'
  const says = (of: typeof reach) => messageText(campaignCardMessage({ ...draft, reach: of }))

  it('is said on the card and where the launch is confirmed, with who waits or is left out and why', () => {
    expect(says(reach)).toContain(`Of 480 contacts, 441 are written to; ${rest}`)
    expect(says(reach)).toContain(`441 people get this email, starting now. ${rest} You can pause it`)
  })

  it('says right after when the last mail goes out who waits beyond that', () => {
    const plan = planOf([plannedStep('One'), plannedStep('Two')])
    const outlook = { first: new Date('2026-11-23T09:00:00Z'), last: new Date('2026-11-30T09:00:00Z') }
    expect(messageText(campaignCardMessage({ ...draft, plan, outlook, reach }))).toContain(
      `The last goes out about 7 days after the first. ${rest}`,
    )
  })

  it('is short where everybody gets it', () => {
    const all = messageText(campaignCardMessage(draft))
    expect(all).toContain('480 people get this email, starting now. You can pause it')
    expect(all).not.toContain('Of 480 contacts')
  })

  it('says so when nobody gets it', () => {
    const nobody = { audience: 1, written: 0, waiting: 1, heldOut: 0, wentThrough: 0, suppressed: [] }
    expect(says(nobody)).toContain('Nobody gets this email now. 1 waits for another campaign.')
  })

  it('says how many are not enrolled again where it was run before', () => {
    const most = { audience: 30, written: 30, waiting: 0, heldOut: 0, wentThrough: 450, suppressed: [] }
    expect(says(most)).toContain('Of 480 contacts, 30 are written to; 450 are not enrolled again.')
    expect(says(most)).toContain(
      '30 people get this email, starting now. 450 are not enrolled again. You can',
    )
  })

  it('says where everybody was in an earlier run that nobody is enrolled, and the rule that can be changed', () => {
    const none = { audience: 0, written: 0, waiting: 0, heldOut: 0, wentThrough: 480, suppressed: [] }
    expect(says(none)).toContain(
      '⚠️ All 480 contacts were enrolled in an earlier run, and the sending rules enroll nobody again. Change',
    )
    expect(says(none)).toContain('Nobody gets this email now. 480 are not enrolled again.')
    const form = JSON.stringify(
      rulesFormModal({ campaignId: '1', calendarName: null, values: rulesValues(planOf([]), []) }),
    )
    for (const rule of ['never', 'after-end'] as const) {
      const [, named = '?'] = /“(.+?)”/.exec(nobodyAgain(rule, 480)) ?? []
      expect(form).toContain(named)
    }
  })

  it('is never cut short, however many people and reasons there are', () => {
    const reasons = ['unsubscribed', 'bounced', 'complained', 'rejected']
    const many = {
      audience: 9_999_999,
      written: 1_234_567,
      waiting: 1_234_567,
      heldOut: 1_234_567,
      wentThrough: 0,
      suppressed: reasons.map((reason) => ({ reason, count: 123_456 })),
    }
    const plan = planOf([plannedStep('One'), plannedStep('Two'), plannedStep('Three')], { window: office })
    const outlook = { first: new Date('2026-11-23T09:00:00Z'), last: new Date('2026-11-30T09:00:00Z') }
    const text = messageText(campaignCardMessage({ ...draft, plan, outlook, reach: many }))
    expect(text).toMatch(/1,234,567 people get 3 emails each, starting .*123,456 rejected\)\.$/m)
  })
})

describe('who waits for another campaign once this one runs', () => {
  const last = new Date('2026-11-24T08:00:00Z')
  const outlook = { first: last, last }
  const says = (card: Partial<typeof running>) => messageText(campaignCardMessage({ ...running, ...card }))

  it('is said beside when the last mail is due, which is without them', () => {
    expect(says({ outlook, otherCampaign: 1200 })).toMatch(
      /The last mail is due <!date\^1795507200\^[^>]*>; 1,200 more people wait for another campaign\./,
    )
    expect(says({ outlook, otherCampaign: 1 })).toContain('>; 1 more person waits for another campaign.')
    expect(says({ outlook })).not.toContain('another campaign')
  })

  it('is said by itself where nobody else is left', () => {
    expect(says({ outlook: null, otherCampaign: 3 })).toContain('3 people wait for another campaign.')
    expect(says({ outlook: null, otherCampaign: 1 })).toContain('1 person waits for another campaign.')
    expect(says({ status: 'paused', outlook, otherCampaign: 3 })).toContain(
      '3 people wait for another campaign.',
    )
  })
})
