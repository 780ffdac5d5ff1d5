import { describe, expect, it } from '@jest/globals'
import { mayActFor } from '../../src/domain/reply.ts'

describe('a mail acts for the contact', () => {
  it.each([
    { whose: 'that its token was given to', by: 'mailbox-hash', tests: '', may: true },
    { whose: 'whose mail it answers', by: 'in-reply-to', tests: '', may: true },
    { whose: 'that it only names, never unproven', by: 'address', tests: '', may: false },
    {
      whose: 'that it only names, when SPF passed',
      by: 'address',
      tests: 'DKIM_SIGNED, SPF_PASS',
      may: true,
    },
    {
      whose: 'that it only names, when its domain signed it',
      by: 'address',
      tests: 'DKIM_VALID_AU',
      may: true,
    },
    { whose: 'that it only names, not for any signature', by: 'address', tests: 'DKIM_VALID', may: false },
  ] as const)('$whose', ({ by, tests, may }) => {
    expect(mayActFor(by, { 'x-spam-tests': tests })).toBe(may)
  })
})
