import { describe, expect, it } from '@jest/globals'
import { judge, type Outcomes } from '../../src/domain/thresholds.ts'

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
    expect(judge(outcomes)).toBeNull()
  })

  it('with a warning from a complaint in 2,500 on, and after a single one', () => {
    expect(judge([at('a.example', 2_500, { complained: 1 })])).toEqual({
      kind: 'warn',
      reason: '1 of 2,500 people marked the mail as spam (0.04 %). At 0.08 % the campaign stops.',
    })
    expect(judge([at('a.example', 2_501, { complained: 1 })])).toBeNull()
    expect(judge([at('a.example', 60, { complained: 1 })])?.kind).toBe('warn')
  })
})

describe('a campaign stops', () => {
  it('at two bounces in a hundred, and says how many of how many', () => {
    const verdict = judge([at('a.example', 9_800, { bounced: 200 })])
    expect(verdict?.kind).toBe('pause')
    expect(verdict?.reason).toContain('200 of 10,000 mails bounced (2 %)')
  })

  it('at two complaints in 2,500', () => {
    const verdict = judge([at('a.example', 2_500, { complained: 2 })])
    expect(verdict?.kind).toBe('pause')
    expect(verdict?.reason).toContain('2 of 2,500 people marked the mail as spam (0.08 %)')
    expect(judge([at('a.example', 2_501, { complained: 2 })])?.kind).toBe('warn')
  })

  it('for a single domain, which it names, though all in all it is well', () => {
    const verdict = judge([at('', 100_000), at('bad.example', 47, { bounced: 3 })])
    expect(verdict?.kind).toBe('pause')
    expect(verdict?.reason).toContain('3 of 50 mails at bad.example bounced (6 %)')
  })

  it('rather than warn, where there is reason for both', () => {
    const outcomes = [at('a.example', 2_000, { complained: 1 }), at('b.example', 47, { bounced: 3 })]
    expect(judge(outcomes)?.kind).toBe('pause')
  })
})
