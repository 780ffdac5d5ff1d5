import { describe, expect, it } from '@jest/globals'
import { validateBlocks } from '../../sandbox/slack/validation/blocks.ts'
import {
  actions,
  button,
  card,
  cell,
  container,
  dataTable,
  file,
  input,
  lines,
  menu,
  mrkdwn,
  option,
  options,
  plain,
  richText,
  section,
  textInput,
  x,
} from './slack-blocks.ts'
import type { Surface } from '../../sandbox/slack/validation/blocks.ts'

const accepted: [string, Surface, object[]][] = [
  ['no blocks', 'message', []],
  ['a section with fields and no text', 'message', [{ type: 'section', fields: [mrkdwn('a'), plain('b')] }]],
  [
    'a header, a divider and a context',
    'home',
    [
      { type: 'header', text: plain('Hi') },
      { type: 'divider' },
      {
        type: 'context',
        elements: [mrkdwn('now'), { type: 'image', image_url: 'https://a.example/b.png', alt_text: 'b' }],
      },
    ],
  ],
  [
    'buttons with a value, a url, a style and a confirm dialog',
    'message',
    [
      actions(
        button({
          value: x(2000),
          style: 'primary',
          confirm: {
            title: plain('Sure?'),
            text: mrkdwn('*Really*'),
            confirm: plain('Yes'),
            deny: plain('No'),
          },
        }),
        button({ action_id: 'open', url: 'https://a.example' }),
      ),
    ],
  ],
  [
    'an overflow menu in a section',
    'message',
    [section({ accessory: { type: 'overflow', options: [{ ...option('a'), url: 'https://a.example' }] } })],
  ],
  [
    'every menu in actions',
    'message',
    [
      actions(
        ...[
          'users_select',
          'channels_select',
          'conversations_select',
          'external_select',
          'multi_users_select',
          'multi_channels_select',
          'multi_conversations_select',
          'multi_external_select',
        ].map((type) => ({ type, placeholder: plain('Pick') })),
        menu(),
        {
          type: 'multi_static_select',
          option_groups: [{ label: plain('G'), options: options(2) }],
          initial_options: [option('o1')],
        },
      ),
    ],
  ],
  [
    'every picker',
    'message',
    [
      actions(
        { type: 'datepicker', initial_date: '2028-02-29' },
        { type: 'timepicker', initial_time: '23:59' },
        { type: 'datetimepicker', initial_date_time: 1_790_000_000 },
      ),
    ],
  ],
  [
    'every input on a modal',
    'modal',
    [
      textInput({ multiline: true, min_length: 1, max_length: 3000 }),
      { type: 'email_text_input' },
      { type: 'url_text_input' },
      { type: 'number_input', is_decimal_allowed: false, min_value: '1', max_value: '10' },
      { type: 'rich_text_input' },
      { type: 'checkboxes', options: options(10), initial_options: [option('o0'), option('o9')] },
      { type: 'radio_buttons', options: [{ text: mrkdwn('*a*'), value: 'a', description: mrkdwn('_b_') }] },
      file,
    ].map((element) => input(element, { hint: plain('h'), optional: true })),
  ],
  ['an alert on a modal', 'modal', [{ type: 'alert', text: plain('Careful'), level: 'warning' }]],
  [
    'rich text with a list',
    'message',
    [
      richText({ type: 'text', text: 'Hi', style: { bold: true } }, { type: 'user', user_id: 'U1' }),
      {
        type: 'rich_text',
        elements: [
          {
            type: 'rich_text_list',
            style: 'bullet',
            elements: [{ type: 'rich_text_section', elements: [{ type: 'link', url: 'https://a.example' }] }],
          },
        ],
      },
    ],
  ],
  ['a data table', 'message', [dataTable({ page_size: 100, row_header_column_index: 1 })]],
  [
    'a table with column settings',
    'message',
    [
      {
        type: 'table',
        rows: [[cell('a'), richText({ type: 'text', text: 'b' })]],
        column_settings: [null, { align: 'right' }],
      },
    ],
  ],
  [
    'a card, a carousel and a container',
    'message',
    [
      card({ actions: [button()] }),
      { type: 'carousel', elements: [card(), card()] },
      container({ is_collapsible: true, default_collapsed: true }),
    ],
  ],
  [
    'feedback buttons',
    'message',
    [
      {
        type: 'context_actions',
        elements: [
          {
            type: 'feedback_buttons',
            positive_button: { text: plain('Good'), value: 'up' },
            negative_button: { text: plain('Bad'), value: 'down' },
          },
          { type: 'icon_button', icon: 'trash', text: plain('Delete') },
        ],
      },
    ],
  ],
  [
    'markdown and a video',
    'message',
    [
      { type: 'markdown', text: x(12_000) },
      {
        type: 'video',
        video_url: 'https://v.example/1',
        thumbnail_url: 'https://v.example/1.png',
        alt_text: 'v',
        title: plain(x(199)),
      },
    ],
  ],
  ['the same action_id in two blocks', 'message', [actions(button()), actions(button())]],
  ['a field that JSON would drop', 'message', [section({ accessory: undefined })]],
]

describe('blocks that Slack takes', () => {
  it.each(accepted)('takes %s on a %s', (_name, surface, blocks) => {
    expect(lines(validateBlocks(blocks, surface))).toEqual([])
  })
})
