import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals'
import { randomUUID } from 'node:crypto'
import { settleMessages } from '../../../src/db/settle-queries.ts'
import { settled } from '../../../src/domain/message.ts'
import { claimBatch } from '../../support/claim.ts'
import { type TestDatabase, testDatabase } from '../../support/database.ts'
import { dueCampaign, ledgerRig, standing } from './ledger-rig.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await testDatabase()
})
afterAll(() => database.stop())
afterEach(async () => {
  await database.db.campaign.updateMany({ data: { status: 'cancelled' } })
  await database.db.sendHold.deleteMany()
})

const now = new Date('2026-11-20T09:00:00Z')
const claim = (limit = 500) => claimBatch(database.db, { now, attempt: randomUUID(), limit })

describe('a claim', () => {
  it('never takes a person whom another claim has, however many claim at once', async () => {
    const campaign = await dueCampaign(database.db, 60)
    const claims = await Promise.all(Array.from({ length: 12 }, () => claim(7)))
    const rest = await claim()
    const taken = [...claims, rest].flatMap(({ messages }) => messages.map(({ address }) => address))
    expect(taken.toSorted()).toEqual(campaign.people.map(({ email }) => email).toSorted())
    expect((await claim()).messages).toEqual([])
    expect(await standing(database.db, campaign)).toMatchObject({ audience: 60, sending: 60 })
  })

  it('passes by who is suppressed, and says why', async () => {
    const campaign = await dueCampaign(database.db, 2)
    const address = campaign.people[0]?.email ?? ''
    await database.db.suppression.create({
      data: { channel: 'email', address, reason: 'unsubscribed', source: 'link' },
    })
    const { messages, looked } = await claim()
    expect([messages.length, looked]).toEqual([1, 2])
    expect(await database.db.message.findFirst({ where: { address } })).toMatchObject({
      state: 'skipped',
      reason: 'unsubscribed',
    })
    expect(await standing(database.db, campaign)).toMatchObject({ skipped: 1, sending: 1 })
  })

  it.each(['paused', 'cancelled', 'completed', 'draft'] as const)(
    'takes nobody of a campaign that is %s',
    async (status) => {
      const campaign = await dueCampaign(database.db, 2)
      await database.db.campaign.update({ where: { id: campaign.id }, data: { status } })
      expect((await claim()).messages).toEqual([])
      expect(await standing(database.db, campaign)).toMatchObject({ waiting: 2 })
    },
  )

  it('numbers mails in the order of the claims, each by itself and none twice', async () => {
    await dueCampaign(database.db, 60)
    const claims = [await claim(30), await claim(30)]
    const [first = [], second = []] = claims.map(({ messages }) => messages.map(({ messageId }) => messageId))
    expect(new Set([...first, ...second]).size).toBe(60)
    expect((first.toSorted().at(-1) ?? '') < (second.toSorted()[0] ?? '')).toBe(true)
  })

  it('takes nobody while sending rests, and everybody afterwards', async () => {
    await dueCampaign(database.db, 2)
    const until = new Date(now.getTime() + 60_000)
    await database.db.sendHold.create({ data: { provider: 'email', until, failures: 1, reason: '429' } })
    expect((await claim()).messages).toEqual([])
    const later = { now: new Date(until.getTime() + 1), attempt: randomUUID(), limit: 500 }
    expect((await claimBatch(database.db, later)).messages).toHaveLength(2)
  })

  it('changes none of the indexes of who is claimed, and what is not known is looked past no more', async () => {
    const { db } = database
    const campaign = await dueCampaign(db, 3)
    const before = await db.enrollment.findMany({
      where: { campaignId: campaign.id },
      orderBy: { id: 'asc' },
    })
    const attempt = randomUUID()
    const { messages } = await claimBatch(db, { now, attempt, limit: 500 })
    const after = await db.enrollment.findMany({ where: { campaignId: campaign.id }, orderBy: { id: 'asc' } })
    expect(after).toEqual(before.map((row) => ({ ...row, withProvider: true })))
    const settlements = messages.map(({ messageId }) => settled(messageId, 'unknown', 'no answer'))
    await db.$transaction((tx) =>
      settleMessages(tx, { attempt, from: ['sending'] }, { settlements, now, retryAt: now }),
    )
    const unknown = await db.enrollment.findMany({ where: { campaignId: campaign.id } })
    expect(unknown).toEqual(before.map(() => expect.objectContaining({ nextAt: null, withProvider: false })))
    expect((await claim()).messages).toEqual([])
  })

  it('takes nobody before their time', async () => {
    const campaign = await dueCampaign(database.db, 2)
    const nextAt = new Date(now.getTime() + 1)
    await database.db.enrollment.updateMany({ where: { campaignId: campaign.id }, data: { nextAt } })
    expect((await claim()).messages).toEqual([])
  })
})

describe('an unsubscribe that commits while a batch is under way', () => {
  it('reaches the next batch', async () => {
    const rig = ledgerRig(database.db, { sendBatch: 2 })
    const campaign = await dueCampaign(database.db, 5)
    const { sendBatch } = rig.office
    let calls = 0
    rig.office.sendBatch = async (mails) => {
      calls += 1
      if (calls === 1) {
        const mailed = new Set(mails.map(({ to }) => to))
        const others = campaign.people.filter(({ email }) => !mailed.has(email))
        await database.db.suppression.createMany({
          data: others.map(({ email }) => ({
            channel: 'email' as const,
            address: email,
            reason: 'unsubscribed',
            source: 'link',
          })),
        })
      }
      return sendBatch(mails)
    }
    await rig.send()
    expect(calls).toBe(1)
    expect(await standing(database.db, campaign)).toMatchObject({ sent: 2, skipped: 3 })
  })
})
