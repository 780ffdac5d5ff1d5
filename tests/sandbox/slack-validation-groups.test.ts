import { describe, expect, it } from '@jest/globals'
import { validateBlocks } from '../../sandbox/slack/validation/blocks.ts'
import {
  card,
  cell,
  container,
  dataTable,
  file,
  input,
  lines,
  many,
  mrkdwn,
  plain,
  richText,
  section,
  table,
  x,
} from './slack-blocks.ts'

const groups: [string, unknown, string][] = [
  [
    '101 table rows',
    { type: 'table', rows: many(101, () => [cell('a')]) },
    '/rows no more than 100 items allowed',
  ],
  [
    '21 table columns',
    { type: 'table', rows: [many(21, () => cell('a'))] },
    '/rows/0 no more than 20 items allowed',
  ],
  ['a data table without a caption', dataTable({ caption: undefined }), ' missing required field: caption'],
  [
    'a data table with a header only',
    dataTable({ rows: [[cell('a')]] }),
    '/rows no fewer than 2 items allowed',
  ],
  [
    'uneven data table rows',
    dataTable({ rows: [[cell('a'), cell('b')], [cell('c')]] }),
    '/rows all rows must have the same number of cells',
  ],
  [
    'rich text in a data table header',
    dataTable({ rows: [[richText({ type: 'text', text: 'a' })], [cell('c')]] }),
    '/rows/0 header cells must not be rich_text',
  ],
  ['a page of 101 rows', dataTable({ page_size: 101 }), '/page_size must be less than or equal to 100'],
  [
    'an empty card',
    { type: 'card', subtitle: mrkdwn('a') },
    ' must provide hero_image, title, actions or body',
  ],
  ['a long card body', card({ body: mrkdwn(x(201)) }), '/body/text must be less than 201 characters'],
  [
    '11 cards',
    { type: 'carousel', elements: many(11, () => card()) },
    '/elements no more than 10 items allowed',
  ],
  [
    '11 children',
    container({ child_blocks: many(11, () => section()) }),
    '/child_blocks no more than 10 items allowed',
  ],
  [
    'a container in a container',
    container({ child_blocks: [container()] }),
    '/child_blocks/0/type unsupported type: container',
  ],
  ['a container without a title', container({ title: undefined }), ' must provide title or rich_text_title'],
  [
    'a collapsed container that cannot be opened',
    container({ default_collapsed: true }),
    '/default_collapsed requires is_collapsible to be true',
  ],
  [
    '6 context actions',
    {
      type: 'context_actions',
      elements: many(6, () => ({ type: 'icon_button', icon: 'trash', text: plain('Delete') })),
    },
    '/elements no more than 5 items allowed',
  ],
]

const together: [string, unknown, string][] = [
  ['blocks that are no array', 'hello', ' must provide an array'],
  ['51 blocks in a message', many(51, () => section()), ' no more than 50 items allowed'],
  [
    'a block_id used twice',

    [section({ block_id: 'b' }), section({ block_id: 'b' })],
    '/1/block_id block_id "b" already exists',
  ],
  [
    'a block_id used again inside a container',

    [section({ block_id: 'b' }), container({ child_blocks: [section({ block_id: 'b' })] })],
    '/1/child_blocks/0/block_id block_id "b" already exists',
  ],
  [
    'long markdown over two blocks',

    [
      { type: 'markdown', text: x(7000) },
      { type: 'markdown', text: x(7000) },
    ],
    ' markdown blocks must be less than 12001 characters together',
  ],
  ['two tables', [table([cell('a')]), table([cell('a')])], '/1 only one table allowed'],
]

const onHome: [string, unknown, string][] = [
  ['a file input on Home', input(file), '/element/type unsupported type: file_input is not allowed on home'],
  ['a table on Home', table([cell('a')]), '/type unsupported type: table is not allowed on home'],
]

describe('tables, groups and whole messages that Slack refuses', () => {
  it.each(groups)('refuses %s', (_name, block, line) => {
    expect(lines(validateBlocks([block], 'message'))).toContain(`/0${line}`)
  })

  it('refuses a table that a container brings to a modal', () => {
    const blocks = [container({ child_blocks: [table([cell('a')])] })]
    const line = '/0/child_blocks/0/type unsupported type: table is not allowed on modal'
    expect(lines(validateBlocks(blocks, 'modal'))).toContain(line)
  })

  it.each(together)('refuses %s', (_name, blocks, line) => {
    expect(lines(validateBlocks(blocks, 'message'))).toContain(line)
  })

  it('takes 100 blocks on a modal and on Home, and no more', () => {
    expect(
      lines(
        validateBlocks(
          many(100, () => section()),
          'modal',
        ),
      ),
    ).toEqual([])
    expect(
      lines(
        validateBlocks(
          many(101, () => section()),
          'modal',
        ),
      ),
    ).toEqual([' no more than 100 items allowed'])
    expect(
      lines(
        validateBlocks(
          many(101, () => section()),
          'home',
        ),
      ),
    ).toEqual([' no more than 100 items allowed'])
  })

  it.each(onHome)('refuses %s', (_name, block, line) => {
    expect(lines(validateBlocks([block], 'home'))).toContain(`/0${line}`)
  })
})
