import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { signedLinks } from '../../src/adapters/signed-links.ts'

const publicUrl = 'https://baton.example.com'
const links = signedLinks({ secret: 'the secret of this test, long enough', publicUrl })
const messageId = '019a8f4e-6c5a-7d3e-8a11-2b7f0c9d4e55'
const tokenOf = (id: string) => links.unsubscribe(id).slice(`${publicUrl}/u/`.length)
const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_+/=.~ %'

describe('an unsubscribe link', () => {
  it('leads back to the message it was made for, whichever that is', () => {
    fc.assert(fc.property(fc.uuid(), (id) => expect(links.readUnsubscribe(tokenOf(id))).toBe(id)))
  })

  it('is short and needs no escaping in an address', () => {
    expect(links.unsubscribe(messageId)).toMatch(/^https:\/\/baton\.example\.com\/u\/[A-Za-z0-9_-]{43}$/)
  })

  it('is refused after any change of any single character', () => {
    const token = tokenOf(messageId)
    let tried = 0
    for (let at = 0; at < token.length; at += 1) {
      for (const character of alphabet) {
        const changed = token.slice(0, at) + character + token.slice(at + 1)
        if (changed === token) continue
        tried += 1
        expect({ changed, read: links.readUnsubscribe(changed) }).toEqual({ changed, read: null })
      }
    }
    expect(tried).toBe(43 * (alphabet.length - 1))
  })

  it('is refused when cut, lengthened, padded or made up', () => {
    const token = tokenOf(messageId)
    for (const forged of ['', token.slice(1), token.slice(0, -1), `${token}A`, `${token}=`, ` ${token}`]) {
      expect(links.readUnsubscribe(forged)).toBeNull()
    }
    fc.assert(
      fc.property(fc.string({ maxLength: 60 }), (text) => expect(links.readUnsubscribe(text)).toBeNull()),
    )
  })

  it('is refused when the id of one is joined with the tag of another', () => {
    const [one, other] = [messageId, '019a8f4e-6c5a-7d3e-8a11-2b7f0c9d4e56'].map((id) =>
      Buffer.from(tokenOf(id), 'base64url'),
    )
    if (one === undefined || other === undefined) throw new Error('two tokens')
    const mixed = Buffer.concat([one.subarray(0, 16), other.subarray(16)]).toString('base64url')
    expect(links.readUnsubscribe(mixed)).toBeNull()
  })

  it('is refused by a deployment with another secret', () => {
    const elsewhere = signedLinks({ secret: 'another secret, long enough as well', publicUrl })
    expect(elsewhere.readUnsubscribe(tokenOf(messageId))).toBeNull()
  })

  it('cannot be made for something that is not an id', () => {
    expect(() => links.unsubscribe('42')).toThrow(/id of a message/)
  })
})
