import { randomUUID } from 'node:crypto'
import { companyKey } from '../../src/domain/company.ts'
import type { StandardValues } from '../../src/domain/contact-row.ts'
import { atOnce } from '../../src/domain/due.ts'
import type { CampaignPlan } from '../../src/domain/plan.ts'
import { defaultPlan } from '../../src/domain/plan-defaults.ts'
import { readPlan } from '../../src/db/stored-plan.ts'
import { freezeVersion } from '../../src/db/version-queries.ts'
import type { Db } from '../../src/db/client.ts'
import type { Campaign, Contact, Enrollment, Message } from '../../src/db/generated/prisma/client.ts'

/** Somebody who may do everything. */
export const admin = { kind: 'member', slackUserId: 'U0ADMIN', name: 'Ann', slackAdmin: true } as const

/** Rows for tests that need some to be there; each call makes a new one, valid and plain. */
type Launched = Campaign & { versionId: string; stepId: string }

/** A plan of one step, sent at once. */
const planOf = (key: string): CampaignPlan =>
  defaultPlan(
    [
      {
        key,
        wait: atOnce,
        window: null,
        variants: [{ name: 'A', weight: 1, subject: 'Hello', body: 'Hello' }],
      },
    ],
    'UTC',
  )

/** A running campaign with one version and one step. */
export async function insertCampaign(db: Db, given: Partial<Campaign> = {}): Promise<Launched> {
  const member = await db.member.create({ data: { slackUserId: `U${randomUUID()}`, name: 'Mara' } })
  const file = await db.import.create({
    data: { fileName: 'leads.csv', status: 'applied', mapping: [], createdById: member.id },
  })
  const { plan: planGiven, ...rest } = given
  const plan = planGiven ? readPlan(planGiven) : planOf(randomUUID())
  const campaign = await db.campaign.create({
    data: {
      name: 'Spring launch',
      status: 'running',
      senderName: 'Mara',
      senderEmail: 'mara@example.com',
      plan,
      importId: file.id,
      ownerId: member.id,
      channelId: 'C1',
      salesChannelId: 'C2',
      ...rest,
    },
  })
  const contents = plan.steps.map(({ variants }) =>
    variants.map(({ subject, body }) => ({ subject, html: `<p>${body}</p>`, text: body })),
  )
  const version = await freezeVersion(db, { campaignId: campaign.id, plan, contents })
  return { ...campaign, versionId: version.id, stepId: version.firstStepId ?? '' }
}

/** A contact, with an address of its own unless one is given. */
export async function insertContact(db: Db, given: Partial<StandardValues> = {}): Promise<Contact> {
  const { email = `${randomUUID()}@example.com`, company = null } = given
  const names = { firstName: given.first_name ?? 'Ada', lastName: given.last_name ?? null }
  return db.contact.create({
    data: { email, company, ...names, companyKey: companyKey({ email, company }) },
  })
}

/** An active enrollment whose step is due. */
export async function enroll(
  db: Db,
  { campaign, contactId }: { campaign: Launched; contactId: string },
): Promise<Enrollment> {
  return db.enrollment.create({
    data: {
      campaignId: campaign.id,
      campaignVersionId: campaign.versionId,
      contactId,
      stepId: campaign.stepId,
      nextAt: new Date(),
    },
  })
}

/** The sequence message of an enrollment's step, in the state given. */
export async function insertMessage(
  db: Db,
  { enrollment, state }: { enrollment: Enrollment; state: Message['state'] },
): Promise<Message> {
  const { email } = await db.contact.findUniqueOrThrow({ where: { id: enrollment.contactId } })
  const { campaignId, contactId, stepId } = enrollment
  return db.message.create({
    data: {
      direction: 'outbound',
      purpose: 'sequence',
      state,
      campaignId,
      enrollmentId: enrollment.id,
      stepId,
      stepKey: stepId && (await db.step.findUniqueOrThrow({ where: { id: stepId } })).key,
      contactId,
      address: email,
      attempt: randomUUID(),
    },
  })
}
