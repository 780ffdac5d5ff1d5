/** An address that can be written to, case-folded, or why the text is none, in words for people. */
export type AddressReading = { kind: 'address'; address: string } | { kind: 'problem'; reason: string }

// RFC 5321, 4.5.3.1: 64 octets before the @; 254 for the whole, so that it fits a path of 256.
const maxLocalLength = 64
const maxAddressLength = 254

const localPart = /^[a-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*$/
const domainLabel = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/
const topLevel = /^(?:[a-z]{2,63}|xn--[a-z0-9-]{1,59})$/
const controlCharacter = /\p{Cc}/u
// What spreadsheets and web pages leave around an address without anybody seeing it.
const invisible = /[\u00AD\u200B-\u200D\u2060\uFEFF]/gu

/**
 * Reads an address as people write it: `Ada@Example.com`, ` ada@example.com `, `mailto:ada@example.com` or
 * `"Ada" <ada@example.com>`. Takes time in proportion to at most a few hundred characters.
 */
export function readAddress(text: string): AddressReading {
  const written = text.replace(invisible, '').trim()
  if (written === '') return problem('There is no email address')
  if (controlCharacter.test(written)) return problem('The email address contains control characters')
  const address = bareAddress(written)
  if (address.length > maxAddressLength)
    return problem(`The email address is longer than ${maxAddressLength} characters`)
  return checkAddress(address, quoted(written))
}

function checkAddress(address: string, shown: string): AddressReading {
  const at = address.lastIndexOf('@')
  const local = address.slice(0, Math.max(at, 0))
  const foreign = /[^\x20-\x7E]/u.exec(address)
  if (at > 0 && foreign !== null)
    return problem(`${shown} has a character that email addresses cannot carry: ${foreign[0]}`)
  if (/@[^@]*[,;\s][^@]*@/.test(address)) return problem(`${shown} holds more than one address`)
  if (local.length > maxLocalLength)
    return problem(`The part before the @ is longer than ${maxLocalLength} characters`)
  if (!localPart.test(local) || !isDomain(address.slice(at + 1)))
    return problem(`${shown} is not an email address`)
  return { kind: 'address', address }
}

function bareAddress(written: string): string {
  const inBrackets = written.endsWith('>') ? written.slice(written.lastIndexOf('<') + 1, -1) : written
  const address = inBrackets.trim().toLowerCase()
  return address.startsWith('mailto:') ? address.slice('mailto:'.length) : address
}

function isDomain(domain: string): boolean {
  const labels = domain.split('.')
  return (
    labels.length > 1 &&
    labels.every((label) => domainLabel.test(label)) &&
    topLevel.test(labels.at(-1) ?? '')
  )
}

function quoted(text: string): string {
  return `“${text.length > 80 ? `${text.slice(0, 79)}…` : text}”`
}

function problem(reason: string): AddressReading {
  return { kind: 'problem', reason }
}
