import type { Option } from '@slack/types'
import { pt } from './blocks.ts'
import { plain } from './text.ts'

/** Contacts as the options of a menu; Slack takes 75 characters for each. */
export const contactOptions = (contacts: readonly { contactId: string; label: string }[]): Option[] =>
  contacts
    .slice(0, 100)
    .map(({ contactId, label }) => ({ text: pt(plain(label, 75) || 'No name'), value: contactId }))

/** Paused people as the options of a menu. */
export const pausedOptions = (
  people: readonly { enrollmentId: string; name: string; email: string; company: string | null }[],
): Option[] =>
  contactOptions(
    people.map(({ enrollmentId, name, email, company }) => ({
      contactId: enrollmentId,
      label: [name, company, email].filter((part) => part !== null && part !== '').join(' · '),
    })),
  )
