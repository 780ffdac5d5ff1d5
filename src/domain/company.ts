import { isFreeMail } from './free-mail.ts'

/** What tells where somebody works: the address, in lower case, and what a list says of it. */
export type Employed = { email: string; company: string | null }

/** A person, as far as others are told of them. */
export type Person = Employed & { firstName: string | null; lastName: string | null }

// What a company is, not what it is called, where it stands at the end.
const legalForms = new Set(
  `ab ag ao aps as asa bv co company corp corporation eg ehf ek gbr gmbh inc incorporated kg kgaa limited llc llp lp ltd
  mbh nv ohg oy oyj plc pte pty pvt sa sarl sas se sl slu snc spa srl ug`.split(/\s+/),
)

/**
 * Which company somebody belongs to: the same text for everybody of one company. It is the domain of the address or, where
 * that is free mail, what the company is called, without its legal form. Null where neither is known.
 */
export function companyKey({ email, company }: Employed): string | null {
  const domain = domainOf(email)
  if (domain !== '' && !isFreeMail(domain)) return domain
  const name = plainName(company ?? '')
  return name === '' ? null : `name:${name}`
}

function plainName(company: string): string {
  const words = company
    .normalize('NFKD')
    .replaceAll(/[\p{M}.'’]/gu, '')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '')
  const last = words.findLastIndex((word) => !legalForms.has(word))
  return (last === -1 ? words : words.slice(0, last + 1)).join(' ')
}

/** A person with their company, for people: `Ada Lovelace at Acme`; what is not known is left out. */
export function personAtCompany({ email, company, firstName, lastName }: Person): string {
  const name = [firstName, lastName].filter((part) => part !== null && part.trim() !== '').join(' ')
  const domain = domainOf(email)
  const place = company?.trim() ? company.trim() : isFreeMail(domain) ? '' : domain
  return `${name === '' ? email : name}${place === '' ? '' : ` at ${place}`}`
}

const domainOf = (email: string): string => email.slice(email.lastIndexOf('@') + 1)
