import { describe, expect, it } from '@jest/globals'
import { mayActFor } from '../../src/domain/reply.ts'

const from = 'ada@example.com'
const byAddress = (tests: string, returnPath?: string, author = from) =>
  mayActFor('address', {
    from: author,
    headers: {
      'x-spam-tests': tests,
      ...(returnPath === undefined ? {} : { 'return-path': returnPath }),
    },
  })

describe('a mail acts for the contact', () => {
  it.each(['mailbox-hash', 'in-reply-to', 'references'] as const)(
    'that it was told apart by (%s), without any proof',
    (matchedBy) => {
      expect(mayActFor(matchedBy, { from, headers: {} })).toBe(true)
    },
  )

  it.each([
    ['its From’s own domain signed it', 'DKIM_SIGNED,DKIM_VALID,DKIM_VALID_AU', '<x@mailer.example>'],
    ['SPF passed for the very domain of its From', 'DKIM_SIGNED, SPF_PASS', '<bounce@example.com>'],
    ['SPF passed for that domain in capitals', 'SPF_PASS', ' <Bounce@EXAMPLE.com> '],
    ['SPF passed for a domain under it', 'SPF_PASS', '<b+ada=other.example@bounces.mail.example.com>'],
  ])('that it only names in its From, when %s', (_, tests, returnPath) => {
    expect(byAddress(tests, returnPath)).toBe(true)
  })

  it.each([
    ['nothing is proven', '', '<ada@example.com>'],
    ['another domain signed it', 'DKIM_SIGNED,DKIM_VALID', '<ada@example.com>'],
    ['SPF passed for the forger’s own domain', 'SPF_PASS', '<me@evil.example>'],
    ['SPF passed for a domain that only ends alike', 'SPF_PASS', '<me@evilexample.com>'],
    ['SPF passed for a domain that only begins alike', 'SPF_PASS', '<me@example.com.evil.example>'],
    ['SPF passed for the domain above', 'SPF_PASS', '<me@com>'],
    ['the forger’s address holds the contact’s', 'SPF_PASS', '<"ada@example.com"@evil.example>'],
    ['a comment holds the contact’s', 'SPF_PASS', '<me@evil.example> (ada@example.com)'],
    ['two addresses are given', 'SPF_PASS', '<me@evil.example> <ada@example.com>'],
    ['SPF passed for the greeting alone', 'SPF_HELO_PASS', '<ada@example.com>'],
    ['SPF passed for a mail without a sender', 'SPF_PASS', '<>'],
    ['nobody says which domain SPF passed for', 'SPF_PASS', undefined],
  ])('that it only names in its From, never when %s', (_, tests, returnPath) => {
    expect(byAddress(tests, returnPath)).toBe(false)
  })

  it('never where its From has no domain', () => {
    for (const author of ['', 'ada', 'ada@']) {
      expect(byAddress('SPF_PASS', '<me@evil.example>', author)).toBe(false)
      expect(byAddress('SPF_PASS', '<ada@>', author)).toBe(false)
    }
  })
})
