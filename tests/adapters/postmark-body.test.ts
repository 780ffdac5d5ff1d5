import { expect, it } from '@jest/globals'
import fc from 'fast-check'
import { chunkPool } from '../../src/adapters/chunk-pool.ts'
import { batchBody } from '../../src/adapters/postmark-body.ts'
import { postmarkMessage } from '../../src/adapters/postmark-message.ts'
import type { SharedText } from '../../src/domain/mail-text.ts'
import type { OutgoingMail } from '../../src/ports/email.ts'

const streams = { broadcastStream: 'news', transactionalStream: 'outbound' }

const anyText = fc.oneof(
  fc.string(),
  fc.string({ unit: 'binary' }),
  // Halves of characters, controls and what JSON and UTF-8 write longer than it is.
  fc.constantFrom(
    '\ud83d',
    '\ude00',
    '\u0000\u0001\u001f',
    '"\\/',
    '\u2028',
    'ä€😀'.repeat(2_000),
    '\u0007'.repeat(9_000),
  ),
)
const sharedTexts: SharedText[] = ['Hello ', '"quoted"\n', 'ä€😀', ''].map((shared) => ({ shared }))
const text = fc.array(fc.oneof(anyText, fc.constantFrom(...sharedTexts)), { maxLength: 6 })

const chunkSize = fc.constantFrom(1, 7, 64, 1_000, 262_144)

const mail: fc.Arbitrary<OutgoingMail> = fc.record(
  {
    from: anyText,
    to: anyText,
    replyTo: anyText,
    subject: anyText,
    html: text,
    text,
    headers: fc.dictionary(fc.constantFrom('Message-ID', 'List-Unsubscribe'), anyText),
    metadata: fc.record({ sendid: fc.uuid(), attempt: fc.uuid() }),
    stream: fc.constantFrom('broadcast', 'transactional'),
  },
  { requiredKeys: ['from', 'to', 'replyTo', 'subject', 'text', 'headers', 'metadata', 'stream'] },
)

it('says of any mails what Postmark’s own shape of them says', () => {
  fc.assert(
    fc.property(fc.array(mail, { maxLength: 5 }), chunkSize, (mails, bytes) => {
      const { full, length } = batchBody(mails, streams, chunkPool({ bytes, most: 0 }))
      const body: unknown = JSON.parse(Buffer.concat(full).toString('utf8', 0, length))
      expect(body).toEqual(JSON.parse(JSON.stringify(mails.map((each) => postmarkMessage(each, streams)))))
    }),
    { numRuns: 500 },
  )
})
