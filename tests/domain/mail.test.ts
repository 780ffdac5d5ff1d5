import { describe, expect, it } from '@jest/globals'
import {
  conversationMail,
  formatSender,
  internetMessageId,
  messageIdsIn,
  replyAddress,
  sequenceMail,
} from '../../src/domain/mail.ts'

const id = '019a8f4e-6c5a-7d3e-8a11-2b7f0c9d4e55'
const other = '019a8f4e-6c5a-7d3e-8a11-2b7f0c9d4e56'
const sender = { name: 'Maya', email: 'maya@northwind.example' }

describe('a sender', () => {
  it.each([
    ['Maya', '"Maya" <maya@northwind.example>'],
    ['Maya "the bean" L.', `"Maya 'the bean' L." <maya@northwind.example>`],
    ['Maya\r\nBcc: everybody@example.com', '"Maya Bcc: everybody@example.com" <maya@northwind.example>'],
    ['Maya\u2028Bcc: x', '"Maya Bcc: x" <maya@northwind.example>'],
    ['a" <ceo@bank.example>, "b', `"a' <ceo@bank.example>, 'b" <maya@northwind.example>`],
    ['trailing \\', `"trailing '" <maya@northwind.example>`],
    ['\u0000\u0007', '"" <maya@northwind.example>'],
  ])('called %j cannot write a header', (name, written) => {
    expect(formatSender({ ...sender, name })).toBe(written)
  })
})

describe('a Message-ID', () => {
  it('is the same over all attempts, under the sender’s domain', () => {
    expect(internetMessageId(id, sender.email)).toBe(`<${id}@northwind.example>`)
  })

  it.each([
    ['', []],
    [`<${id}@northwind.example>`, [id]],
    [`<${id.toUpperCase()}@outlook.example>`, [id]],
    [`<x@y> <${id}@a>\r\n <${other}@b>`, [id, other]],
    ['<not-a-uuid@northwind.example>', []],
    [id, []],
    [`<${id}@>`, []],
    [`<${id}@a b>`, []],
    ['<'.repeat(100_000), []],
    [`<${id}@`.repeat(20_000), []],
    [`${'<x@y> '.repeat(50_000)}<${id}@a>`, [id]],
  ])('is found in a header that names it (case %#)', (header, ids) => {
    expect(messageIdsIn(header)).toEqual(ids)
  })
})

describe('the address for answers', () => {
  it('is the inbound address with the conversation’s token', () => {
    expect(replyAddress('reply@in.example', 'abc')).toBe('reply+abc@in.example')
  })
})

describe('a mail of a sequence', () => {
  it('goes out as bulk, can be left by one click and tells which message and call it was', () => {
    const content = { subject: 'Hi', html: ['<p>Hi</p>'], text: ['Hi'] }
    const mail = sequenceMail({
      messageId: id,
      attempt: other,
      sender,
      to: 'ada@example.com',
      replyTo: 'reply+abc@in.example',
      unsubscribeUrl: 'https://baton.example/u/t',
      content,
    })
    expect(mail).toMatchObject({
      stream: 'broadcast',
      metadata: { sendid: id, attempt: other },
      headers: {
        'Message-ID': `<${id}@northwind.example>`,
        'List-Unsubscribe': '<https://baton.example/u/t>',
        'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
      },
    })
  })
})

describe('a mail of a conversation', () => {
  const write = (subject: string, references: string[]) =>
    conversationMail({
      messageId: id,
      attempt: other,
      sender,
      to: 'ada@example.com',
      replyTo: 'reply+abc@in.example',
      subject,
      text: 'Hello',
      references,
    })

  it('answers the last mail and names the ones before it', () => {
    expect(write('Coffee', ['<a@x>', '<b@x>'])).toMatchObject({
      stream: 'transactional',
      subject: 'Re: Coffee',
      headers: { 'In-Reply-To': '<b@x>', References: '<a@x> <b@x>' },
    })
  })

  it('does not pile up Re:', () => {
    expect(write('RE: Coffee', []).subject).toBe('RE: Coffee')
  })

  it('answers nothing where there is nothing to answer', () => {
    expect(Object.keys(write('Coffee', []).headers)).not.toContain('In-Reply-To')
  })
})
