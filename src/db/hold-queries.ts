import type { Tx } from './client.ts'
import { Prisma } from './generated/prisma/client.ts'

/** Counts one more call that was not taken and returns how many there were in a row. */
export async function countFailure(tx: Tx, reason: string, now: Date): Promise<number> {
  const [row] = await tx.$queryRaw<{ failures: number }[]>(Prisma.sql`
    INSERT INTO send_hold AS h (provider, until, failures, reason) VALUES ('email', ${now}, 1, ${reason})
    ON CONFLICT (provider) DO UPDATE SET failures = h.failures + 1, reason = excluded.reason
    RETURNING failures`)
  return row?.failures ?? 1
}

/** Lets sending rest until then. */
export async function holdUntil(tx: Tx, until: Date): Promise<void> {
  await tx.$executeRaw`UPDATE send_hold SET until = greatest(until, ${until}) WHERE provider = 'email'`
}

/**
 * A call was taken that was claimed then: sending goes on for all, unless it rests since. What was under way before says
 * nothing about whether the provider takes mail now.
 */
export async function releaseHold(tx: Tx, claimedAt: Date): Promise<void> {
  await tx.$executeRaw`DELETE FROM send_hold WHERE provider = 'email' AND until <= ${claimedAt}`
}

/** Why and until when sending rests, or null while it does not. */
export async function currentHold(tx: Tx, now: Date): Promise<{ until: Date; reason: string } | null> {
  return tx.sendHold.findFirst({ where: { provider: 'email', until: { gt: now } } })
}
