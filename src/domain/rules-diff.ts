import { windowWords } from './plan-words.ts'
import type { CampaignPlan, SendLimits, SendWindow, Signal } from './plan.ts'

/** What a plan says in one respect, before and after: in words that are equal exactly when it says the same. */
type Respect = { name: string; old: string; next: string }

/** In what a plan differs from an older one besides its steps, a sentence each. */
export function rulesDiff(old: CampaignPlan, next: CampaignPlan): string[] {
  const before = respects(old)
  return respects(next).flatMap(({ name, words }, index): string[] => {
    const was = before[index]?.words ?? ''
    return was === words ? [] : [sentenceOf({ name, old: was, next: words })]
  })
}

const sentenceOf = ({ name, old, next }: Respect): string => `${name}: ${next} instead of ${old}.`

type Words = { name: string; words: string }

function respects(plan: CampaignPlan): Words[] {
  return [
    { name: 'The window', words: wordsOfWindow(plan.window) },
    { name: 'The time zone where nothing better is known', words: plan.zone },
    { name: 'Days without mail', words: holidayWords(plan.holidays) },
    {
      name: 'Mails wait for a person once they are late by',
      words: count(plan.maxLatenessMinutes, 'minute'),
    },
    ...signals.map(([signal, name]) => ({ name, words: plan.rules[signal] })),
    { name: 'Others at the company of somebody who replied', words: companyWords[plan.company] },
    { name: 'Contacts who went through it before', words: reentryWords[plan.reentry] },
    { name: 'Contacts who are in other campaigns', words: plan.besideOthers ? 'are written to' : 'wait' },
    { name: 'The priority', words: String(plan.priority) },
    ...limitWords(plan.limits),
    { name: 'Held out', words: `${plan.holdoutPercent} %` },
  ]
}

const signals: readonly (readonly [Signal, string])[] = [
  ['reply', 'After a reply'],
  ['out-of-office', 'While somebody is out of office'],
  ['click', 'After a click'],
  ['bounce', 'After a bounce'],
  ['complaint', 'After a complaint'],
  ['unsubscribe', 'After an unsubscribe'],
]

const companyWords = { none: 'go on', pause: 'pause', stop: 'stop' } as const
const reentryWords = { never: 'are left out', 'after-end': 'may enter again' } as const

const wordsOfWindow = (window: SendWindow | null): string =>
  window === null ? 'at any time' : windowWords(window)

function holidayWords({ calendar, dates }: CampaignPlan['holidays']): string {
  if (dates.length === 0) return calendar === null ? 'none' : `the calendar ${calendar}`
  const days = dates.length > 5 ? `${dates.length} days` : dates.toSorted().join(', ')
  return calendar === null ? days : `the calendar ${calendar} (${days})`
}

function limitWords({ perContact, gap, ...limits }: SendLimits): Words[] {
  const contact = perContact && `${count(perContact.mails, 'mail')} in ${count(perContact.days, 'day')}`
  const rest = gap && `${count(gap.seconds, 'second')}, up to ${gap.jitterSeconds} more by chance`
  return [
    { name: 'The limit for each contact', words: contact ?? 'none' },
    { name: 'The limit for each recipient domain in an hour', words: limit(limits.perDomainHour) },
    { name: 'The sender’s limit in 24 hours', words: limit(limits.perSenderDay) },
    { name: 'The campaign’s limit in 24 hours', words: limit(limits.perCampaignDay) },
    { name: 'The gap between two mails', words: rest ?? 'none' },
    { name: 'The sender’s warm-up', words: limits.warmUp ? 'on' : 'off' },
  ]
}

const limit = (most: number | null): string => (most === null ? 'none' : count(most, 'mail'))

/** So many of something, in words: “2 mails”. */
export const count = (amount: number, unit: string): string =>
  `${amount.toLocaleString('en-US')} ${unit}${amount === 1 ? '' : 's'}`
