import { describe, expect, it } from '@jest/globals'
import { oneLine, severalLines } from '../../src/domain/foreign-text.ts'

describe('a line that somebody else wrote', () => {
  it.each([
    ['Ada Lovelace', 'Ada Lovelace'],
    ['  Ada\t\tLovelace \r\n', 'Ada Lovelace'],
    ['Ada\r\nBcc: all@example.com', 'Ada Bcc: all@example.com'],
    ['a\u0000b\u0007c\u009fd\u2028e\u2029f', 'a b c d e f'],
    ['Zoë 😀 李', 'Zoë 😀 李'],
    ['a\ud83d', 'a\ufffd'],
    ['\u0000', ''],
  ])('%j is kept as %j', (text, kept) => {
    expect(oneLine(text, 100)).toBe(kept)
  })

  it('is cut where it grows too long, and never to half a character', () => {
    expect(oneLine('x'.repeat(1_000_000), 10)).toBe('x'.repeat(10))
    expect(oneLine(`${'x'.repeat(9)}😀`, 10)).toBe(`${'x'.repeat(9)}\ufffd`)
  })
})

describe('a text that somebody else wrote', () => {
  it.each([
    ['Hi\n\tthere\r\n', 'Hi\n\tthere\r\n'],
    ['a\u0000b\u0007c\u001bd\u009fe', 'abcde'],
    ['a\udc00b', 'a\ufffdb'],
  ])('%j is kept as %j', (text, kept) => {
    expect(severalLines(text, 100)).toBe(kept)
  })

  it('is cut where it grows too long, and never to half a character', () => {
    expect(severalLines('x'.repeat(1_000_000), 10)).toBe('x'.repeat(10))
    expect(severalLines(`${'x'.repeat(9)}😀`, 10)).toBe(`${'x'.repeat(9)}\ufffd`)
  })
})
