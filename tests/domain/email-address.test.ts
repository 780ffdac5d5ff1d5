import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { cpuTimer } from '../support/cpu-time.ts'
import { readAddress } from '../../src/domain/email-address.ts'

describe('An address', () => {
  it.each([
    ['Ada@Example.COM', 'ada@example.com'],
    [' NILS.BROWN191@FERNFOX.EXAMPLE ', 'nils.brown191@fernfox.example'],
    ['"Mohammed Nguyen" <mohammed@ivory.example>', 'mohammed@ivory.example'],
    ['mailto:ada@example.com', 'ada@example.com'],
    ['\u200Bada@example.com\u00A0', 'ada@example.com'],
    ["o'neill+list@mail.example.co", "o'neill+list@mail.example.co"],
    ['a@xn--mller-kva.example', 'a@xn--mller-kva.example'],
  ])('written %j is %s', (written, address) => {
    expect(readAddress(written)).toEqual({ kind: 'address', address })
  })

  it.each([
    ['', 'There is no email address'],
    [' \t ', 'There is no email address'],
    ['ana.x15 at hoteldulac.example', '“ana.x15 at hoteldulac.example” is not an email address'],
    ['darcy@@bank.example', '“darcy@@bank.example” is not an email address'],
    ['mei@kestrel.example.', '“mei@kestrel.example.” is not an email address'],
    ['.a@b.example', '“.a@b.example” is not an email address'],
    ['a..b@c.example', '“a..b@c.example” is not an email address'],
    ['a@localhost', '“a@localhost” is not an email address'],
    ['a@-b.example', '“a@-b.example” is not an email address'],
    ['a@b.example; c@d.example', '“a@b.example; c@d.example” holds more than one address'],
    ['jörg@b.example', '“jörg@b.example” has a character that email addresses cannot carry: ö'],
    ['a@b.example\nBcc: c@d.example', 'The email address contains control characters'],
    [`${'a'.repeat(65)}@b.example`, 'The part before the @ is longer than 64 characters'],
    [
      `a@${'b'.repeat(60)}.${'c'.repeat(60)}.${'d'.repeat(60)}.${'e'.repeat(60)}.${'f'.repeat(60)}`,
      'The email address is longer than 254 characters',
    ],
  ])('written %j is refused: %s', (written, reason) => {
    expect(readAddress(written)).toEqual({ kind: 'problem', reason })
  })

  it('of 64 characters before the @ and 254 in all is the longest that is taken', () => {
    const local = 'a'.repeat(64)
    const domain = `${'b'.repeat(63)}.${'c'.repeat(63)}.${'d'.repeat(53)}.example`
    expect(`${local}@${domain}`).toHaveLength(254)
    expect(readAddress(`${local}@${domain}`).kind).toBe('address')
    expect(readAddress(`${local}@d${domain}`).kind).toBe('problem')
  })

  it('that is taken reads as itself again and is all lower-case ASCII, whatever was written', () => {
    const near = fc.array(fc.constantFrom('a', 'B', '@', '.', ' ', '<', '>', 'ö', '\n', '"', '-'), {
      maxLength: 30,
    })
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          near.map((parts) => parts.join('')),
          fc.emailAddress(),
        ),
        (text) => {
          const reading = readAddress(text)
          if (reading.kind === 'problem') return
          expect(reading.address).toMatch(/^[!-?A-~]+@[a-z0-9.-]+$/)
          expect(reading.address).toBe(reading.address.toLowerCase())
          expect(readAddress(reading.address)).toEqual(reading)
        },
      ),
    )
  })

  it.each([
    ['@'.repeat(500_000)],
    ['a.'.repeat(250_000)],
    ['<'.repeat(500_000)],
    [`a@${'b-'.repeat(250_000)}`],
  ])('that is absurdly long is refused at once (%#)', (text) => {
    const cpuMs = cpuTimer()
    expect(readAddress(text).kind).toBe('problem')
    expect(cpuMs()).toBeLessThan(3_000)
  })
})
