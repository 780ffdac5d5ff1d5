import { describe, expect, it } from '@jest/globals'
import {
  campaignCan,
  type CampaignMove,
  type CampaignStatus,
  redrawAfterSeconds,
  requireMove,
} from '../../src/domain/campaign.ts'

const statuses: readonly CampaignStatus[] = ['draft', 'running', 'paused', 'completed', 'cancelled']
const moves: readonly CampaignMove[] = ['launch', 'test', 'pause', 'resume', 'cancel', 'rerun']

it('allows each move from exactly these states', () => {
  const allowed = moves.map((move) => [move, statuses.filter((status) => campaignCan(move, status))])
  expect(Object.fromEntries(allowed)).toEqual({
    launch: ['draft'],
    test: ['draft', 'running', 'paused'],
    pause: ['running'],
    resume: ['paused'],
    cancel: ['draft', 'running', 'paused'],
    rerun: ['completed', 'cancelled'],
  })
})

describe('a move that is not possible', () => {
  it.each([
    ['launch', 'running', '“Spring” is running, so it cannot be launched.'],
    ['pause', 'completed', '“Spring” is finished, so it cannot be paused.'],
    ['resume', 'draft', '“Spring” has not been launched yet, so it cannot be resumed.'],
    ['cancel', 'cancelled', '“Spring” was cancelled, so it cannot be cancelled.'],
    ['test', 'completed', '“Spring” is finished, so it cannot be tested.'],
    ['rerun', 'running', '“Spring” is running, so it cannot be run again.'],
  ] as const)('%s, %s', (move, status, sentence) => {
    expect(() => requireMove(move, { name: 'Spring', status })).toThrow(sentence)
  })
})

it.each([
  [0, 1],
  [2_000, 1],
  [2_001, 3],
  [50_000, 3],
  [50_001, 10],
  [200_000, 10],
  [200_001, 30],
  [1_000_000, 30],
])('draws the card of %i people again after %i seconds', (audience, seconds) => {
  expect(redrawAfterSeconds(audience)).toBe(seconds)
})
