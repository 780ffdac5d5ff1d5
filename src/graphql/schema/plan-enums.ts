import { builder } from '../builder.ts'

/** The closed lists of a plan (domain/plan.ts), by the names that GraphQL allows. */
export const weekday = builder.enumType('Weekday', {
  values: {
    monday: { value: 1 },
    tuesday: { value: 2 },
    wednesday: { value: 3 },
    thursday: { value: 4 },
    friday: { value: 5 },
    saturday: { value: 6 },
    sunday: { value: 7 },
  } as const,
})
export const waitUnit = builder.enumType('WaitUnit', {
  values: {
    minutes: { value: 'minutes' },
    hours: { value: 'hours' },
    days: { value: 'days' },
    business_days: { value: 'business-days' },
  } as const,
})
export const reaction = builder.enumType('Reaction', {
  description: 'What a signal does to the enrollment that it concerns.',
  values: ['stop', 'pause', 'continue'] as const,
})
export const companyReaction = builder.enumType('CompanyReaction', {
  description: 'What a reply does to others of the same company in the same campaign.',
  values: ['none', 'pause', 'stop'] as const,
})
export const reentryRule = builder.enumType('ReentryRule', {
  description:
    'Whether somebody who was in an earlier run of a campaign may be enrolled in a later one: never, or once they came to its ' +
    'end. Who answered, was stopped by themselves, or is under way is not.',
  values: { never: { value: 'never' }, after_end: { value: 'after-end' } } as const,
})
