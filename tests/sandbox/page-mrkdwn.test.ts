import { describe, expect, it } from '@jest/globals'
import { formatSlackDate } from '../../sandbox/page/client/mrkdwn/dates.ts'
import { parseInline } from '../../sandbox/page/client/mrkdwn/parse-inline.ts'
import { parseMrkdwn } from '../../sandbox/page/client/mrkdwn/parse.ts'
import { toMrkdwn } from '../../sandbox/page/client/blocks/to-mrkdwn.ts'
import { zonedInput, zonedSeconds } from '../../sandbox/page/client/blocks/zoned-time.ts'
import { readRoute, writeRoute } from '../../sandbox/page/client/parts/route.ts'

const text = (words: string) => ({ kind: 'text', text: words })

describe('mrkdwn on the page', () => {
  it.each([
    ['*bold*', [{ kind: 'bold', content: [text('bold')] }]],
    [
      '_it_ ~no~',
      [{ kind: 'italic', content: [text('it')] }, text(' '), { kind: 'strike', content: [text('no')] }],
    ],
    ['*_both_*', [{ kind: 'bold', content: [{ kind: 'italic', content: [text('both')] }] }]],
    ['`*as typed*`', [{ kind: 'code', text: '*as typed*' }]],
    [':tada:', [{ kind: 'emoji', name: 'tada' }]],
    ['<@U1> in <#C2>', [{ kind: 'user', id: 'U1' }, text(' in '), { kind: 'channel', id: 'C2' }]],
    ['<https://a.example|the site>', [{ kind: 'link', url: 'https://a.example', text: 'the site' }]],
    ['<mailto:a@b.example>', [{ kind: 'link', url: 'mailto:a@b.example', text: 'a@b.example' }]],
    ['<!here>', [{ kind: 'broadcast', range: 'here' }]],
    ['&lt;b&gt; &amp;amp;', [text('<b> &amp;')]],
  ])('reads %s', (line, nodes) => {
    expect(parseInline(line)).toEqual(nodes)
  })

  it.each([
    'snake_case_name',
    '2 * 3 * 4',
    'a*b*c',
    '10:30:45',
    ':no_such_emoji:',
    '* not bold *',
    '<unclosed',
  ])('leaves %s as it was typed', (line) => {
    expect(parseInline(line)).toEqual([text(line)])
  })

  it('keeps quotes, list items and fenced code apart from plain lines', () => {
    const parts = parseMrkdwn('Hi\n&gt; one\n> two\n• first\n1. second\n```\nlet a = *b*\n```\nend')
    expect(parts).toEqual([
      { kind: 'line', content: [text('Hi')] },
      { kind: 'quote', lines: [[text('one')], [text('two')]] },
      { kind: 'item', marker: '•', content: [text('first')] },
      { kind: 'item', marker: '1.', content: [text('second')] },
      { kind: 'code', text: 'let a = *b*' },
      { kind: 'line', content: [text('end')] },
    ])
  })

  it('shows a fence that is never closed as typed', () => {
    expect(parseMrkdwn('a ```b')).toEqual([
      { kind: 'line', content: [text('a ')] },
      { kind: 'line', content: [text('```b')] },
    ])
  })

  it('turns standard Markdown into mrkdwn, except inside code', () => {
    expect(toMrkdwn('**b** *i* ~~s~~ [t](https://a.example) `**x**`')).toBe(
      '*b* _i_ ~s~ <https://a.example|t> `**x**`',
    )
  })
})

describe('times on the page', () => {
  const seconds = Date.UTC(2026, 10, 23, 22, 30) / 1000
  const date = { seconds, fallback: 'then', now: seconds * 1000 }

  it('fills Slack’s date tokens in the reader’s zone', () => {
    const format = '{date_short} at {time}'
    expect(formatSlackDate({ ...date, format, timeZone: 'UTC' })).toBe('Nov 23, 2026 at 10:30 PM')
    expect(formatSlackDate({ ...date, format, timeZone: 'Asia/Tokyo' })).toBe('Nov 24, 2026 at 7:30 AM')
  })

  it('says today, yesterday and tomorrow by the reader’s calendar, and falls back on a broken date', () => {
    const format = '{date_short_pretty}'
    const inTokyo = { ...date, format, timeZone: 'Asia/Tokyo' }
    expect(formatSlackDate(inTokyo)).toBe('today')
    expect(formatSlackDate({ ...inTokyo, now: date.now + 86_400_000 })).toBe('yesterday')
    expect(formatSlackDate({ ...inTokyo, now: date.now - 86_400_000 })).toBe('tomorrow')
    expect(formatSlackDate({ ...inTokyo, seconds: Number.NaN })).toBe('then')
  })

  it.each(['2026-11-23T09:15', '2026-03-29T01:30', '2026-03-29T03:30', '2026-10-25T04:00'])(
    'brings the wall clock %s of Berlin to a moment and back',
    (local) => {
      expect(zonedInput(zonedSeconds(local, 'Europe/Berlin'), 'Europe/Berlin')).toBe(local)
    },
  )
})

describe('the page’s address', () => {
  it.each(['#workspace/U1:C1', '#workspace/U1:C1:1700.0001/U2:home', '#inbox/U1', '#traffic'])(
    'keeps %s over a reload',
    (hash) => {
      expect(writeRoute(readRoute(hash))).toBe(hash)
    },
  )

  it('opens the workspace for an address it does not know', () => {
    expect(readRoute('#nonsense')).toEqual({ tab: 'workspace', panes: [] })
  })
})
