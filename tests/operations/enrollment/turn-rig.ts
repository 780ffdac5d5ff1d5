import type { Db } from '../../../src/db/client.ts'
import type { CampaignPlan } from '../../../src/domain/plan.ts'
import { launchCampaign } from '../../../src/operations/campaign/launch.ts'
import { wakeEnrollments } from '../../../src/operations/enrollment/wake.ts'
import { after, plannedStep, planOf } from '../../support/plans.ts'
import { admin, insertCampaign, insertContact } from '../../support/rows.ts'
import { ledgerRig, never } from '../message/ledger-rig.ts'

/** Launches of campaigns that share people, over a database, with a clock that is moved by hand. */
export function turnRig(db: Db) {
  const rig = ledgerRig(db)
  const draft = async (contactIds: readonly string[], given: Partial<CampaignPlan> = {}) => {
    const steps = [plannedStep('One'), plannedStep('Two', { wait: after(1, 'days') })]
    const campaign = await insertCampaign(db, { status: 'draft', plan: planOf(steps, given) })
    await db.campaignVersion.deleteMany({ where: { campaignId: campaign.id } })
    await db.importContact.createMany({
      data: contactIds.map((contactId) => ({ importId: campaign.importId, contactId })),
    })
    return campaign.id
  }
  const launch = (campaignId: string) =>
    launchCampaign(rig.deps, { campaignId, actor: admin, origin: 'slack' })
  return {
    ...rig,
    draft,
    launch,
    /** A campaign for these people by the defaults of the product unless told otherwise, launched. */
    launched: async (contactIds: readonly string[], given: Partial<CampaignPlan> = {}) => {
      const id = await draft(contactIds, given)
      await launch(id)
      return id
    },
    wake: () => wakeEnrollments(rig.deps, {}, never),
    people: async (count: number) => {
      const contacts = await Promise.all(Array.from({ length: count }, () => insertContact(db)))
      return contacts.map(({ id }) => id)
    },
    enrollment: (campaignId: string, contactId: string) =>
      db.enrollment.findFirstOrThrow({ where: { campaignId, contactId }, orderBy: { id: 'desc' } }),
  }
}
