import { domainOf, parseAddress } from './addresses.ts'
import { ok, refuse } from './answer.ts'
import type { Answer } from './answer.ts'
import type { Call } from './call.ts'
import { domainRecord } from './domain-record.ts'
import type { DomainRecord, SenderRecord } from './domain-record.ts'
import type { Fields } from './fields.ts'
import { fieldsOf, textOf } from './fields.ts'
import { pageOf } from './paging.ts'

const selector = '20261101000000pm'

const domainSummary = (domain: DomainRecord): Fields => ({
  ID: domain.id,
  Name: domain.name,
  SPFVerified: true,
  DKIMVerified: domain.dkimVerified,
  WeakDKIM: false,
  ReturnPathDomainVerified: domain.returnPathVerified,
})

const domainDetails = (domain: DomainRecord): Fields => {
  const key = { host: `${selector}._domainkey.${domain.name}`, value: 'k=rsa;p=MIGfMA0GCSqGSIb3DQEBAQUAA4' }
  const pending = !domain.dkimVerified
  return {
    ...domainSummary(domain),
    SPFHost: domain.name,
    SPFTextValue: 'v=spf1 a mx include:spf.mtasv.net ~all',
    DKIMHost: pending ? '' : key.host,
    DKIMTextValue: pending ? '' : key.value,
    DKIMPendingHost: pending ? key.host : '',
    DKIMPendingTextValue: pending ? key.value : '',
    DKIMRevokedHost: '',
    DKIMRevokedTextValue: '',
    SafeToRemoveRevokedKeyFromDNS: false,
    DKIMUpdateStatus: pending ? 'Pending' : 'Verified',
    ReturnPathDomain: domain.returnPathDomain,
    ReturnPathDomainCNAMEValue: 'pm.mtasv.net',
  }
}

/** `GET /domains` */
export const listDomains = (call: Call): Answer => {
  const page = pageOf(call, 500)
  if ('status' in page) return page
  const { domains } = call.world
  const listed = domains.slice(page.offset, page.offset + page.count)
  return ok({ TotalCount: domains.length, Domains: listed.map(domainSummary) })
}

const findDomain = ({ world, parameter }: Call): DomainRecord | Answer =>
  world.domains.find(({ id }) => String(id) === parameter) ?? refuse(510, 'This domain was not found.')

/** `GET /domains/{id}` */
export const getDomain = (call: Call): Answer => {
  const domain = findDomain(call)
  return 'status' in domain ? domain : ok(domainDetails(domain))
}

/** `POST /domains`: unverified at first. */
export const createDomain = ({ world, body }: Call): Answer => {
  const fields = fieldsOf(body)
  const name = textOf(fields['Name']).toLowerCase()
  if (parseAddress(`x@${name}`) === null) return refuse(511, `The domain name '${name}' is not valid.`)
  if (world.domains.some((domain) => domain.name === name)) return refuse(512, 'This domain already exists.')
  const domain = domainRecord({ id: world.nextId(), name, verified: false })
  domain.returnPathDomain = textOf(fields['ReturnPathDomain'], domain.returnPathDomain)
  world.domains.push(domain)
  return ok(domainDetails(domain))
}

/** `PUT /domains/{id}/verifyDkim`: the stand-in's DNS holds every record that was asked for. */
export const verifyDkim = (call: Call): Answer => {
  const domain = findDomain(call)
  if ('status' in domain) return domain
  domain.dkimVerified = true
  return ok(domainDetails(domain))
}

/** `PUT /domains/{id}/verifyReturnPath` */
export const verifyReturnPath = (call: Call): Answer => {
  const domain = findDomain(call)
  if ('status' in domain) return domain
  domain.returnPathVerified = true
  return ok(domainDetails(domain))
}

/** `DELETE /domains/{id}` */
export const deleteDomain = (call: Call): Answer => {
  const domain = findDomain(call)
  if ('status' in domain) return domain
  call.world.domains.splice(call.world.domains.indexOf(domain), 1)
  return ok({ ErrorCode: 0, Message: `Domain ${domain.name} removed.` })
}

const senderRecord = (sender: SenderRecord): Fields => ({
  ID: sender.id,
  Domain: domainOf(sender.email),
  EmailAddress: sender.email,
  ReplyToEmailAddress: '',
  Name: sender.name,
  Confirmed: sender.confirmed,
})

/** `GET /senders` */
export const listSenders = (call: Call): Answer => {
  const page = pageOf(call, 500)
  if ('status' in page) return page
  const { senders } = call.world
  const listed = senders.slice(page.offset, page.offset + page.count)
  return ok({ TotalCount: senders.length, SenderSignatures: listed.map(senderRecord) })
}

/** `GET /senders/{id}` */
export const getSender = ({ world, parameter }: Call): Answer => {
  const sender = world.senders.find(({ id }) => String(id) === parameter)
  return sender === undefined ? refuse(501, 'This signature was not found.') : ok(senderRecord(sender))
}

/** `POST /senders`: nobody has confirmed it yet. */
export const createSender = ({ world, body }: Call): Answer => {
  const fields = fieldsOf(body)
  const email = textOf(fields['FromEmail'])
  if (parseAddress(email) === null) return refuse(500, `The address '${email}' is not valid.`)
  if (world.senders.some((sender) => sender.email.toLowerCase() === email.toLowerCase())) {
    return refuse(504, 'This signature already exists.')
  }
  const sender = { id: world.nextId(), email, name: textOf(fields['Name']), confirmed: false }
  world.senders.push(sender)
  return ok(senderRecord(sender))
}
