import { describe, expect, it } from '@jest/globals'
import { campaignCardMessage } from '../../src/bot/views/campaign-card.ts'
import { progressBar } from '../../src/bot/views/campaign-progress.ts'
import { hostile, running } from './samples.ts'
import { messageText } from './seen.ts'

describe('where those are who were not written to', () => {
  it('is said with the most common reasons, which stay words of somebody else', () => {
    const leftOut = [
      { place: 'skipped', reason: 'missing company', count: 4 },
      { place: 'skipped', reason: 'unsubscribed', count: 3 },
      { place: 'rejected', reason: hostile, count: 3 },
    ] as const
    const text = messageText(campaignCardMessage({ ...running, leftOut: [...leftOut] }))
    expect(text).toContain('8 skipped: missing company (4), unsubscribed (3), others (1) · 3 rejected')
    expect(text).toMatch(/3 rejected by the email provider: &lt;!channel&gt; .*… · 2 unknown/)
    expect(text).not.toContain('<!channel>')
  })

  it('is said with one reason where it is that of all', () => {
    const leftOut = [{ place: 'rejected', reason: 'The address is inactive.', count: 3 }] as const
    expect(messageText(campaignCardMessage({ ...running, leftOut: [...leftOut] }))).toContain(
      '8 skipped · 3 rejected by the email provider: The address is inactive · 2 unknown',
    )
  })

  it('is said without the address of the one whose reason stands for all', () => {
    const reason =
      'You tried to send to recipient(s) that have been marked as inactive. Found inactive addresses: ada@example.com. Inactive recipients are ones that have generated a hard bounce, a spam complaint, or a manual suppression.'
    const leftOut = [{ place: 'rejected', reason, count: 2 }] as const
    expect(messageText(campaignCardMessage({ ...running, leftOut: [...leftOut] }))).toContain(
      '3 rejected by the email provider: You tried to send to recipient(s) that have been marked as inactive (2), others (1) · 2 unknown',
    )
  })
})

describe('the progress bar', () => {
  it.each([
    [0, 480, 0],
    [1, 480, 1],
    [479, 480, 19],
    [480, 480, 20],
    [0, 0, 0],
  ])('of %i out of %i has %i full cells', (done, total, full) => {
    expect(progressBar(done, total)).toBe('▰'.repeat(full) + '▱'.repeat(20 - full))
  })
})
