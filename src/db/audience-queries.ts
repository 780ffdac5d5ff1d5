import type { Contact } from './generated/prisma/client.ts'
import type { Tx } from './client.ts'

/** A contact of an import by id, or any one, always the same, without an id. Null when there is none. */
export async function audienceContact(
  tx: Tx,
  importId: string,
  contactId: string | null,
): Promise<Contact | null> {
  const member = await tx.importContact.findFirst({
    where: { importId, ...(contactId === null ? {} : { contactId }) },
    orderBy: { contactId: 'asc' },
    select: { contact: true },
  })
  return member?.contact ?? null
}
