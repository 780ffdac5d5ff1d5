import type { CampaignPlan, SendLimits } from '../../domain/plan.ts'
import { builder } from '../builder.ts'
import { companyReaction, reaction, reentryRule } from './plan-enums.ts'
import { plannedStep, sendWindow } from './planned-step.ts'

const holidays = builder.objectRef<CampaignPlan['holidays']>('Holidays').implement({
  description: 'Days without mail: those of the calendar are among the dates.',
  fields: (t) => ({
    calendar: t.exposeString('calendar', { nullable: true }),
    dates: t.exposeStringList('dates'),
  }),
})

const signals = builder.objectRef<CampaignPlan['rules']>('SignalRules').implement({
  fields: (t) => ({
    reply: t.expose('reply', { type: reaction }),
    outOfOffice: t.expose('out-of-office', { type: reaction }),
    click: t.expose('click', { type: reaction }),
    bounce: t.expose('bounce', { type: reaction }),
    complaint: t.expose('complaint', { type: reaction }),
    unsubscribe: t.expose('unsubscribe', { type: reaction }),
  }),
})

const perContact = builder.objectRef<NonNullable<SendLimits['perContact']>>('ContactLimit').implement({
  fields: (t) => ({ mails: t.exposeInt('mails'), days: t.exposeInt('days') }),
})
const gap = builder.objectRef<NonNullable<SendLimits['gap']>>('Gap').implement({
  fields: (t) => ({ seconds: t.exposeInt('seconds'), jitterSeconds: t.exposeInt('jitterSeconds') }),
})

const limits = builder.objectRef<SendLimits>('SendLimits').implement({
  description: 'Upper bounds on what goes out; null: none.',
  fields: (t) => ({
    perContact: t.expose('perContact', { type: perContact, nullable: true }),
    perDomainHour: t.exposeInt('perDomainHour', { nullable: true }),
    perSenderDay: t.exposeInt('perSenderDay', { nullable: true }),
    perCampaignDay: t.exposeInt('perCampaignDay', { nullable: true }),
    gap: t.expose('gap', { type: gap, nullable: true }),
    warmUp: t.exposeBoolean('warmUp'),
  }),
})

/** A plan, by the names that savePlan takes. */
export const plan = builder.objectRef<CampaignPlan>('CampaignPlan').implement({
  description: 'Steps, windows, rules and limits, by the names that savePlan takes.',
  fields: (t) => ({
    steps: t.expose('steps', { type: [plannedStep] }),
    window: t.expose('window', { type: sendWindow, nullable: true, description: 'Null: at any time.' }),
    zone: t.exposeString('zone'),
    holidays: t.expose('holidays', { type: holidays }),
    maxLatenessMinutes: t.exposeInt('maxLatenessMinutes'),
    rules: t.expose('rules', { type: signals }),
    company: t.expose('company', { type: companyReaction }),
    reentry: t.expose('reentry', { type: reentryRule }),
    besideOthers: t.exposeBoolean('besideOthers'),
    priority: t.exposeInt('priority'),
    limits: t.expose('limits', { type: limits }),
    holdoutPercent: t.exposeInt('holdoutPercent'),
  }),
})
