/** A mailbox: `Name <email>`. The email keeps its spelling. */
export type Address = { readonly email: string; readonly name: string }

const bare = /^[\w.!#$%&'*+/=?^`{|}~-]{1,64}@(?:[a-z\d](?:[a-z\d-]{0,61}[a-z\d])?\.)+[a-z]{2,63}$/i
const named = /^\s*(?:"((?:[^"\\]|\\.)*)"|([^"<>,]*))\s*<([^<>\s]+)>\s*$/

/** Null for anything that is not one mailbox; unicode local parts are refused, as Postmark has no EAI. */
export const parseAddress = (value: string): Address | null => {
  const trimmed = value.trim()
  if (bare.test(trimmed)) return { email: trimmed, name: '' }
  const match = named.exec(trimmed)
  const email = match?.[3]
  if (email === undefined || !bare.test(email)) return null
  return { email, name: (match?.[1] ?? match?.[2] ?? '').replaceAll(/\\(.)/g, '$1').trim() }
}

/** Splits at commas outside quotes. */
const split = (list: string): string[] => {
  if (!list.includes(',')) return [list]
  return list.match(/(?:"(?:[^"\\]|\\.)*"|[^,"])+/g) ?? []
}

/** The mailboxes of an address field, or the first part that is none. */
export const parseAddresses = (list: string): Address[] | { readonly bad: string } => {
  if (list.trim() === '') return []
  const found: Address[] = []
  for (const part of split(list)) {
    const address = parseAddress(part)
    if (address === null) return { bad: part.trim() }
    found.push(address)
  }
  return found
}

/** Lower-case emails of a field that was accepted before. */
export const emailsOf = (list: string): string[] => {
  if (list === '') return []
  const parsed = parseAddresses(list)
  return 'bad' in parsed ? [] : parsed.map(({ email }) => email.toLowerCase())
}

export const domainOf = (email: string): string => email.slice(email.lastIndexOf('@') + 1).toLowerCase()

/** What follows the first `+` of the local part: Postmark's MailboxHash. */
export const mailboxHash = (email: string): string => {
  const local = email.slice(0, email.lastIndexOf('@'))
  const plus = local.indexOf('+')
  return plus === -1 ? '' : local.slice(plus + 1)
}

/** The address without its `+hash`. */
export const withoutHash = (email: string): string => {
  const hash = mailboxHash(email)
  return hash === '' ? email : email.replace(`+${hash}@`, '@')
}
