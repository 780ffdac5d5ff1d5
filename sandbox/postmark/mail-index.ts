import { emailsOf } from './addresses.ts'
import type { StoredMail } from './records.ts'
import type { World } from './world.ts'

const put = (byValue: Map<string, StoredMail[]>, key: string, mail: StoredMail): void => {
  const value = metadataValue(mail, key)
  if (value === undefined) return
  const mails = byValue.get(value)
  if (mails === undefined) byValue.set(value, [mail])
  else mails.push(mail)
}

/** Metadata names are the same in any case. */
const metadataValue = ({ metadata }: StoredMail, key: string): string | undefined => {
  if (key in metadata) return metadata[key]
  return Object.entries(metadata).find(([name]) => name.toLowerCase() === key)?.[1]
}

/** Adds an accepted mail to what can be looked up; constant time. */
export const indexMail = ({ activity }: World, mail: StoredMail): void => {
  activity.mails.push(mail)
  activity.byId?.set(mail.id, mail)
  for (const [key, byValue] of activity.byMetadata) put(byValue, key, mail)
}

/** The mail that was accepted under this id, if any. */
export const mailById = ({ activity }: World, id: string): StoredMail | undefined => {
  activity.byId ??= new Map(activity.mails.map((mail) => [mail.id, mail]))
  return activity.byId.get(id)
}

/** Every mail by the value of one metadata key; the first ask for a key goes through all mails once. */
export const metadataIndex = ({ activity }: World, name: string): ReadonlyMap<string, StoredMail[]> => {
  const key = name.toLowerCase()
  const known = activity.byMetadata.get(key)
  if (known !== undefined) return known
  const byValue = new Map<string, StoredMail[]>()
  for (const mail of activity.mails) put(byValue, key, mail)
  activity.byMetadata.set(key, byValue)
  return byValue
}

/** Lower-case addresses of all recipients. */
export const recipientsOf = (mail: StoredMail): string[] => [mail.to, mail.cc, mail.bcc].flatMap(emailsOf)

/** The first of the To addresses, in its own spelling: whom a person's verbs act for. */
export const firstRecipient = (mail: StoredMail): string => {
  const inBrackets = /<([^<>]+)>/.exec(mail.to)?.[1]
  return inBrackets ?? mail.to.split(',')[0]?.trim() ?? ''
}
