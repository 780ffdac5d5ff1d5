import { builder } from '../builder.ts'
import { companyReaction, reaction, reentryRule } from './plan-enums.ts'
import { sendWindowInput } from './step-input.ts'

const holidaysInput = builder.inputType('HolidaysInput', {
  description: 'Given as a whole: a calendar or dates that are left out are none.',
  fields: (t) => ({
    calendar: t.string({ description: 'The code of a country (DE, US), whose public holidays are added.' }),
    dates: t.stringList({ description: 'Days of one’s own without mail, YYYY-MM-DD.' }),
  }),
})

const signalsInput = builder.inputType('SignalRulesInput', {
  description: 'What is left out stays as it is.',
  fields: (t) => ({
    reply: t.field({ type: reaction }),
    outOfOffice: t.field({ type: reaction }),
    click: t.field({ type: reaction }),
    bounce: t.field({ type: reaction }),
    complaint: t.field({ type: reaction }),
    unsubscribe: t.field({ type: reaction }),
  }),
})

const perContactInput = builder.inputType('ContactLimitInput', {
  fields: (t) => ({ mails: t.int({ required: true }), days: t.int({ required: true }) }),
})
const gapInput = builder.inputType('GapInput', {
  fields: (t) => ({ seconds: t.int({ required: true }), jitterSeconds: t.int({ required: true }) }),
})

const limitsInput = builder.inputType('SendLimitsInput', {
  description: 'What is left out stays as it is; null lifts a limit.',
  fields: (t) => ({
    perContact: t.field({ type: perContactInput, description: 'Mails to one contact, over all campaigns.' }),
    perDomainHour: t.int({ description: 'Mails of this campaign to one recipient domain in an hour.' }),
    perSenderDay: t.int({ description: 'Mails of its sender in 24 hours, over all campaigns.' }),
    perCampaignDay: t.int({ description: 'Mails of this campaign in 24 hours.' }),
    gap: t.field({
      type: gapInput,
      description: 'Least seconds between two of its mails, and jitter on top.',
    }),
    warmUp: t.boolean({ description: 'The daily limit of its sender grows by the schedule.' }),
  }),
})

/** Sending rules as they are to be. */
export const sendingRulesInput = builder.inputType('SendingRulesInput', {
  description: 'Everything that a plan says besides its steps. What is left out stays as it is.',
  fields: (t) => ({
    window: t.field({ type: sendWindowInput, description: 'Null: at any time.' }),
    zone: t.string({ description: 'IANA zone for contacts of whom nothing better is known.' }),
    holidays: t.field({ type: holidaysInput }),
    maxLatenessMinutes: t.int({ description: 'What is later than this waits for a person.' }),
    rules: t.field({ type: signalsInput }),
    company: t.field({ type: companyReaction }),
    reentry: t.field({ type: reentryRule }),
    besideOthers: t.boolean({
      description: 'Whether its contacts may be active in other campaigns as well.',
    }),
    priority: t.int({
      description: '1 to 9; of campaigns that want the same contact, the higher goes first.',
    }),
    limits: t.field({ type: limitsInput }),
    holdoutPercent: t.int({
      description: 'Percent of the audience that is not written to; drawn at launch.',
    }),
  }),
})
