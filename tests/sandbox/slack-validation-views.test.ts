import { describe, expect, it } from '@jest/globals'
import { validateView, viewTooLarge } from '../../sandbox/slack/validation/view.ts'
import {
  actions,
  button,
  card,
  container,
  file,
  input,
  lines,
  many,
  menu,
  mrkdwn,
  modal,
  option,
  plain,
  section,
  textInput,
  x,
} from './slack-blocks.ts'

const refused: [string, unknown, string][] = [
  ['nothing', undefined, ' must provide an object'],
  ['an unknown type', { type: 'dialog' }, '/type unsupported type: dialog'],
  ['a long title', modal({ title: plain(x(25)) }), '/title/text must be less than 25 characters'],
  ['a long submit', modal({ submit: plain(x(25)) }), '/submit/text must be less than 25 characters'],
  ['a long close', modal({ close: plain(x(25)) }), '/close/text must be less than 25 characters'],
  ['a mrkdwn title', modal({ title: mrkdwn('a') }), '/title/type must be a valid enum value'],
  ['no title', modal({ title: undefined }), ' missing required field: title'],
  ['no blocks', modal({ blocks: undefined }), ' missing required field: blocks'],
  [
    'an input without a submit',
    modal({ submit: undefined }),
    ' missing required field: submit (the view has an input block)',
  ],
  [
    'an input in a container without a submit',
    modal({ submit: undefined, blocks: [container({ child_blocks: [input(textInput())] })] }),
    ' missing required field: submit (the view has an input block)',
  ],
  [
    'long private_metadata',
    modal({ private_metadata: x(3001) }),
    '/private_metadata must be less than 3001 characters',
  ],
  ['a long callback_id', modal({ callback_id: x(256) }), '/callback_id must be less than 256 characters'],
  ['a long external_id', modal({ external_id: x(256) }), '/external_id must be less than 256 characters'],
  ['an unknown field', modal({ subtitle: plain('a') }), ' additional property: subtitle'],
  [
    'a wrong block',
    modal({ blocks: [{ type: 'header', text: plain(x(151)) }] }),
    '/blocks/0/text/text must be less than 151 characters',
  ],
  [
    'markdown on a modal',
    modal({ blocks: [{ type: 'markdown', text: 'a' }] }),
    '/blocks/0/type unsupported type: markdown is not allowed on modal',
  ],
  ['a title on Home', { type: 'home', title: plain('a'), blocks: [] }, ' additional property: title'],
  [
    'an alert on Home',
    { type: 'home', blocks: [{ type: 'alert', text: plain('a') }] },
    '/blocks/0/type unsupported type: alert is not allowed on home',
  ],
  [
    'two inputs that take the cursor',
    modal({
      blocks: [input(textInput({ focus_on_load: true })), input(textInput({ focus_on_load: true }))],
    }),
    '/blocks/1/element/focus_on_load only one element may have focus',
  ],
  [
    'more than 250 KB',
    modal({ blocks: many(90, () => section({ text: plain(x(3000)) })) }),
    ' must be less than 250 KB',
  ],
]

describe('views that Slack refuses, and some it takes', () => {
  it.each(refused)('refuses %s', (_name, view, line) => {
    expect(lines(validateView(view))).toContain(line)
  })

  it('takes a whole wizard step', () => {
    const step = modal({
      close: plain('Cancel'),
      callback_id: 'campaign:audience',
      private_metadata: JSON.stringify({ draftId: '0199' }),
      notify_on_close: true,
      blocks: [
        { type: 'context', block_id: 'progress', elements: [mrkdwn('Step 2 of 4')] },
        input(file, { block_id: 'audience_file' }),
        input({
          type: 'conversations_select',
          default_to_current_conversation: true,
          response_url_enabled: true,
          filter: { include: ['public', 'private'] },
        }),
        input(menu({ initial_option: option('o1') }), { dispatch_action: true }),
        actions(button({ action_id: 'back', text: plain('Back') })),
      ],
    })
    expect(lines(validateView(step))).toEqual([])
  })

  it('takes a Home tab with no blocks and one with cards', () => {
    expect(lines(validateView({ type: 'home', blocks: [] }))).toEqual([])
    expect(lines(validateView({ type: 'home', callback_id: 'home', blocks: [section(), card()] }))).toEqual(
      [],
    )
  })

  it('needs no submit where nothing is asked', () => {
    expect(lines(validateView(modal({ submit: undefined, blocks: [section()] })))).toEqual([])
  })

  it('tells a view that is too large apart, for its own error code', () => {
    expect(viewTooLarge(modal({ private_metadata: 'é'.repeat(130 * 1024) }))).toBe(true)
    expect(viewTooLarge(modal())).toBe(false)
    expect(viewTooLarge(undefined)).toBe(false)
  })
})
