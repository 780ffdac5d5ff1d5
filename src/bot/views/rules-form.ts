import type { InputBlock, KnownBlock, ModalView } from '@slack/types'
import type { RulesValues } from '../forms/rules-values.ts'
import { rulesBlocks, submissions, suggestions } from '../ids.ts'
import { context, header, pt } from './blocks.ts'
import { boxes, type Choice, input, menu, numberField, searchMenu, textField } from './inputs.ts'
import { windowInputs } from './window-inputs.ts'

/** The sending rules of a campaign; `calendarName` is what its calendar of holidays is called. */
export type RulesForm = { campaignId: string; calendarName: string | null; values: RulesValues }

/** The form for everything about a campaign that is not a step. */
export const rulesFormModal = ({ campaignId, calendarName, values }: RulesForm): ModalView => ({
  type: 'modal',
  callback_id: submissions.rulesForm,
  private_metadata: campaignId,
  title: pt('Sending rules'),
  submit: pt('Save rules'),
  close: pt('Back'),
  blocks: [
    header('When mails go out'),
    ...windowInputs(values.window, {
      label: 'At which hours',
      without: 'At any hour',
      own: 'Only at certain hours',
    }),
    ...placeInputs(values.fields, calendarName),
    header('What ends or holds up a sequence'),
    ...signalInputs(values.fields),
    header('Who is written to'),
    ...audienceInputs(values.fields),
    header('How many mails go out'),
    context('Leave a limit empty for none. Limits hold in every stretch of that length, over all workers.'),
    ...limitInputs(values.fields),
  ],
})

type Fields = RulesValues['fields']

const placeInputs = (fields: Fields, calendarName: string | null): KnownBlock[] => [
  input(
    [rulesBlocks.zone, 'Time zone'],
    searchMenu(suggestions.zone, fields.zone === null ? null : [fields.zone, fields.zone]),
    { hint: 'For contacts whose own time zone or country is not known.' },
  ),
  input(
    [rulesBlocks.calendar, 'Public holidays of'],
    searchMenu(
      suggestions.calendar,
      fields.calendar && calendarName ? [fields.calendar, calendarName] : null,
    ),
    {
      optional: true,
      hint: 'No mail goes out on these days, of the next four years, on each reader’s calendar.',
    },
  ),
  input(
    [rulesBlocks.ownDates, 'Other days without mail'],
    textField(fields.ownDates, { max: 2000, multiline: true }),
    {
      optional: true,
      hint: 'Dates such as 2026-12-24, one on each line.',
    },
  ),
  input([rulesBlocks.lateAmount, 'Send at most so late'], numberField(fields.lateAmount), {
    hint: 'After an outage, what is due for longer waits for you to decide.',
  }),
  input([rulesBlocks.lateUnit, 'Unit of lateness'], menu(lateUnits, fields.lateUnit)),
]

const lateUnits: readonly Choice[] = [
  ['minutes', 'minutes'],
  ['hours', 'hours'],
  ['days', 'days'],
]

const signalInputs = (fields: Fields): KnownBlock[] => [
  input([rulesBlocks.reply, 'After a reply'], menu(reactions, fields.reply)),
  input([rulesBlocks.outOfOffice, 'After an out-of-office answer'], menu(awayReactions, fields.outOfOffice)),
  input([rulesBlocks.click, 'After a click'], menu(reactions, fields.click)),
  context('A bounce, a complaint and an unsubscribe always end it.'),
  input(
    [rulesBlocks.company, 'When somebody replies, others at the same company'],
    menu(companies, fields.company),
  ),
]

const reactions: readonly Choice[] = [
  ['stop', 'The sequence ends'],
  ['pause', 'It waits until a person lets it go on'],
  ['continue', 'It goes on'],
]

const awayReactions: readonly Choice[] = [
  ['stop', 'The sequence ends'],
  ['pause', 'It waits until they are back'],
  ['continue', 'It goes on'],
]

const companies: readonly Choice[] = [
  ['none', 'Go on'],
  ['pause', 'Wait until a person lets them go on'],
  ['stop', 'Are not written to any more'],
]

const audienceInputs = (fields: Fields): KnownBlock[] => [
  input([rulesBlocks.reentry, 'Whoever went through this campaign before'], menu(reentries, fields.reentry), {
    hint: 'When it is run again: only who came to its end may be, not who answered or was stopped.',
  }),
  input([rulesBlocks.besideOthers, 'Other campaigns'], boxes(besideOthers, ticked(fields.besideOthers)), {
    optional: true,
  }),
  input([rulesBlocks.priority, 'Priority'], numberField(fields.priority), {
    hint: '1 to 9: of two campaigns that want the same contact, the higher goes first.',
  }),
  input([rulesBlocks.holdout, 'Percent held out'], numberField(fields.holdout), {
    hint: '0 to 50: so many are enrolled and not written to, to see what the campaign changes.',
  }),
]

const reentries: readonly Choice[] = [
  ['never', 'Is not enrolled again'],
  ['after-end', 'May be enrolled again'],
]

const besideOthers: readonly Choice[] = [['yes', 'Contacts may be in other campaigns at the same time']]
const ticked = (value: string | null): string[] => (value === null ? [] : [value])

const limitInputs = (fields: Fields): InputBlock[] => [
  limit(rulesBlocks.contactMails, 'Mails to one contact, over all campaigns', fields.contactMails),
  limit(rulesBlocks.contactDays, 'in so many days', fields.contactDays),
  limit(rulesBlocks.domainHour, 'Mails to one recipient domain in an hour', fields.domainHour),
  limit(
    rulesBlocks.senderDay,
    'Mails from the sender’s address in a day, over all campaigns',
    fields.senderDay,
  ),
  limit(rulesBlocks.campaignDay, 'Mails of this campaign in a day', fields.campaignDay),
  limit(rulesBlocks.gapSeconds, 'Seconds between two mails of this campaign', fields.gapSeconds),
  limit(rulesBlocks.gapJitter, 'and up to so many more, by chance', fields.gapJitter),
  input([rulesBlocks.warmUp, 'Warm-up'], boxes(warmUp, ticked(fields.warmUp)), {
    optional: true,
    hint: 'From 200 mails on the first day to 200,000 after six weeks.',
  }),
]

const warmUp: readonly Choice[] = [['yes', 'The sender’s address is new: raise its daily limit slowly']]

const limit = (block: string, label: string, typed: string | null): InputBlock =>
  input([block, label], numberField(typed), { optional: true })
