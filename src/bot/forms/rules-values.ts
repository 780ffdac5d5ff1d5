import type { PlanProblem } from '../../domain/check-plan.ts'
import type { SendingRules } from '../../domain/plan-change.ts'
import { minutesAs } from '../../domain/plan-words.ts'
import type { CampaignPlan, CompanyReaction, Reaction, ReentryRule, SendLimits } from '../../domain/plan.ts'
import { rulesBlocks } from '../ids.ts'
import { chosenIn, joinErrors, numberOf, type State, tickedIn, typedIn } from './state.ts'
import { windowBlockFor, windowOf, type WindowValues, windowValues, windowValuesIn } from './window-values.ts'

/** What stands in the fields of the sending rules, by their names; what was ticked is `yes`. */
export type RulesValues = { window: WindowValues; fields: RulesFields }
type RulesFields = Record<keyof typeof rulesBlocks, string | null>

const typed = (value: number | null | undefined): string | null =>
  value === null || value === undefined ? null : String(value)
const yes = (ticked: boolean): string | null => (ticked ? 'yes' : null)

/** The rules of a plan as their form shows them. */
export function rulesValues(plan: CampaignPlan, ownDates: readonly string[]): RulesValues {
  const { limits, rules } = plan
  const late = minutesAs(plan.maxLatenessMinutes)
  return {
    window: windowValues(plan.window),
    fields: {
      zone: plan.zone,
      calendar: plan.holidays.calendar,
      ownDates: ownDates.length > 0 ? ownDates.join('\n') : null,
      lateAmount: String(late.amount),
      lateUnit: late.unit,
      reply: rules.reply,
      outOfOffice: rules['out-of-office'],
      click: rules.click,
      company: plan.company,
      reentry: plan.reentry,
      besideOthers: yes(plan.besideOthers),
      priority: String(plan.priority),
      holdout: String(plan.holdoutPercent),
      contactMails: typed(limits.perContact?.mails),
      contactDays: typed(limits.perContact?.days),
      domainHour: typed(limits.perDomainHour),
      senderDay: typed(limits.perSenderDay),
      campaignDay: typed(limits.perCampaignDay),
      gapSeconds: typed(limits.gap?.seconds),
      gapJitter: typed(limits.gap?.jitterSeconds),
      warmUp: yes(limits.warmUp),
    },
  }
}

/** Reads them from a view. */
export function rulesValuesIn(state: State): RulesValues {
  const read = (block: string): string | null =>
    typedIn(state, block) ?? chosenIn(state, block) ?? tickedIn(state, block)[0] ?? null
  return {
    window: windowValuesIn(state),
    fields: {
      zone: read(rulesBlocks.zone),
      calendar: read(rulesBlocks.calendar),
      ownDates: read(rulesBlocks.ownDates),
      lateAmount: read(rulesBlocks.lateAmount),
      lateUnit: read(rulesBlocks.lateUnit),
      reply: read(rulesBlocks.reply),
      outOfOffice: read(rulesBlocks.outOfOffice),
      click: read(rulesBlocks.click),
      company: read(rulesBlocks.company),
      reentry: read(rulesBlocks.reentry),
      besideOthers: read(rulesBlocks.besideOthers),
      priority: read(rulesBlocks.priority),
      holdout: read(rulesBlocks.holdout),
      contactMails: read(rulesBlocks.contactMails),
      contactDays: read(rulesBlocks.contactDays),
      domainHour: read(rulesBlocks.domainHour),
      senderDay: read(rulesBlocks.senderDay),
      campaignDay: read(rulesBlocks.campaignDay),
      gapSeconds: read(rulesBlocks.gapSeconds),
      gapJitter: read(rulesBlocks.gapJitter),
      warmUp: read(rulesBlocks.warmUp),
    },
  }
}

/** The rules that were filled in, right or wrong. Their holidays are somebody's own dates only. */
export function rulesOf({ window, fields }: RulesValues): SendingRules {
  return {
    window: windowOf(window),
    zone: fields.zone ?? '',
    holidays: { calendar: fields.calendar, dates: datesIn(fields.ownDates) },
    maxLatenessMinutes: numberOf(fields.lateAmount) * (minutesIn[fields.lateUnit ?? ''] ?? 1),
    rules: {
      reply: reaction(fields.reply),
      'out-of-office': reaction(fields.outOfOffice),
      click: reaction(fields.click),
      bounce: 'stop',
      complaint: 'stop',
      unsubscribe: 'stop',
    },
    company: company(fields.company),
    reentry: reentry(fields.reentry),
    besideOthers: fields.besideOthers !== null,
    priority: numberOf(fields.priority),
    limits: limitsOf(fields),
    holdoutPercent: numberOf(fields.holdout),
  }
}

const minutesIn: Readonly<Record<string, number>> = { minutes: 1, hours: 60, days: 1440 }

const datesIn = (text: string | null): string[] =>
  [...new Set((text ?? '').split(/[\s,;]+/).filter((word) => word !== ''))].toSorted()

const reaction = (value: string | null): Reaction =>
  value === 'pause' || value === 'continue' ? value : 'stop'
const company = (value: string | null): CompanyReaction =>
  value === 'pause' || value === 'stop' ? value : 'none'
const reentry = (value: string | null): ReentryRule => (value === 'after-end' ? value : 'never')

function limitsOf(fields: RulesFields): SendLimits {
  const count = (value: string | null) => (value === null ? null : numberOf(value))
  const { contactMails, contactDays, gapSeconds, gapJitter } = fields
  return {
    perContact:
      contactMails === null && contactDays === null
        ? null
        : { mails: numberOf(contactMails), days: numberOf(contactDays) },
    perDomainHour: count(fields.domainHour),
    perSenderDay: count(fields.senderDay),
    perCampaignDay: count(fields.campaignDay),
    gap:
      gapSeconds === null && gapJitter === null
        ? null
        : { seconds: numberOf(gapSeconds), jitterSeconds: gapJitter === null ? 0 : numberOf(gapJitter) },
    warmUp: fields.warmUp !== null,
  }
}

const blocks: Readonly<Record<string, string>> = {
  zone: rulesBlocks.zone,
  holidays: rulesBlocks.ownDates,
  maxLatenessMinutes: rulesBlocks.lateAmount,
  'rules.reply': rulesBlocks.reply,
  'rules.out-of-office': rulesBlocks.outOfOffice,
  'rules.click': rulesBlocks.click,
  priority: rulesBlocks.priority,
  holdoutPercent: rulesBlocks.holdout,
  'limits.perContact': rulesBlocks.contactMails,
  'limits.perDomainHour': rulesBlocks.domainHour,
  'limits.perSenderDay': rulesBlocks.senderDay,
  'limits.perCampaignDay': rulesBlocks.campaignDay,
  'limits.gap': rulesBlocks.gapSeconds,
}

/** What is wrong with the rules on their fields; what they make wrong with a step, on the zone. */
export function rulesErrors(problems: readonly PlanProblem[], values: RulesValues): Record<string, string> {
  return joinErrors(
    problems.map(({ path, sentence }) => {
      if (path === 'window') return [windowBlockFor(values.window), sentence]
      const [, index] = /^steps\.(\d+)\./.exec(path) ?? []
      const words = index === undefined ? sentence : `Step ${Number(index) + 1}: ${sentence}`
      return [blocks[path] ?? rulesBlocks.zone, words]
    }),
  )
}
