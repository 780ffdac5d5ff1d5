import { describe, expect, it } from '@jest/globals'
import { sharedReason } from '../../src/domain/shared-reason.ts'

const inactiveOnLines =
  'You tried to send to a recipient that has been marked as inactive.\nFound inactive addresses: ada@example.com, bob@example.com.\nInactive recipients are ones that have generated a hard bounce or a spam complaint. '
const inactiveOnOneLine =
  'You tried to send to recipient(s) that have been marked as inactive. Found inactive addresses: ada@example.com. Inactive recipients are ones that have generated a hard bounce, a spam complaint, or a manual suppression.'
const noSignature =
  "The 'From' address you supplied (maria@baton.example) is not a Sender Signature on your account. Please add and confirm this address in order to be able to use it in the 'From' field of your messages."

describe('a reason that many people share', () => {
  it.each([
    [inactiveOnLines, 'You tried to send to a recipient that has been marked as inactive'],
    [inactiveOnOneLine, 'You tried to send to recipient(s) that have been marked as inactive'],
    [noSignature, "The 'From' address you supplied (an address) is not a Sender Signature on your account"],
    ["Invalid 'To' address: 'ada@example.com'.", "Invalid 'To' address"],
    ["Invalid 'To' address: 'ada. lovelace'. Try another.", "Invalid 'To' address"],
    ["Invalid 'To' address: 'o'brien@example.com'.", "Invalid 'To' address"],
    ["Error parsing 'Cc': Illegal email domain x", "Error parsing 'Cc': Illegal email domain x"],
  ])('is what the provider says of all of them, of %j', (reason, words) => {
    expect(sharedReason(reason)).toBe(words)
  })

  it.each([
    ['Nobody is at ada@example.com', 'Nobody is at an address'],
    ['Nobody is at <o’brien+x@mail.example.com>, it seems', 'Nobody is at <an address>, it seems'],
    ['ada@example.com has left. So has bob@example.com.', 'an address has left'],
    ['"ada@example.com" (ada@bücher.example): both are gone!', '"an address" (an address): both are gone'],
  ])('names nobody: %j', (reason, words) => {
    expect(sharedReason(reason)).toBe(words)
  })

  it.each(['missing company', 'unsubscribed', 'P0 at Acme replied', 'version 1.2 is not taken', ''])(
    'stays as it is where it names nobody in the first place: %j',
    (reason) => {
      expect(sharedReason(reason)).toBe(reason)
    },
  )

  it('is found in a moment in the longest text that is kept, and in one that is far longer, whatever that is', () => {
    const parts = ['a', '@', "'", ': ', ": '", 'a@', '<', '.', '?.a', '. ', "' "]
    const words = ['.', "'>", '.a', '<'].map((part) => `a@${part.repeat(100_000)}b`)
    for (const text of [
      ...parts.map((part) => part.repeat(2_000)),
      ...parts.map((part) => part.repeat(40_000)),
      ...words,
    ]) {
      const begun = performance.now()
      sharedReason(text)
      expect(performance.now() - begun).toBeLessThan(500)
    }
  })
})
