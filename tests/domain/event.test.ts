import { describe, expect, it } from '@jest/globals'
import { consequenceOf, isMachine, type MailEvent } from '../../src/domain/event.ts'

const event = (given: Partial<MailEvent>): MailEvent => ({
  type: 'delivered',
  sendid: null,
  attempt: null,
  providerMessageId: null,
  address: 'ada@example.com',
  occurredAt: new Date(0),
  detail: null,
  userAgent: null,
  final: false,
  ...given,
})

describe('what an event does', () => {
  it.each([
    [{ type: 'delivered' }, null],
    [{ type: 'opened' }, null],
    [{ type: 'clicked' }, null],
    [{ type: 'bounced', final: false }, null],
    [{ type: 'bounced', final: true }, { reason: 'bounced' }],
    [{ type: 'complained' }, { reason: 'complained' }],
    [{ type: 'unsubscribed' }, { reason: 'unsubscribed' }],
  ] as const)('%j', (given, consequence) => {
    expect(consequenceOf(event(given))).toEqual(consequence)
  })
})

const safari =
  'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 Version/17 Safari/605.1.15'
describe('who opened or clicked', () => {
  it.each([
    ['opened', 'Mozilla/5.0', true],
    ['opened', ' Mozilla/5.0 ', true],
    ['opened', safari, false],
    ['opened', null, false],
    [
      'opened',
      'Mozilla/5.0 (Windows NT 5.1; rv:11.0) Gecko Firefox/11.0 (via ggpht.com GoogleImageProxy)',
      false,
    ],
    ['clicked', 'Barracuda Sentinel (EE)', true],
    ['clicked', 'Mozilla/5.0 (compatible; Googlebot/2.1)', true],
    ['clicked', 'Mozilla/5.0 HeadlessChrome/140', true],
    ['clicked', safari, false],
    ['delivered', 'Mozilla/5.0', false],
  ] as const)('%s by %j: a machine? %s', (type, userAgent, machine) => {
    expect(isMachine({ type, userAgent })).toBe(machine)
  })
})
