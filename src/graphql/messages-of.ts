import type { Db } from '../db/client.ts'

/**
 * The condition for messages that are a contact's: those of their enrollments, and those of none. In two steps, because a
 * sequence mail is found by its enrollment: an index of all mails by contact would be written twice for each of them.
 */
export async function messagesOf(
  db: Db,
  contactId: string,
): Promise<{ OR: [{ enrollmentId: { in: string[] } }, { unenrolledContactId: string }] }> {
  const enrollments = await db.enrollment.findMany({ where: { contactId }, select: { id: true } })
  return {
    OR: [{ enrollmentId: { in: enrollments.map(({ id }) => id) } }, { unenrolledContactId: contactId }],
  }
}
