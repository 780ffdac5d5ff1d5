/** ISO weekday: 1 is Monday, 7 is Sunday. */
export type Weekday = 1 | 2 | 3 | 4 | 5 | 6 | 7

/** A time of day on a contact's wall clock, `HH:MM`, `00:00` to `24:00`. */
export type LocalTime = string

/** When mails may go out, on the contact's wall clock: from `from` (inclusive) to `to` (exclusive) on these days. */
export type SendWindow = { days: Weekday[]; from: LocalTime; to: LocalTime }

/** How long a step waits after the one before it was sent; the first waits from the launch. */
export type Wait =
  | { kind: 'for'; amount: number; unit: 'minutes' | 'hours' | 'days' | 'business-days' }
  /** Until the next time that it is this late on the contact's wall clock. */
  | { kind: 'until-time'; time: LocalTime }
  /** Until that moment on the contact's wall clock; at once when it has passed. `date` is `YYYY-MM-DD`. */
  | { kind: 'until-date'; date: string; time: LocalTime }

/** One of the alternatives of a step. Weights are relative: 1 and 3 mean a quarter and three quarters. */
export type PlannedVariant = { name: string; weight: number; subject: string; body: string }

/** One step of a sequence. Its own window, where it has one, holds instead of the campaign's. */
export type PlannedStep = {
  /** A UUID that stays with the step through all versions: nobody gets the same step twice. */
  key: string
  wait: Wait
  window: SendWindow | null
  variants: PlannedVariant[]
}

/** What a contact, or the mail system for them, tells us. */
export type Signal = 'reply' | 'out-of-office' | 'click' | 'bounce' | 'complaint' | 'unsubscribe'

/** What a signal does to the enrollment it concerns. */
export type Reaction = 'stop' | 'pause' | 'continue'

/** What a reply does to others of the same company in the same campaign. */
export type CompanyReaction = 'none' | 'pause' | 'stop'

/** Whether somebody who went through a campaign may be enrolled in it again. */
export type ReentryRule = 'never' | 'after-end'

/**
 * Upper bounds on what goes out; null means: none. Counted over all workers where the provider is called, and held in
 * every stretch of that length, not only from midnight to midnight.
 */
export type SendLimits = {
  /** Mails to one contact over all campaigns in a period of days. */
  perContact: { mails: number; days: number } | null
  /** Mails of this campaign to one recipient domain in an hour. */
  perDomainHour: number | null
  /** Mails of the sender's address in 24 hours, over all campaigns. */
  perSenderDay: number | null
  /** Mails of this campaign in 24 hours. */
  perCampaignDay: number | null
  /** Least seconds between two mails of this campaign, with up to this many seconds of jitter on top. */
  gap: { seconds: number; jitterSeconds: number } | null
  /** Warm-up of the sender: its daily limit grows by the schedule from the day it first sent. */
  warmUp: boolean
}

/** Everything about a campaign that a version freezes, besides its sender. */
export type CampaignPlan = {
  steps: PlannedStep[]
  window: SendWindow | null
  /** IANA zone for contacts of whom nothing better is known. */
  zone: string
  /** Days without mail: the code of the calendar they come from (`DE`, `US`), and the dates (`YYYY-MM-DD`). */
  holidays: { calendar: string | null; dates: string[] }
  /** A mail that is due longer than this waits for a person instead of going out. Minutes. */
  maxLatenessMinutes: number
  rules: Record<Signal, Reaction>
  company: CompanyReaction
  reentry: ReentryRule
  /** Whether its contacts may be active in other campaigns at the same time. */
  besideOthers: boolean
  /** Between campaigns that want the same contact: the higher goes first. 1 to 9. */
  priority: number
  limits: SendLimits
  /** Share of the audience, in percent, that is enrolled but not mailed. */
  holdoutPercent: number
}
