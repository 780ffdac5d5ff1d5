import { describe, expect, it } from '@jest/globals'
import { campaignCardMessage } from '../../src/bot/views/campaign-card.ts'
import { progressBar } from '../../src/bot/views/campaign-progress.ts'
import { draft, hostile, running } from './samples.ts'
import { buttonsOf, messageText } from './seen.ts'

const buttons = (card: typeof draft) => buttonsOf(campaignCardMessage(card).blocks)

describe('the card of a campaign', () => {
  it('shows a draft with what came in and everything that can be done before launch', () => {
    const text = messageText(campaignCardMessage(draft))
    expect(text).toContain('✏️ Draft')
    expect(text).toContain('<@U0MARIA>')
    expect(text).toContain('Maria Rossi &lt;maria@baton.example&gt;')
    expect(text).toContain('Hello {{ first_name }}')
    expect(text).toContain('<#C0SALES>')
    expect(text).toContain('contacts-500.csv: 500 rows read, 480 contacts, 8 named twice. 12 rows refused')
    expect(buttons(draft)).toEqual(['Preview', 'Send test to me', 'Launch', 'Cancel campaign'])
  })

  it('says to how many people it goes before it launches', () => {
    expect(messageText(campaignCardMessage(draft))).toContain('480 people get this email, starting now')
  })

  it('offers no launch while contacts are imported, when none came in, or when the file failed', () => {
    const nobody = { ...draft, importCounts: { ...draft.importCounts, rowsAccepted: 0 } }
    for (const card of [
      { ...draft, importStatus: 'received' as const },
      nobody,
      { ...draft, importStatus: 'failed' as const },
    ]) {
      messageText(campaignCardMessage(card))
      expect(buttons(card)).toEqual(['Cancel campaign'])
    }
    expect(messageText(campaignCardMessage(nobody))).toContain(
      'No row of contacts-500.csv could be used, so there is nobody to write to. Mend the file',
    )
  })

  it('shows how far a running campaign is, with where the rest of its audience stands', () => {
    const text = messageText(campaignCardMessage(running))
    expect(text).toContain('▰▰▰▰▰▰▰▰▰▱▱▱▱▱▱▱▱▱▱▱  *216 of 480 sent* (45 %)')
    for (const figure of [
      '*Opened*\n90',
      '*Clicked*\n30',
      '*Replied*\n12',
      '*Handed over*\n5',
      '*Bounced*\n4',
      '*Unsubscribed*\n2',
    ]) {
      expect(text).toContain(figure)
    }
    expect(text).toContain('200 waiting · 50 being sent · 8 skipped · 3 rejected')
    expect(text).toContain('2 unknown')
    expect(text).toContain('1 need a person')
    expect(buttons(running)).toEqual(['Pause', 'Cancel campaign'])
  })

  it('says why a campaign stands still and when it goes on', () => {
    const held = {
      ...running,
      statusReason: 'Postmark takes no mail.',
      holdUntil: new Date('2026-11-23T09:30:00Z'),
    }
    const text = messageText(campaignCardMessage(held))
    expect(text).toContain('Postmark takes no mail. Sending is tried again <!date^1795426200^')
  })

  it('lets a paused campaign be tested, resumed and cancelled, and a finished one be read', () => {
    expect(buttons({ ...running, status: 'paused' })).toEqual([
      'Preview',
      'Send test to me',
      'Resume',
      'Cancel campaign',
    ])
    expect(buttons({ ...running, status: 'completed' })).toEqual([])
    expect(buttons({ ...running, status: 'cancelled' })).toEqual([])
  })

  it('stays a card that Slack takes, and mentions nobody, whatever people call things', () => {
    const card = {
      ...running,
      name: hostile,
      subject: hostile,
      sender: hostile,
      fileName: hostile,
      statusReason: hostile,
    }
    const { text, blocks } = campaignCardMessage(card)
    messageText({ text, blocks: blocks ?? [] })
    const markup = JSON.stringify(
      (blocks ?? []).filter(({ type }) => type !== 'header' && type !== 'actions'),
    )
    expect(markup).not.toContain('<!channel>')
    expect(markup).not.toContain('<https://evil.example')
    expect(text).not.toContain('<!channel>')
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
