/**
 * The text of bytes in an encoding that nobody declared: UTF-16 or UTF-8 by their byte order marks, UTF-16 without
 * one by its NUL bytes, UTF-8 if it is valid, and otherwise windows-1252, which is what Excel writes in the West.
 */
export function decodeText(bytes: Uint8Array): string {
  const encoding = utf16Encoding(bytes)
  if (encoding !== null) return new TextDecoder(encoding).decode(bytes)
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return new TextDecoder(hasUtf8Mark(bytes) ? 'utf-8' : 'windows-1252').decode(bytes)
  }
}

function hasUtf8Mark(bytes: Uint8Array): boolean {
  return bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf
}

function utf16Encoding(bytes: Uint8Array): 'utf-16le' | 'utf-16be' | null {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le'
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be'
  // A header is mostly ASCII, so that every other byte of it is NUL; which ones tells the byte order.
  const start = bytes.subarray(0, 200)
  const nulsAt = (parity: number) => start.filter((byte, index) => byte === 0 && index % 2 === parity).length
  const enough = start.length / 4
  if (nulsAt(1) > enough && nulsAt(0) === 0) return 'utf-16le'
  return nulsAt(0) > enough && nulsAt(1) === 0 ? 'utf-16be' : null
}
