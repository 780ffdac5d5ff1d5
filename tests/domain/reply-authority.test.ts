import { describe, expect, it } from '@jest/globals'
import { mayActFor } from '../../src/domain/reply.ts'

describe('a mail acts for the contact', () => {
  it.each([
    ['that its token was given to', 'mailbox-hash', {}, true],
    ['whose mail it answers', 'in-reply-to', {}, true],
    ['that it only names, never unproven', 'address', {}, false],
    ['that it only names, when SPF passed', 'address', { 'x-spam-tests': 'DKIM_SIGNED, SPF_PASS' }, true],
    ['that it only names, when its domain signed it', 'address', { 'x-spam-tests': 'DKIM_VALID_AU' }, true],
    ['that it only names, not for anybody’s signature', 'address', { 'x-spam-tests': 'DKIM_VALID' }, false],
  ] as const)('%s', (_title, matchedBy, headers, may) => {
    expect(mayActFor(matchedBy, headers)).toBe(may)
  })
})
