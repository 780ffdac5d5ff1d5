import { describe, expect, it } from '@jest/globals'
import { matchEvents } from '../../src/domain/event-match.ts'
import type { MailEvent } from '../../src/domain/event.ts'

const event = (given: Partial<MailEvent> = {}): MailEvent => ({
  type: 'delivered',
  sendid: 'm1',
  attempt: 'a1',
  providerMessageId: 'p1',
  address: 'ada@example.com',
  occurredAt: new Date('2026-11-20T09:00:00Z'),
  detail: null,
  userAgent: null,
  final: false,
  ...given,
})
const message = (given: Partial<Parameters<typeof matchEvents>[1][number]> = {}) => ({
  id: 'm1',
  state: 'sent',
  attempt: 'a1',
  provider_message_id: 'p1',
  campaign_id: 'c1',
  ...given,
})
const outcomeOf = (told: MailEvent | null, candidate = message()) =>
  matchEvents([{ id: 'd1', event: told }], [candidate]).outcomes[0]?.outcome

describe('an event', () => {
  it.each([
    ['by the id that we gave the mail', { providerMessageId: null }],
    ['by the id that the provider gave it', { sendid: null }],
    ['by the provider’s id where ours is not one of ours', { sendid: 'somebody else’s' }],
  ] as const)('is matched %s', (_, given) => {
    expect(matchEvents([{ id: 'd1', event: event(given) }], [message()]).matched).toMatchObject([
      { deliveryId: 'd1', messageId: 'm1', campaignId: 'c1' },
    ])
  })

  it('that names no mail is not taken for one of a mail that has no provider’s id yet', () => {
    const nameless = event({ type: 'unsubscribed', sendid: null, providerMessageId: null })
    const waiting = message({ state: 'queued', provider_message_id: null })
    expect(matchEvents([{ id: 'd1', event: nameless }], [waiting])).toEqual({
      matched: [],
      outcomes: [{ deliveryId: 'd1', outcome: 'unmatched' }],
    })
  })

  it('that could not be read is ignored', () => {
    expect(outcomeOf(null)).toBe('ignored')
  })

  it.each([
    [
      'of the attempt that is with the provider',
      { state: 'sending', attempt: 'a1', providerMessageId: null },
      'applied',
    ],
    [
      'of an attempt given up while another is with the provider',
      { state: 'sending', attempt: 'a0', providerMessageId: null },
      'incident',
    ],
    [
      'of an attempt given up while another is unknown',
      { state: 'unknown', attempt: 'a0', providerMessageId: null },
      'incident',
    ],
    [
      'of an attempt given up before the next claim',
      { state: 'queued', attempt: 'a0', providerMessageId: null },
      'applied',
    ],
    [
      'of an attempt given up, naming another mail than the one that is sent',
      { state: 'sent', attempt: 'a0', providerMessageId: 'p2' },
      'incident',
    ],
    [
      'of an attempt given up that turned out to be the one sent',
      { state: 'sent', attempt: 'a0', providerMessageId: 'p1' },
      'applied',
    ],
    [
      'that proves accepted what a person was to look at',
      { state: 'needs_human', attempt: 'a1', providerMessageId: null },
      'applied',
    ],
    [
      'of a mail that was skipped all the same',
      { state: 'skipped', attempt: 'a1', providerMessageId: null },
      'incident',
    ],
    [
      'of a mail that was rejected in a later attempt',
      { state: 'rejected', attempt: 'a0', providerMessageId: null },
      'incident',
    ],
    ['that names no attempt', { state: 'sending', attempt: null, providerMessageId: null }, 'applied'],
  ] as const)('%s', (_, { state, attempt, providerMessageId }, outcome) => {
    const candidate = message({ state, provider_message_id: state === 'sent' ? 'p1' : null })
    expect(outcomeOf(event({ attempt, providerMessageId }), candidate)).toBe(outcome)
  })
})
