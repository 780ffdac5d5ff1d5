import { describe, expect, it } from '@jest/globals'
import type { Role } from '../../src/domain/permission.ts'
import {
  decideClaim,
  decideWrite,
  handoverCan,
  type HandoverStatus,
  requireClose,
} from '../../src/domain/handover.ts'

const at = new Date('2026-11-20T09:00:00Z')
const holder = { slackUserId: 'U1', at }
const held = (status: HandoverStatus) => ({ status, holder: status === 'open' ? null : holder })
const statuses: readonly HandoverStatus[] = ['open', 'claimed', 'won', 'lost', 'returned']

it('allows each move from exactly these states', () => {
  const allowed = (['claim', 'win', 'lose', 'write'] as const).map((move) => [
    move,
    statuses.filter((status) => handoverCan(move, status)),
  ])
  expect(Object.fromEntries(allowed)).toEqual({
    claim: ['open'],
    win: ['claimed'],
    lose: ['claimed'],
    write: ['claimed'],
  })
})

describe('pressing Claim', () => {
  it.each([
    ['of an open lead', [held('open'), 'U2'], { kind: 'claimed' }],
    ['of one’s own lead', [held('claimed'), 'U1'], { kind: 'already-yours' }],
    ['of another’s lead', [held('claimed'), 'U2'], { kind: 'held-by-other', holder }],
    ['of a won lead', [held('won'), 'U1'], { kind: 'closed', status: 'won' }],
    ['of a lost lead', [held('lost'), 'U2'], { kind: 'closed', status: 'lost' }],
    ['of a lead that is gone', [null, 'U2'], { kind: 'gone' }],
  ] as const)('%s', (_, [handover, user], decision) => {
    expect(decideClaim(handover, user)).toEqual(decision)
  })

  it('of a lead that is claimed by nobody is a fault, not a claim', () => {
    expect(() => decideClaim({ status: 'claimed', holder: null }, 'U1')).toThrow('nobody holds it')
  })
})

describe('writing in the thread', () => {
  it.each([
    ['by the holder', [held('claimed'), 'U1'], { kind: 'queued' }],
    ['by somebody else', [held('claimed'), 'U2'], { kind: 'not-yours', holder: 'U1' }],
    ['before anybody claimed', [held('open'), 'U1'], { kind: 'not-yours', holder: null }],
    ['after it was won', [held('won'), 'U1'], { kind: 'closed' }],
  ] as const)('%s', (_, [handover, user], decision) => {
    expect(decideWrite(handover, { slackUserId: user, text: 'Hello' })).toEqual(decision)
  })

  it('with a file alone sends nothing', () => {
    expect(decideWrite(held('claimed'), { slackUserId: 'U1', text: '' })).toEqual({ kind: 'nothing-to-send' })
  })
})

describe('closing', () => {
  type Closed = Parameters<typeof requireClose>[0]
  const close =
    (handover: Closed, slackUserId: string, role: Role = 'marketer') =>
    () =>
      requireClose(handover, { slackUserId, role, result: 'won' })

  it('is for the holder of a claimed lead', () => {
    expect(close(held('claimed'), 'U1')).not.toThrow()
  })

  it('is for an admin too, for its holder may have left', () => {
    expect(close(held('claimed'), 'U2', 'admin')).not.toThrow()
    expect(close(held('open'), 'U2', 'admin')).toThrow('Claim this lead')
    expect(close(held('lost'), 'U2', 'admin')).toThrow('already marked lost')
  })

  it.each([
    [null, 'U1', 'This lead no longer exists.'],
    [held('open'), 'U1', 'Claim this lead before you mark it won.'],
    [held('lost'), 'U1', 'This lead is already marked lost.'],
    [held('claimed'), 'U2', 'Only the person who claimed this lead, or an admin, can mark it won.'],
  ] as const)('%j by %s: %s', (handover, user, sentence) => {
    expect(close(handover, user)).toThrow(sentence)
  })
})
