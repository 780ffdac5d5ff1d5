import { createHmac, createSecretKey, hkdfSync, timingSafeEqual } from 'node:crypto'
import type { Links } from '../ports/links.ts'

const idBytes = 16
// 128 bits of the HMAC: what OWASP ASVS V11.5.1 asks of a token that must not be guessed.
const tagBytes = 16
const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/

/**
 * Links that are signed and need no table: the token is the message's id and a tag that only the holder of the secret
 * can make. It never expires, because the right to unsubscribe does not.
 */
export function signedLinks({ secret, publicUrl }: { secret: string; publicUrl: string }): Links {
  // A key of its own for each purpose: a signature made for one use proves nothing in another.
  // As a key object it is read once; bytes would be read again for every link, which takes five times as long.
  const key = createSecretKey(Buffer.from(hkdfSync('sha256', secret, '', 'baton unsubscribe link 1', 32)))
  const tagOf = (id: Uint8Array) => createHmac('sha256', key).update(id).digest().subarray(0, tagBytes)

  return {
    unsubscribe: (messageId) => {
      if (!uuid.test(messageId)) throw new Error('A link can only be made for the id of a message')
      const id = Buffer.from(messageId.replaceAll('-', ''), 'hex')
      return `${publicUrl}/u/${Buffer.concat([id, tagOf(id)]).toString('base64url')}`
    },
    readUnsubscribe: (token) => {
      const bytes = Buffer.from(token, 'base64url')
      // Decoding is lax (foreign characters, spare bits of the last one), so only the one way to write it counts.
      if (bytes.length !== idBytes + tagBytes || bytes.toString('base64url') !== token) return null
      const id = bytes.subarray(0, idBytes)
      return timingSafeEqual(bytes.subarray(idBytes), tagOf(id)) ? formatUuid(id.toString('hex')) : null
    },
  }
}

function formatUuid(hex: string): string {
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
}
