import { describe, expect, it } from '@jest/globals'
import { claimAnswer, threadAnswer } from '../../src/bot/views/handover-answers.ts'
import { handoverCardMessage } from '../../src/bot/views/handover-card.ts'
import { threadNoteMessage } from '../../src/bot/views/thread-note.ts'
import { claimed, hostile, lead } from './samples.ts'
import { buttonsOf, messageText } from './seen.ts'

describe('the card of a lead', () => {
  it('shows an open lead with its score, reasons and words, and no way to reach them', () => {
    const text = messageText(handoverCardMessage(lead))
    expect(text).toContain('Ada Lovelace')
    expect(text).toContain('Lead score *85*')
    expect(text).toContain('• Asks for a price\n• Names a date')
    expect(text).toContain('Yes please, what does it cost?')
    expect(text).toContain('CTO')
    expect(JSON.stringify(handoverCardMessage(lead))).not.toMatch(/ada@example\.com|442071234567/)
    expect(buttonsOf(handoverCardMessage(lead).blocks)).toEqual(['Claim'])
  })

  it('warns when the words came from another address than the one we wrote to', () => {
    expect(messageText(handoverCardMessage({ ...lead, repliedFrom: 'x@evil.example' }))).toContain(
      'From another address than the one we wrote to: x@evil.example',
    )
    expect(messageText(handoverCardMessage(lead))).not.toContain('another address')
  })

  it('shows a claimed lead with its holder, their address, and how to answer', () => {
    const text = messageText(handoverCardMessage(claimed))
    expect(text).toContain('Claimed by <@U0RAJ> since <!date^')
    expect(text).toContain('ada@example.com')
    expect(text).toContain('+442071234567')
    expect(text).toContain('begins with // stays here')
    expect(buttonsOf(handoverCardMessage(claimed).blocks)).toEqual(['Won', 'Lost'])
  })

  it('shows how a lead ended, with nothing left to press', () => {
    for (const [status, words] of [
      ['won', 'Won by <@U0RAJ>'],
      ['lost', 'Lost, held by <@U0RAJ>'],
    ] as const) {
      const message = handoverCardMessage({ ...claimed, status, closedAt: new Date() })
      expect(messageText(message)).toContain(words)
      expect(buttonsOf(message.blocks)).toEqual([])
    }
  })

  it('takes what a lead wrote literally, however long and whatever it is', () => {
    const contact = { ...lead.contact, name: hostile, company: hostile, jobTitle: hostile }
    const message = handoverCardMessage({
      ...claimed,
      contact,
      reply: hostile.repeat(30),
      reasons: Array.from({ length: 9 }, () => hostile),
      campaignName: hostile,
    })
    messageText(message)
    const live = (message.blocks ?? []).filter(({ type }) => type !== 'header' && type !== 'rich_text')
    expect(JSON.stringify(live)).not.toContain('<!channel>')
    expect(message.text).not.toContain('<!channel>')
  })
})

describe('what people are told about a lead', () => {
  const at = new Date('2026-11-23T10:00:00Z')
  const later = (seconds: number) => new Date(at.getTime() + seconds * 1000)

  it.each([
    [20, '<@U0RAJ> took it 20 seconds ago.'],
    [1, '<@U0RAJ> took it a moment ago.'],
    [300, '<@U0RAJ> took it 5 minutes ago.'],
    [90_000, '<@U0RAJ> took it 25 hours ago.'],
    [-5, '<@U0RAJ> took it a moment ago.'],
  ])('%i seconds later the loser reads who was faster', (seconds, sentence) => {
    const decision = { kind: 'held-by-other' as const, holder: { slackUserId: 'U0RAJ', at } }
    expect(claimAnswer(decision, later(seconds)).text).toBe(sentence)
  })

  it('says why a thread message was not sent', () => {
    expect(threadAnswer({ kind: 'not-yours', holder: 'U0RAJ' }).text).toContain('<@U0RAJ> holds this lead')
    expect(threadAnswer({ kind: 'not-yours', holder: null }).text).toContain('Claim it first')
    expect(threadAnswer({ kind: 'closed' }).text).toContain('this lead is closed')
  })

  it('brings the words of a lead into the thread, and warns of another address', () => {
    const note = {
      kind: 'lead-wrote' as const,
      name: 'Ada',
      text: 'Tuesday <!here>',
      fromOtherAddress: 'x@y.example',
    }
    const message = threadNoteMessage(note)
    const text = messageText(message)
    expect(text).toContain('*Ada* wrote:')
    expect(text).toContain('From another address than the one we wrote to: x@y.example')
    expect(message.text).toContain('Tuesday &lt;!here&gt;')
    messageText(threadNoteMessage({ ...note, name: hostile, text: hostile.repeat(40) }))
  })

  it('tells the winner how to reach the lead, and that // keeps a message inside', () => {
    const note = {
      kind: 'claimed' as const,
      slackUserId: 'U0RAJ',
      name: 'Ada',
      email: 'ada@example.com',
      phone: null,
    }
    expect(messageText(threadNoteMessage(note))).toContain('<@U0RAJ> has this lead. *Ada*: ada@example.com')
    expect(messageText(threadNoteMessage(note))).toContain('begins with // stays here')
  })
})
