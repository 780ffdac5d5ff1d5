import { claimNext } from '../../src/db/claim-next.ts'
import type { Claim } from '../../src/db/claim-queries.ts'
import type { Db } from '../../src/db/client.ts'

/** Claims the next batch as a lane does; an empty claim when nobody is due. */
export async function claimBatch(
  db: Db,
  asked: { now: Date; attempt: string; limit: number },
): Promise<Claim> {
  return (await claimNext(db, { ...asked, random: 0 })) ?? { messages: [], looked: 0, late: 0 }
}
