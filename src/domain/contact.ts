/** What people call a contact: their name, or else their address. */
export function contactName(contact: {
  firstName: string | null
  lastName: string | null
  email: string
}): string {
  return [contact.firstName, contact.lastName].filter(Boolean).join(' ') || contact.email
}
