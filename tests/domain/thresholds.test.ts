import { describe, expect, it } from '@jest/globals'
import {
  judge,
  judgedBySentFrom,
  newsOf,
  type Outcomes,
  takeForDelivered,
} from '../../src/domain/thresholds.ts'

const at = (domain: string, delivered: number, wrong: Partial<Outcomes> = {}): Outcomes => ({
  domain,
  delivered,
  bounced: 0,
  complained: 0,
  ...wrong,
})

describe('a campaign goes on', () => {
  it.each([
    ['while nothing went wrong', [at('a.example', 10_000)]],
    ['with fewer bounces than two in a hundred', [at('a.example', 9_801, { bounced: 199 })]],
    ['after two bounces of fifty, which may be chance', [at('a.example', 48, { bounced: 2 })]],
    ['while too few mails are known to judge', [at('a.example', 40, { bounced: 9 })]],
    ['without mails', []],
  ])('%s', (_, outcomes) => {
    expect(judge(outcomes, 'running')).toBeNull()
  })

  it('with a warning from a complaint in 2,500 on, and after a single one', () => {
    expect(judge([at('a.example', 2_500, { complained: 1 })], 'running')).toEqual({
      kind: 'warn',
      about: ['complaints'],
      reason: '1 of 2,500 people marked the mail as spam (0.04 %). At 0.08 % campaigns stop.',
    })
    expect(judge([at('a.example', 2_501, { complained: 1 })], 'running')).toBeNull()
    expect(judge([at('a.example', 60, { complained: 1 })], 'running')?.kind).toBe('warn')
  })
})

describe('a campaign stops', () => {
  it('at two bounces in a hundred, and says how many of how many', () => {
    const verdict = judge([at('a.example', 9_800, { bounced: 200 })], 'running')
    expect(verdict?.kind).toBe('pause')
    expect(verdict?.reason).toContain('200 of 10,000 mails bounced (2 %)')
  })

  it('at two complaints in 2,500', () => {
    const verdict = judge([at('a.example', 2_500, { complained: 2 })], 'running')
    expect(verdict?.kind).toBe('pause')
    expect(verdict?.reason).toContain('2 of 2,500 people marked the mail as spam (0.08 %)')
    expect(judge([at('a.example', 2_501, { complained: 2 })], 'running')?.kind).toBe('warn')
  })

  it('for a single domain, which it names, though all in all it is well', () => {
    const verdict = judge([at('', 100_000), at('bad.example', 47, { bounced: 3 })], 'running')
    expect(verdict?.kind).toBe('pause')
    expect(verdict?.reason).toContain('3 of 50 mails at bad.example bounced (6 %)')
  })

  it('for bounces and complaints alike, and names both', () => {
    const verdict = judge([at('a.example', 56, { bounced: 4, complained: 3 })], 'running')
    expect(verdict?.about).toEqual(['bounces', 'complaints'])
    expect(verdict?.reason).toMatch(
      /^Paused: 4 of 60 mails bounced .* 3 of 56 people marked the mail as spam/,
    )
    expect(verdict?.reason.match(/Paused/g)).toHaveLength(1)
    const apart = [at('a.example', 57, { bounced: 3 }), at('b.example', 57, { complained: 3 })]
    expect(judge(apart, 'completed')?.about).toEqual(['bounces', 'complaints'])
  })

  it('rather than warn, where there is reason for both', () => {
    const outcomes = [at('a.example', 2_000, { complained: 1 }), at('b.example', 47, { bounced: 3 })]
    expect(judge(outcomes, 'running')?.kind).toBe('pause')
  })
})

describe('what is said of too many bounces', () => {
  const said = (status: 'running' | 'paused' | 'completed' | 'cancelled') =>
    judge([at('a.example', 57, { bounced: 3 })], status)?.reason
  const fact = '3 of 60 mails bounced (5 %).'

  it('says that a running campaign is paused, and what to do before it is resumed', () => {
    const todo = 'Mails stop at 2 %. Look at where these addresses come from before you resume.'
    expect(said('running')).toBe(`Paused: ${fact} ${todo}`)
    expect(said('paused')).toBe(`${fact} ${todo}`)
  })

  it('says of one that is over what to do before the next', () => {
    const todo = 'Look at where these addresses came from before you mail that list again.'
    expect([said('completed'), said('cancelled')]).toEqual([`${fact} ${todo}`, `${fact} ${todo}`])
  })
})

describe('what its owner is told of', () => {
  const told = { status: 'completed', warning: null, warnedOf: null } as const
  const verdictOf = (...about: ('bounces' | 'complaints')[]) =>
    ({ kind: 'pause', about, reason: about.join() }) as const

  it('is bounces once and complaints once, in whatever order', () => {
    const first = newsOf(told, verdictOf('complaints'))
    expect(first?.kind).toBe('verdict')
    const second = newsOf({ ...told, ...first }, verdictOf('bounces', 'complaints'))
    expect(second?.kind).toBe('verdict')
    expect(newsOf({ ...told, ...second }, verdictOf('bounces'))?.kind).toBe('figures')
    expect(newsOf({ ...told, ...second }, verdictOf('complaints'))?.kind).toBe('figures')
  })

  it('is nothing that it is paused for', () => {
    const paused = { status: 'paused', warning: null, warnedOf: 'bounces' } as const
    expect(newsOf(paused, verdictOf('bounces'))).toBeNull()
    expect(newsOf(paused, verdictOf('bounces', 'complaints'))?.kind).toBe('verdict')
  })
})

describe('a campaign of whose deliveries nothing is reported', () => {
  const first = new Date('2026-11-20T09:00:00Z')

  it('is judged by what was sent from six hours after its first mail on', () => {
    const sent = [
      { domain: 'a.example', sent: 5, first: new Date('2026-11-20T11:00:00Z') },
      { domain: '', sent: 95, first },
    ]
    expect(judgedBySentFrom(sent)).toEqual(new Date('2026-11-20T15:00:00Z'))
    expect(judgedBySentFrom([])).toBeNull()
  })

  it('counts as delivered what was sent and did not bounce', () => {
    const wrong = [at('a.example', 0, { bounced: 2, complained: 1 }), at('b.example', 0, { bounced: 9 })]
    const sent = [
      { domain: '', sent: 90, first },
      { domain: 'a.example', sent: 5, first },
      { domain: 'b.example', sent: 4, first },
    ]
    expect(takeForDelivered(wrong, sent)).toEqual([
      at('', 90),
      at('a.example', 3, { bounced: 2, complained: 1 }),
      at('b.example', 0, { bounced: 9 }),
    ])
  })
})
