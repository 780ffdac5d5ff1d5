import type { CampaignPlan, PlannedStep, PlannedVariant, SendLimits } from './plan.ts'

/** No bound at all. */
export const noLimits: SendLimits = {
  perContact: null,
  perDomainHour: null,
  perSenderDay: null,
  perCampaignDay: null,
  gap: null,
  warmUp: false,
}

/**
 * The plan of somebody who says nothing but what to write: mails go at any hour, a reply ends the sequence, somebody out
 * of office is waited for, and nobody is in two campaigns at once.
 */
export function defaultPlan(steps: PlannedStep[], zone: string): CampaignPlan {
  return {
    steps,
    window: null,
    zone,
    holidays: { calendar: null, dates: [] },
    maxLatenessMinutes: 24 * 60,
    rules: {
      reply: 'stop',
      'out-of-office': 'pause',
      click: 'continue',
      bounce: 'stop',
      complaint: 'stop',
      unsubscribe: 'stop',
    },
    company: 'none',
    reentry: 'never',
    besideOthers: false,
    priority: 5,
    limits: noLimits,
    holdoutPercent: 0,
  }
}

/** What the first mail of a plan says, by its first variant; undefined without steps. */
export const firstVariant = (plan: CampaignPlan): PlannedVariant | undefined => plan.steps[0]?.variants[0]
