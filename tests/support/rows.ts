import { randomUUID } from 'node:crypto'
import { atOnce } from '../../src/domain/due.ts'
import type { CampaignPlan } from '../../src/domain/plan.ts'
import { defaultPlan } from '../../src/domain/plan-defaults.ts'
import { readPlan } from '../../src/db/stored-plan.ts'
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
  const key = plan.steps[0]?.key ?? randomUUID()
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
  const version = await db.campaignVersion.create({
    data: { campaignId: campaign.id, number: 1, senderName: 'Mara', senderEmail: 'mara@example.com', plan },
  })
  const step = await db.step.create({
    data: {
      campaignVersionId: version.id,
      position: 1,
      key,
      variants: {
        create: [
          {
            position: 1,
            name: 'A',
            weight: 1,
            drawFrom: 0,
            drawTo: 65_536,
            subject: 'Hello',
            html: '<p>Hello</p>',
            text: 'Hello',
          },
        ],
      },
    },
  })
  return { ...campaign, versionId: version.id, stepId: step.id }
}

/** A contact, with an address of its own unless one is given. */
export async function insertContact(db: Db, { email }: { email?: string } = {}): Promise<Contact> {
  return db.contact.create({ data: { email: email ?? `${randomUUID()}@example.com`, firstName: 'Ada' } })
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
