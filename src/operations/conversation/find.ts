import type { Deps } from '../deps.ts'

/** Whether a thread is that of a lead's card: what is said anywhere else is none of Baton's business. */
export async function isLeadThread(
  { db }: Pick<Deps, 'db'>,
  { channelId, threadTs }: { channelId: string; threadTs: string },
): Promise<boolean> {
  const handover = await db.handover.findFirst({
    where: { channelId, cardTs: threadTs },
    select: { id: true },
  })
  return handover !== null
}
