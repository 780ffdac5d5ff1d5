import type { StandardField } from './merge-fields.ts'

/** A stored contact, as far as merge fields go. `attributes` is the JSON object of its other columns. */
export type MergeContact = {
  email: string
  firstName: string | null
  lastName: string | null
  company: string | null
  jobTitle: string | null
  country: string | null
  timeZone: string | null
  phone: string | null
  attributes: unknown
}

/** The merge fields of a contact that have a value: the standard ones, which win, and every column of its imports. */
export function mergeValues(contact: MergeContact): Record<string, string> {
  const standard: Record<StandardField, string | null> = {
    email: contact.email,
    first_name: contact.firstName,
    last_name: contact.lastName,
    company: contact.company,
    job_title: contact.jobTitle,
    country: contact.country,
    time_zone: contact.timeZone,
    phone: contact.phone,
  }
  const all = Object.entries({ ...textsOf(contact.attributes), ...standard })
  return Object.fromEntries(all.filter((entry): entry is [string, string] => hasText(entry[1])))
}

function textsOf(attributes: unknown): Record<string, unknown> {
  return typeof attributes === 'object' && attributes !== null ? { ...attributes } : {}
}

function hasText(value: unknown): boolean {
  return typeof value === 'string' && value.trim() !== ''
}
