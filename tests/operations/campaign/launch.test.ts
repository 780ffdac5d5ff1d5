import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals'
import { PrismaPg } from '@prisma/adapter-pg'
import { PrismaClient } from '../../../src/db/generated/prisma/client.ts'
import { cancelCampaign } from '../../../src/operations/campaign/cancel.ts'
import { launchCampaign } from '../../../src/operations/campaign/launch.ts'
import { type TestDatabase, testDatabase } from '../../support/database.ts'
import { importRig, makeDraft, makeReadyDraft } from '../../support/drafts.ts'
import { admin } from '../../support/rows.ts'
import { textBytes } from '../../support/samples.ts'
import { testSettings } from '../../support/settings.ts'
import { standing } from '../message/ledger-rig.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await testDatabase()
})
afterAll(() => database.stop())
beforeEach(async () => {
  await database.db.campaign.updateMany({ data: { status: 'cancelled' } })
})

const people = 'email,first_name,company\nada@x.example,Ada,Acme\nbob@x.example,Bob,Bolt\n'
const rigWith = (csv: string) => ({ ...importRig(database.db, textBytes(csv)), settings: testSettings })
const byAdmin = (campaignId: string) => ({ campaignId, actor: admin, origin: 'slack' as const })

describe('launching', () => {
  it('happens once, however many press at once', async () => {
    const rig = rigWith(people)
    const { campaignId } = await makeReadyDraft(rig)
    const presses = await Promise.allSettled(
      Array.from({ length: 10 }, () => launchCampaign(rig, byAdmin(campaignId))),
    )
    expect(presses.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    const refusals = presses.flatMap((press) =>
      press.status === 'rejected' ? [press.reason as unknown] : [],
    )
    for (const refusal of refusals) expect(refusal).toMatchObject({ code: 'campaign-cannot-launch' })
    expect(await standing(database.db, { id: campaignId })).toMatchObject({ audience: 2, waiting: 2 })
    expect(await database.db.campaignVersion.count({ where: { campaignId } })).toBe(1)
    expect(await database.db.auditEntry.count({ where: { subjectId: campaignId, action: 'launched' } })).toBe(
      1,
    )
    expect(rig.recorded.filter(({ job }) => job === 'send-due-messages').map(({ key }) => key)).toEqual([
      'lane-1',
      'lane-2',
      'lane-3',
    ])
  })

  it('freezes the mail: what the draft says later changes nothing that is sent', async () => {
    const rig = rigWith(people)
    const { campaignId } = await makeReadyDraft(rig)
    await launchCampaign(rig, byAdmin(campaignId))
    await database.db.campaign.update({
      where: { id: campaignId },
      data: { plan: {}, senderName: 'Changed' },
    })
    const version = await database.db.campaignVersion.findFirstOrThrow({
      where: { campaignId },
      include: { steps: { include: { variants: true } } },
    })
    expect(version.senderName).not.toBe('Changed')
    expect(version.steps).toMatchObject([{ position: 1, variants: [{ subject: 'Hello {{ first_name }}' }] }])
  })

  it('waits for the contacts', async () => {
    const rig = rigWith(people)
    const { campaignId } = await makeDraft(rig)
    await expect(launchCampaign(rig, byAdmin(campaignId))).rejects.toMatchObject({ code: 'import-running' })
    expect(await database.db.campaign.findUnique({ where: { id: campaignId } })).toMatchObject({
      status: 'draft',
    })
  })

  it('needs somebody to write to', async () => {
    const rig = rigWith('email,first_name,company\nnobody,Ada,Acme\n')
    const { campaignId } = await makeReadyDraft(rig)
    await expect(launchCampaign(rig, byAdmin(campaignId))).rejects.toMatchObject({
      code: 'campaign-has-no-audience',
    })
    expect(await database.db.campaignVersion.count({ where: { campaignId } })).toBe(0)
  })

  it('of a campaign that is gone says so', async () => {
    const gone = '019a8f4e-6c5a-7d3e-8a11-2b7f0c9d4e55'
    await expect(launchCampaign(rigWith(people), byAdmin(gone))).rejects.toMatchObject({
      code: 'campaign-gone',
    })
  })
})

describe('an audience that takes long', () => {
  it('is launched and cancelled all the same', async () => {
    // A client whose transactions end at once unless they ask for more time.
    const adapter = new PrismaPg({ connectionString: database.url })
    const db = new PrismaClient({ adapter, transactionOptions: { timeout: 1 } })
    try {
      const rig = rigWith(people)
      const { campaignId } = await makeReadyDraft(rig)
      expect(await launchCampaign({ ...rig, db }, byAdmin(campaignId))).toMatchObject({ audience: 2 })
      expect(await cancelCampaign({ ...rig, db }, byAdmin(campaignId))).toMatchObject({ stopped: 2 })
    } finally {
      await db.$disconnect()
    }
  })
})

describe('cancelling', () => {
  it('stops everybody who was not written to, and counts them', async () => {
    const rig = rigWith(people)
    const { campaignId } = await makeReadyDraft(rig)
    await launchCampaign(rig, byAdmin(campaignId))
    expect(await cancelCampaign(rig, byAdmin(campaignId))).toMatchObject({ stopped: 2, status: 'cancelled' })
    expect(await standing(database.db, { id: campaignId })).toMatchObject({ audience: 2, skipped: 2 })
    await expect(cancelCampaign(rig, byAdmin(campaignId))).rejects.toMatchObject({
      code: 'campaign-cannot-cancel',
    })
  })

  it('of a launch at the same moment leaves nobody in between', async () => {
    const rig = rigWith(people)
    const { campaignId } = await makeReadyDraft(rig)
    await Promise.allSettled([
      launchCampaign(rig, byAdmin(campaignId)),
      cancelCampaign(rig, byAdmin(campaignId)),
    ])
    const { status } = await database.db.campaign.findUniqueOrThrow({ where: { id: campaignId } })
    const due = await database.db.enrollment.count({ where: { campaignId, status: 'active' } })
    expect({ status, due }).toEqual({ status: 'cancelled', due: 0 })
  })
})
