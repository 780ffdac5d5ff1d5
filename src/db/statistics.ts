import type { Tx } from './client.ts'

/** From how many people on a launch changes what PostgreSQL believes of the table: fewer are read whole in no time. */
const many = 1000

/**
 * Has PostgreSQL look at the enrollments again when so many were entered in this transaction, for it to know of them as soon as
 * they are there. By itself it looks within a minute or two, and until then it knows that nobody was under way when it looked
 * last, takes the index of those who are for an empty one, and reads all of it for every webhook, reply and unsubscribe.
 * Passed by while somebody else looks (a vacuum, another launch). Reads 30,000 rows at most, however many there are.
 */
export async function lookAgainAfter(tx: Tx, entered: number): Promise<void> {
  if (entered >= many) await tx.$executeRaw`ANALYZE (SKIP_LOCKED) enrollment`
}
