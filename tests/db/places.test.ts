import { afterAll, beforeAll, expect, it } from '@jest/globals'
import type { Tx } from '../../src/db/client.ts'
import { findMisplaced } from '../../src/db/place-queries.ts'
import { type TestDatabase, testDatabase } from '../support/database.ts'
import { enroll, insertCampaign, insertContact, insertMessage } from '../support/rows.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await testDatabase()
})
afterAll(() => database.stop())

/** A campaign in which somebody got a mail, somebody was held out, and somebody of no enrollment was written to. */
const campaignWithPeople = async () => {
  const { db } = database
  const campaign = await insertCampaign(db)
  const person = await enroll(db, { campaign, contactId: (await insertContact(db)).id })
  const sent = await insertMessage(db, { enrollment: person, state: 'sent' })
  const heldOut = await db.enrollment.create({
    data: { ...placeOf(campaign), stepId: null, ...(await someone()) },
  })
  const letter = await db.message.create({ data: { ...outside, campaignId: campaign.id } })
  const there = async () => ({
    people: await db.enrollment.count({ where: { id: { in: [person.id, heldOut.id] } } }),
    mails: await db.message.count({ where: { id: { in: [sent.id, letter.id] } } }),
  })
  return { db, campaign, person, there }
}

const outside = {
  direction: 'outbound',
  purpose: 'test',
  state: 'sent',
  address: 'a@places.example',
} as const
const someone = async () => ({ contactId: (await insertContact(database.db)).id })
const placeOf = ({ id, versionId, stepId }: { id: string; versionId: string; stepId: string }) => ({
  campaignId: id,
  campaignVersionId: versionId,
  stepId,
})

it('a campaign goes with everybody who is in it and every mail of it', async () => {
  const [{ db, campaign, there }, other] = [await campaignWithPeople(), await campaignWithPeople()]
  await db.campaign.delete({ where: { id: campaign.id } })
  expect(await there()).toEqual({ people: 0, mails: 0 })
  expect(await other.there()).toEqual({ people: 2, mails: 2 })
})

it('a version goes with everybody who is on it and their mails', async () => {
  const { db, campaign, there } = await campaignWithPeople()
  await db.campaignVersion.delete({ where: { id: campaign.versionId } })
  expect(await there()).toEqual({ people: 0, mails: 1 })
})

it('a step goes with everybody who stands at it and every mail of it', async () => {
  const { db, campaign, person, there } = await campaignWithPeople()
  await db.step.delete({ where: { id: campaign.stepId } })
  expect(await there()).toEqual({ people: 1, mails: 1 })
  expect(await db.enrollment.count({ where: { id: person.id } })).toBe(0)
})

it('a step goes with the mails of people who have gone on since', async () => {
  const { db, campaign, person, there } = await campaignWithPeople()
  const next = { ...placeOf(campaign), position: 2, stepId: undefined }
  const { id: stepId } = await db.step.create({ data: next })
  await db.enrollment.update({ where: { id: person.id }, data: { stepId } })
  await db.step.delete({ where: { id: campaign.stepId } })
  expect(await there()).toEqual({ people: 2, mails: 1 })
})

it('a contact goes with every enrollment of theirs, and with their mails', async () => {
  const { db, person, there } = await campaignWithPeople()
  const { contactId } = await db.enrollment.findUniqueOrThrow({ where: { id: person.id } })
  await db.contact.delete({ where: { id: contactId } })
  expect(await there()).toEqual({ people: 1, mails: 1 })
  expect(await db.enrollment.count({ where: { contactId } })).toBe(0)
})

it('of people who are entered together, each is a contact that there is', async () => {
  const { db, campaign, person } = await campaignWithPeople()
  const before = await db.enrollment.count()
  const right = { ...placeOf(campaign), ...(await someone()) }
  const nobody = { ...placeOf(campaign), contactId: person.id }
  await expect(db.enrollment.createMany({ data: [right, nobody] })).rejects.toThrow(/Foreign key/)
  expect(await db.enrollment.count()).toBe(before)
})

