import { describe, expect, it } from '@jest/globals'
import { validateBlocks } from '../../sandbox/slack/validation/blocks.ts'
import {
  actions,
  button,
  file,
  input,
  lines,
  menu,
  mrkdwn,
  option,
  options,
  plain,
  textInput,
  x,
} from './slack-blocks.ts'

const inActions: [string, object, string][] = [
  ['a long button', button({ text: plain(x(76)) }), '/text/text must be less than 76 characters'],
  ['mrkdwn on a button', button({ text: mrkdwn('a') }), '/text/type must be a valid enum value'],
  ['a long button value', button({ value: x(2001) }), '/value must be less than 2001 characters'],
  ['a button url without a host', button({ url: 'campaigns' }), '/url must be a valid URL'],
  ['a made-up button style', button({ style: 'default' }), '/style must be a valid enum value'],
  ['a long action_id', button({ action_id: x(256) }), '/action_id must be less than 256 characters'],
  [
    'a long confirm title',
    button({ confirm: { title: plain(x(101)), text: plain('a') } }),
    '/confirm/title/text must be less than 101 characters',
  ],
  [
    'a confirm without text',
    button({ confirm: { title: plain('a') } }),
    '/confirm missing required field: text',
  ],
  [
    'a menu with options and groups',
    menu({ option_groups: [{ label: plain('a'), options: options(1) }] }),
    ' must provide either options or option_groups',
  ],
  [
    'an option without a value',
    menu({ options: [{ text: plain('a') }] }),
    '/options/0 missing required field: value',
  ],
  [
    'a long option value',
    menu({ options: [option(x(76))] }),
    '/options/0/value must be less than 76 characters',
  ],
  [
    'mrkdwn in a menu option',
    menu({ options: [{ text: mrkdwn('a'), value: 'a' }] }),
    '/options/0/text/type must be a valid enum value',
  ],
  [
    'a url on a menu option',
    menu({ options: [{ ...option('a'), url: 'https://a.example' }] }),
    '/options/0 additional property: url',
  ],
  [
    'a first choice that is not on offer',
    menu({ initial_option: option('o9') }),
    '/initial_option must match one of the provided options',
  ],
  [
    'a first choice with other words',
    menu({ initial_option: { text: plain('Other'), value: 'o1' } }),
    '/initial_option must match one of the provided options',
  ],
  [
    'a long placeholder',
    menu({ placeholder: plain(x(151)) }),
    '/placeholder/text must be less than 151 characters',
  ],
  [
    'a date that does not exist',
    { type: 'datepicker', initial_date: '2026-02-30' },
    '/initial_date must be a date as YYYY-MM-DD',
  ],
  ['a time of 24:00', { type: 'timepicker', initial_time: '24:00' }, '/initial_time must be a time as HH:mm'],
  [
    'milliseconds as a moment',
    { type: 'datetimepicker', initial_date_time: 1_790_000_000_000 },
    '/initial_date_time must be less than or equal to 9999999999',
  ],
  ['a text input in actions', textInput(), '/type unsupported type: plain_text_input'],
  ['a file input in actions', file, '/type unsupported type: file_input'],
]

const inInput: [string, object, string][] = [
  ['a button in an input', button(), '/type unsupported type: button'],
  ['11 files', { ...file, max_files: 11 }, '/max_files must be less than or equal to 10'],
  ['11 checkboxes', { type: 'checkboxes', options: options(11) }, '/options no more than 10 items allowed'],
  [
    'a max_length over 3000',
    textInput({ max_length: 3001 }),
    '/max_length must be less than or equal to 3000',
  ],
  [
    'a min_length over max_length',
    textInput({ min_length: 5, max_length: 4 }),
    '/min_length cannot be greater than max_length',
  ],
  [
    'a first value over max_length',
    textInput({ max_length: 3, initial_value: 'four' }),
    '/initial_value must be less than 4 characters',
  ],
  [
    'a number input that does not say if decimals are fine',
    { type: 'number_input' },
    ' missing required field: is_decimal_allowed',
  ],
  [
    'a number where its string belongs',
    { type: 'number_input', is_decimal_allowed: true, min_value: 1 },
    '/min_value must provide a string',
  ],
]

describe('elements that Slack refuses', () => {
  it.each(inActions)('refuses %s among actions', (_name, element, line) => {
    expect(lines(validateBlocks([actions(element)], 'modal'))).toContain(`/0/elements/0${line}`)
  })

  it.each(inInput)('refuses %s in an input block', (_name, element, line) => {
    expect(lines(validateBlocks([input(element)], 'modal'))).toContain(`/0/element${line}`)
  })
})
