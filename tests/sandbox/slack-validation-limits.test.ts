import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { messageBlocksTooLong, validateBlocks } from '../../sandbox/slack/validation/blocks.ts'
import { formatProblem, refusalBody } from '../../sandbox/slack/validation/problem.ts'
import { validateView } from '../../sandbox/slack/validation/view.ts'
import {
  actions,
  button,
  input,
  many,
  menu,
  modal,
  mrkdwn,
  options,
  plain,
  section,
  x,
} from './slack-blocks.ts'

const replaced = (value: unknown, [key, ...rest]: string[], intruder: unknown): unknown => {
  if (key === undefined) return intruder
  if (Array.isArray(value)) {
    return value.map((each: unknown, index) =>
      String(index) === key ? replaced(each, rest, intruder) : each,
    )
  }
  if (typeof value !== 'object' || value === null || !(key in value)) return value
  return { ...value, [key]: replaced(new Map(Object.entries(value)).get(key), rest, intruder) }
}

const found = (value: unknown, pointer: string): unknown =>
  pointer
    .split('/')
    .slice(1)
    .map((key) => key.replaceAll('~1', '/').replaceAll('~0', '~'))
    .reduce<unknown>((here, key) => new Map(Object.entries(here ?? {})).get(key), value)

describe('the limits hold at every size', () => {
  const sizes = (max: number) =>
    fc.oneof(fc.integer({ min: 1, max: max * 2 }), fc.constantFrom(1, max, max + 1))

  it.each([
    ['header text', 150, (size: number) => ({ type: 'header', text: plain(x(size)) })],
    ['section text', 3000, (size: number) => section({ text: mrkdwn(x(size)) })],
    ['button text', 75, (size: number) => actions(button({ text: plain(x(size)) }))],
    [
      'option value',
      75,
      (size: number) => actions(menu({ options: [{ text: plain('A'), value: x(size) }] })),
    ],
    ['block_id', 255, (size: number) => section({ block_id: x(size) })],
    ['static_select options', 100, (size: number) => actions(menu({ options: options(size) }))],
    ['radio options', 10, (size: number) => actions({ type: 'radio_buttons', options: options(size) })],
  ] as const)('takes a %s of up to %d and no more', (_name, max, blockOf) => {
    const isTaken = (size: number) => validateBlocks([blockOf(size)], 'message').length === 0
    fc.assert(fc.property(sizes(max), (size) => expect(isTaken(size)).toBe(size <= max)))
  })

  it('takes 1 to 100 options, and neither 0 nor 101', () => {
    const problems = [0, 1, 100, 101].map(
      (count) => validateBlocks([actions(menu({ options: options(count) }))], 'message').length,
    )
    expect(problems).toEqual([1, 0, 0, 1])
  })

  it('answers whatever a view turns into, and points at something that is there', () => {
    const keys = fc.array(fc.constantFrom('blocks', 'element', 'options', 'text', 'type', '0', '1', 'title'))
    fc.assert(
      fc.property(keys, fc.jsonValue(), (path, intruder) => {
        const view = replaced(
          modal({ blocks: [input(menu()), section({ accessory: button() })] }),
          path,
          intruder,
        )
        const lost = validateView(view).filter(({ pointer }) => found(view, pointer) === undefined)
        expect(lost).toEqual([])
      }),
      { numRuns: 500 },
    )
  })

  it('keeps a message under 13 000 characters of blocks', () => {
    expect(messageBlocksTooLong(many(5, () => section({ text: mrkdwn(x(2900)) })))).toBe(true)
    expect(messageBlocksTooLong([section()])).toBe(false)
    expect(messageBlocksTooLong(undefined)).toBe(false)
  })
})

describe('what the caller sends back', () => {
  it('writes a problem as Slack does', () => {
    const [problem] = validateBlocks([{ type: 'header', text: plain(x(151)) }], 'message')
    const line = '[ERROR] must be less than 151 characters [json-pointer:/0/text/text]'
    expect(problem && formatProblem(problem)).toBe(line)
    expect(refusalBody('invalid_blocks', problem ? [problem] : [])).toEqual({
      ok: false,
      error: 'invalid_blocks',
      errors: [line],
      response_metadata: { messages: [line] },
    })
  })
})
