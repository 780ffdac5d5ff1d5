import type { Db } from '../../../src/db/client.ts'
import { standingOf } from '../../../src/db/standing-queries.ts'
import type { CampaignPlan } from '../../../src/domain/plan.ts'
import { launchCampaign } from '../../../src/operations/campaign/launch.ts'
import { admin, insertCampaign, insertContact } from '../../support/rows.ts'
import { ledgerRig } from '../message/ledger-rig.ts'

export const minute = 60_000
export const hour = 60 * minute
export const day = 24 * hour

/** A draft with that plan for so many people. The rig's clock begins at 2026-11-20 09:00 UTC, a Friday. */
export async function drafted(db: Db, plan: CampaignPlan, people: number) {
  const { id: campaignId, importId } = await insertCampaign(db, { plan, status: 'draft' })
  await db.campaignVersion.deleteMany({ where: { campaignId } })
  for (let n = 0; n < people; n += 1) {
    const { id: contactId } = await insertContact(db)
    await db.importContact.create({ data: { importId, contactId } })
  }
  return { id: campaignId, as: { campaignId, actor: admin, origin: 'slack' } as const }
}

/** The same, launched; nothing is sent before `rig.send()`. */
export async function launched(
  db: Db,
  plan: CampaignPlan,
  { people, sendBatch = 500 }: { people: number; sendBatch?: number },
) {
  const rig = ledgerRig(db, { sendBatch })
  const campaign = await drafted(db, plan, people)
  await launchCampaign(rig.deps, campaign.as)
  return { ...campaign, rig, plan }
}

export type ControlledCampaign = Awaited<ReturnType<typeof launched>>

/** What each person was sent, by their subjects in order: how many people got exactly that. */
export async function mailsGot(db: Db, { id }: { id: string }): Promise<Record<string, number>> {
  const enrollments = await db.enrollment.findMany({
    where: { campaignId: id },
    include: {
      messages: {
        where: { state: 'sent' },
        orderBy: { sentAt: 'asc' },
        include: { step: { include: { variants: true } } },
      },
    },
  })
  const got: Record<string, number> = {}
  for (const { messages } of enrollments) {
    const subjects = messages
      .map(({ step, variant }) => step?.variants.find(({ position }) => position === variant)?.subject ?? '?')
      .join(', ')
    got[subjects] = (got[subjects] ?? 0) + 1
  }
  return got
}

/** Where everybody stands. Throws when the sets do not add up to the audience. */
export async function standingAll(db: Db, { id }: { id: string }) {
  const { audience, ...sets } = await standingOf(db, id)
  const sum = Object.values(sets).reduce((total, count) => total + count, 0)
  const enrolled = await db.enrollment.count({ where: { campaignId: id } })
  if (sum !== enrolled || audience !== enrolled)
    throw new Error(`${sum}/${audience} of ${enrolled} people are counted`)
  return Object.fromEntries(Object.entries(sets).filter(([, count]) => count > 0))
}
