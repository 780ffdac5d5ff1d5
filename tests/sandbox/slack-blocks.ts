import type { ValidationProblem } from '../../sandbox/slack/validation/problem.ts'

/** Short ways to write Block Kit that is valid, so that a case shows only what is wrong with it. */
export const plain = (text: string) => ({ type: 'plain_text', text })
export const mrkdwn = (text: string) => ({ type: 'mrkdwn', text })
export const x = (length: number) => 'x'.repeat(length)
export const option = (value: string) => ({ text: plain(`Option ${value}`), value })
export const options = (count: number) => Array.from({ length: count }, (_, index) => option(`o${index}`))
export const section = (extra: object = {}) => ({ type: 'section', text: mrkdwn('Hello *there*'), ...extra })
export const actions = (...elements: object[]) => ({ type: 'actions', elements })
export const button = (extra: object = {}) => ({
  type: 'button',
  text: plain('Claim'),
  action_id: 'claim',
  ...extra,
})
export const input = (element: object, extra: object = {}) => ({
  type: 'input',
  label: plain('Name'),
  element,
  ...extra,
})
export const menu = (extra: object = {}) => ({ type: 'static_select', options: options(3), ...extra })
export const textInput = (extra: object = {}) => ({ type: 'plain_text_input', action_id: 'name', ...extra })
export const modal = (extra: object = {}) => ({
  type: 'modal',
  title: plain('New campaign'),
  submit: plain('Next'),
  blocks: [input(textInput())],
  ...extra,
})
export const cell = (text: string) => ({ type: 'raw_text', text })
export const dataTable = (extra: object = {}) => ({
  type: 'data_table',
  caption: 'Results',
  rows: [
    [cell('Step'), cell('Clicks')],
    [cell('1'), { type: 'raw_number', value: 7, text: '7' }],
  ],
  ...extra,
})
export const richText = (...elements: object[]) => ({
  type: 'rich_text',
  elements: [{ type: 'rich_text_section', elements }],
})
export const card = (extra: object = {}) => ({ type: 'card', title: mrkdwn('Ada'), ...extra })
export const container = (extra: object = {}) => ({
  type: 'container',
  title: plain('Mail'),
  child_blocks: [section()],
  ...extra,
})
export const file = { type: 'file_input', filetypes: ['csv'], max_files: 1 }

/** As many of a thing as a limit is tried with. */
export const many = <Thing>(count: number, make: (index: number) => Thing): Thing[] =>
  Array.from({ length: count }, (_, index) => make(index))

export const image = (extra: object = {}) => ({
  type: 'image',
  alt_text: 'a chart',
  image_url: 'https://a.example/b.png',
  ...extra,
})
export const video = (extra: object = {}) => ({
  type: 'video',
  video_url: 'https://v.example/1',
  thumbnail_url: 'https://v.example/1.png',
  alt_text: 'a film',
  title: plain('A film'),
  ...extra,
})
export const table = (...rows: object[][]) => ({ type: 'table', rows })

/** Problems as lines of "pointer message". */
export const lines = (problems: readonly ValidationProblem[]) =>
  problems.map(({ pointer, message }) => `${pointer} ${message}`)
