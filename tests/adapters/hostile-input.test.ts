import { describe, expect, it } from '@jest/globals'
import { csvTables } from '../../src/adapters/csv-tables.ts'
import { readPostmarkEvent } from '../../src/adapters/postmark-events.ts'
import { readPostmarkInbound } from '../../src/adapters/postmark-inbound.ts'
import { conversationMail, messageIdsIn, usableMessageId } from '../../src/domain/mail.ts'

const mail = (more: object) => ({ MessageID: 'm1', FromFull: { Email: 'a@b.example' }, ...more })

describe('what PostgreSQL could not hold never reaches it', () => {
  it.each(['-200000-01-01T00:00:00Z', '0044-03-15T00:00:00Z', '+275000-01-01T00:00:00Z', 'yesterday'])(
    'a mail dated %s counts as dated when it arrived',
    (date) => {
      expect(readPostmarkInbound(mail({ Date: date }))?.receivedAt).toBeNull()
    },
  )

  it('a link with NUL and half a character is kept without them', () => {
    const click = { RecordType: 'Click', Recipient: 'a@b.example', ReceivedAt: '2026-11-05T16:33:54Z' }
    expect(readPostmarkEvent({ ...click, OriginalLink: 'https://x.example/\u0000\ud800' })?.detail).toBe(
      'https://x.example/ \ufffd',
    )
    expect(readPostmarkEvent({ ...click, ReceivedAt: '-200000-01-01T00:00:00Z' })).toBeNull()
    expect(readPostmarkEvent({ ...click, MessageID: 'm'.repeat(201) })).toBeNull()
  })
})

it('a file of millions of tiny rows is refused with a sentence instead of filling the memory', async () => {
  const bytes = new TextEncoder().encode(`email\n${'a\n'.repeat(300_000)}`)
  expect(await csvTables().read(bytes)).toEqual({
    kind: 'problem',
    sentence: expect.stringContaining('more than 200,000 rows'),
  })
})

it.each(['=1+1', '\n=1+1', '＝1+1', '＠x'])('a cell that begins like %j is written as text', (cell) => {
  expect(csvTables().write([[cell]])).toMatch(/'/)
})

describe('what a lead puts into headers', () => {
  const answer = (more: object) =>
    conversationMail({
      messageId: 'm1',
      attempt: 'a1',
      sender: { name: 'Raj', email: 'raj@ours.example' },
      to: 'lead@theirs.example',
      replyTo: 'reply+t@ours.example',
      text: 'Hello',
      subject: 'Coffee',
      references: [],
      ...more,
    })

  it('a subject of many lines and 2,000 characters becomes one line that can be answered', () => {
    const { subject } = answer({ subject: `Hi\r\nBcc: v@x.example ${'x'.repeat(2_000)}` })
    expect(subject).toMatch(/^Re: Hi Bcc: v@x\.example/)
    expect(subject.length).toBeLessThanOrEqual(204)
  })

  it('a long thread is named by its first mail and the latest ten', () => {
    const ids = Array.from({ length: 40 }, (_, index) => `<${index}@x.example>`)
    expect(answer({ references: ids }).headers['References']?.split(' ')).toEqual([
      ...ids.slice(0, 1),
      ...ids.slice(-10),
    ])
  })

  it('a Message-ID is used only when it is one', () => {
    expect(usableMessageId(' <a@b.example> ')).toBe('<a@b.example>')
    const long = `<${'a'.repeat(300)}>`
    for (const bad of [
      '',
      'a@b',
      '<a b>',
      '<a>\r\nBcc: x',
      long,
      '<ä@b>',
      '<a\u0000@b>',
      '<a\u202e@b>',
      '<\ud800@b>',
    ])
      expect(usableMessageId(bad)).toBeNull()
  })

  it('of a header with thousands of ids the latest are read', () => {
    const header = '<01a2b3c4-0000-7000-8000-000000000001@x.example> '.repeat(5_000)
    expect(messageIdsIn(header).length).toBeLessThan(500)
  })
})
