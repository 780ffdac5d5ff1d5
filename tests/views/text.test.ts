import { describe, expect, it } from '@jest/globals'
import { header } from '../../src/bot/views/blocks.ts'
import { campaignListMessage } from '../../src/bot/views/campaign-list.ts'
import { escaped, inline, plain, span } from '../../src/bot/views/text.ts'
import { campaignId } from './samples.ts'
import { messageText } from './seen.ts'

const turned = '\u202EnoitcnuF\u202C\u2067Ada\u2069\u200F'

describe('a name with signs that nobody sees', () => {
  it.each([
    ['in markup', (text: string) => inline(text)],
    ['in a sentence', (text: string) => escaped(text, 100)],
    ['in plain text', (text: string) => plain(text, 100)],
  ])('turns nothing round %s', (_, shown) => {
    expect(shown(turned)).toBe('noitcnuFAda')
  })

  it('keeps what Persian and emoji are made with', () => {
    expect(inline('علی\u200Cزاده 👩\u200D💻')).toBe('علی\u200Cزاده 👩\u200D💻')
  })

  it('leaves a list readable and a heading that Slack takes', () => {
    const campaign = {
      id: campaignId,
      status: 'draft' as const,
      audience: 1,
      waiting: 1,
      createdAt: new Date(0),
    }
    const list = campaignListMessage([{ ...campaign, name: turned, link: null }])
    expect(messageText(list)).not.toMatch(/[\u200B\u200E-\u200F\u202A-\u202E\u2066-\u2069]/)
    expect(messageText({ text: 'x', blocks: [header('\u200B\u2060')] })).toContain('–')
  })
})

describe('how long something takes', () => {
  const [minute, hour, day] = [60, 3600, 86_400]
  it.each([
    [20, '20 seconds'],
    [minute, '1 minute'],
    [75, '75 seconds'],
    [45 * minute, '45 minutes'],
    [hour, '1 hour'],
    [75 * minute, '75 minutes'],
    [2 * hour, '2 hours'],
    [23 * hour, '23 hours'],
    [day, '1 day'],
    [day + 10 * minute, '1 day'],
    [25 * hour, '25 hours'],
    [36 * hour, '36 hours'],
    [2 * day, '2 days'],
    [7 * day + hour, '7 days'],
  ])('of %i seconds is said in the unit in which people choose it: %s', (seconds, words) => {
    expect(span(seconds)).toBe(words)
  })
})
