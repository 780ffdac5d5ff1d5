import type { Actor, Origin } from '../domain/actor.ts'
import { audit } from './audit-queries.ts'
import type { Tx } from './client.ts'
import { stopEnrollments } from './enroll-queries.ts'

/**
 * Whom the end of a campaign stopped: all in flight, those of them from whom everything still to come was taken back, and
 * those whose mail was with the provider at that moment.
 */
export type Ended = { stopped: number; takenBack: number; withProvider: number }

/** Which campaign ends, and how it is called; the reason its people are stopped for. */
export type Ending = {
  campaignId: string
  how: 'cancelled' | 'recalled'
  actor: Actor
  origin: Origin
  now: Date
}

/** Ends a locked campaign for good and takes back what was not handed over. */
export async function endCampaign(tx: Tx, { campaignId, how, actor, origin, now }: Ending): Promise<Ended> {
  const { stopped, withProvider } = await stopEnrollments(tx, campaignId, how)
  await tx.campaign.update({
    where: { id: campaignId },
    data: { status: 'cancelled', statusReason: null, startsAt: null, finishedAt: now },
  })
  const ended = { stopped, takenBack: stopped - withProvider, withProvider }
  await audit(tx, { actor, action: how, subject: 'campaign', subjectId: campaignId, origin, detail: ended })
  return ended
}