it('of people who are entered together, each is at a place that there is', async () => {
  const { db, campaign } = await campaignWithPeople()
  const other = await insertCampaign(db)
  const before = await db.enrollment.count()
  const right = { ...placeOf(campaign), ...(await someone()) }
  const mixed = { ...placeOf(campaign), stepId: other.stepId, ...(await someone()) }
  await expect(db.enrollment.createMany({ data: [right, mixed] })).rejects.toThrow(/Foreign key/)
  const elsewhere = { ...placeOf(campaign), stepId: null, campaignVersionId: other.versionId }
  await expect(
    db.enrollment.createMany({ data: [right, { ...elsewhere, ...(await someone()) }] }),
  ).rejects.toThrow(/Foreign key/)
  expect(await db.enrollment.count()).toBe(before)
  await db.enrollment.createMany({
    data: [right, { ...placeOf(campaign), stepId: null, ...(await someone()) }],
  })
  expect(await db.enrollment.count()).toBe(before + 2)
})

it('what people stand at keeps its keys, and they stay who they are and in their campaign', async () => {
  const { db, campaign, person } = await campaignWithPeople()
  const other = await insertCampaign(db)
  const [stepWhere, versionWhere] = [{ id: campaign.stepId }, { id: campaign.versionId }]
  const refused = [
    db.step.update({ where: stepWhere, data: { id: person.id } }),
    db.step.update({
      where: stepWhere,
      data: { campaignVersionId: other.versionId, campaignId: other.id, position: 2 },
    }),
    db.campaignVersion.update({ where: versionWhere, data: { id: person.id } }),
    db.campaignVersion.update({ where: versionWhere, data: { campaignId: other.id, number: 2 } }),
    db.enrollment.update({ where: { id: person.id }, data: { campaignId: other.id } }),
    db.enrollment.update({ where: { id: person.id }, data: await someone() }),
    db.contact.update({ where: { id: (await someone()).contactId }, data: { id: person.id } }),
  ]
  for (const outcome of await Promise.allSettled(refused))
    expect(outcome).toMatchObject({
      status: 'rejected',
      reason: { message: expect.stringMatching(/Foreign key/) },
    })
})

it('a mail of no enrollment is of a campaign that there is, and of no step', async () => {
  const { db, campaign, person } = await campaignWithPeople()
  await expect(db.message.create({ data: { ...outside, campaignId: person.id } })).rejects.toThrow(
    /Foreign key/,
  )
  await expect(
    db.message.create({ data: { ...outside, campaignId: campaign.id, stepId: campaign.stepId } }),
  ).rejects.toThrow(/message_step_check/)
  await expect(db.message.create({ data: outside })).resolves.toMatchObject({ campaignId: null })
})

it('whoever launches meanwhile holds step and contacts, so that none is deleted under those who are entered', async () => {
  const { db, campaign } = await campaignWithPeople()
  const contact = await someone()
  const impatiently = (work: (other: Tx) => Promise<unknown>) =>
    db.$transaction(async (other) => {
      await other.$executeRaw`SET LOCAL lock_timeout = '50ms'`
      await work(other)
    })
  await db.$transaction(async (tx) => {
    await tx.enrollment.createMany({ data: [{ ...placeOf(campaign), ...contact }] })
    for (const deleting of [
      (other: Tx) => other.step.delete({ where: { id: campaign.stepId } }),
      (other: Tx) => other.contact.delete({ where: { id: contact.contactId } }),
    ])
      await expect(impatiently(deleting)).rejects.toThrow(/lock timeout/)
  })
  await db.contact.delete({ where: { id: contact.contactId } })
  expect(await db.enrollment.count({ where: contact })).toBe(0)
})

it('a test file that leaves somebody or a mail at no place fails', async () => {
  const own = await testDatabase()
  const { db } = own
  const [campaign, other] = [await insertCampaign(db), await insertCampaign(db)]
  const enter = async () => enroll(db, { campaign, contactId: (await insertContact(db)).id })
  const [person, through, writtenTo] = [await enter(), await enter(), await enter()]
  const { id } = await insertMessage(db, { enrollment: writtenTo, state: 'sent' })
  expect(await findMisplaced(db)).toEqual([])
  await db.enrollment.update({ where: { id: person.id }, data: { stepId: other.stepId } })
  await db.enrollment.update({
    where: { id: through.id },
    data: { stepId: null, campaignVersionId: other.versionId },
  })
  await db.message.update({ where: { id }, data: { stepId: other.stepId } })
  expect((await findMisplaced(db)).map((row) => row.id).toSorted()).toEqual(
    [person.id, through.id, id].toSorted(),
  )
  await expect(own.stop()).rejects.toThrow(/Left at no place/)
})
