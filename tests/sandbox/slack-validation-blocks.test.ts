import { describe, expect, it } from '@jest/globals'
import { validateBlocks } from '../../sandbox/slack/validation/blocks.ts'
import {
  actions,
  button,
  card,
  file,
  image,
  input,
  lines,
  many,
  mrkdwn,
  options,
  plain,
  richText,
  section,
  textInput,
  video,
  x,
} from './slack-blocks.ts'

const inMessage: [string, unknown, string][] = [
  ['a block that is no object', null, ' must provide an object'],
  ['a block without a type', { text: plain('a') }, ' missing required field: type'],
  ['an unknown block', { type: 'banner' }, '/type unsupported type: banner'],
  ['a name that every object inherits', { type: 'constructor' }, '/type unsupported type: constructor'],
  ['an unknown field', section({ colour: 'red' }), ' additional property: colour'],
  ['an inherited name as a field', section({ toString: 'red' }), ' additional property: toString'],
  ['a long header', { type: 'header', text: plain(x(151)) }, '/text/text must be less than 151 characters'],
  ['mrkdwn in a header', { type: 'header', text: mrkdwn('a') }, '/text/type must be a valid enum value'],
  [
    'an empty section text',
    { type: 'section', text: mrkdwn('') },
    '/text/text must be more than 0 characters',
  ],
  [
    'a long section text',
    { type: 'section', text: mrkdwn(x(3001)) },
    '/text/text must be less than 3001 characters',
  ],
  ['a section with nothing to say', { type: 'section' }, ' must provide text or fields'],
  [
    '11 section fields',
    section({ fields: many(11, () => mrkdwn('a')) }),
    '/fields no more than 10 items allowed',
  ],
  [
    'a long section field',
    section({ fields: [plain(x(2001))] }),
    '/fields/0/text must be less than 2001 characters',
  ],
  [
    'a text with the fields of the other kind',
    { type: 'section', text: { ...plain('a'), verbatim: true } },
    '/text additional property: verbatim',
  ],
  [
    'emoji on mrkdwn',
    { type: 'section', text: { ...mrkdwn('a'), emoji: true } },
    '/text additional property: emoji',
  ],
  [
    '11 context elements',
    { type: 'context', elements: many(11, () => plain('a')) },
    '/elements no more than 10 items allowed',
  ],
  [
    'a button in a context',
    { type: 'context', elements: [button()] },
    '/elements/0/type unsupported type: button',
  ],
  ['empty actions', actions(), '/elements no fewer than 1 items allowed'],
  [
    '26 actions',
    actions(...many(26, (index) => button({ action_id: `a${index}` }))),
    '/elements no more than 25 items allowed',
  ],
  [
    'a file input in a message',
    input(file),
    '/element/type unsupported type: file_input is not allowed on message',
  ],
  [
    'an alert in a message',
    { type: 'alert', text: plain('a') },
    '/type unsupported type: alert is not allowed on message',
  ],
  ['a long block_id', section({ block_id: x(256) }), '/block_id must be less than 256 characters'],
  [
    'an action_id used twice in one block',
    actions(button(), button()),
    '/elements/1/action_id action_id "claim" already exists',
  ],
  [
    '6 overflow options',
    section({ accessory: { type: 'overflow', options: options(6) } }),
    '/accessory/options no more than 5 items allowed',
  ],
  [
    'a datetimepicker beside a section',
    section({ accessory: { type: 'datetimepicker' } }),
    '/accessory/type unsupported type: datetimepicker',
  ],
  ['an image from nowhere', image({ image_url: undefined }), ' must provide either image_url or slack_file'],
  ['an image without alt_text', image({ alt_text: undefined }), ' missing required field: alt_text'],
  [
    'an image from a script',
    image({ image_url: 'javascript:alert(1)' }),
    '/image_url must be a valid URL scheme',
  ],
  ['a video over http', video({ video_url: 'http://v.example/1' }), '/video_url must be a valid URL scheme'],
  ['a long markdown text', { type: 'markdown', text: x(12_001) }, '/text must be less than 12001 characters'],
  [
    'an unknown run of rich text',
    richText({ type: 'blink' }),
    '/elements/0/elements/0/type unsupported type: blink',
  ],
]

const onModal: [string, unknown, string][] = [
  [
    'a file input that dispatches',
    input(file, { dispatch_action: true }),
    '/dispatch_action is not compatible with file_input',
  ],
  ['a card on a modal', card(), '/type unsupported type: card is not allowed on modal'],
  [
    'a long label',
    input(textInput(), { label: plain(x(2001)) }),
    '/label/text must be less than 2001 characters',
  ],
  ['a mrkdwn label', input(textInput(), { label: mrkdwn('a') }), '/label/type must be a valid enum value'],
]

describe('blocks that Slack refuses', () => {
  it.each(inMessage)('refuses %s', (_name, block, line) => {
    expect(lines(validateBlocks([block], 'message'))).toContain(`/0${line}`)
  })

  it.each(onModal)('refuses %s', (_name, block, line) => {
    expect(lines(validateBlocks([block], 'modal'))).toContain(`/0${line}`)
  })
})
