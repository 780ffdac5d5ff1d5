import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals'
import { randomUUID } from 'node:crypto'
import type { SendLimits } from '../../../src/domain/plan.ts'
import { noLimits } from '../../../src/domain/plan-defaults.ts'
import { claimBatch } from '../../support/claim.ts'
import { type TestDatabase, testDatabase } from '../../support/database.ts'
import { plannedStep, planOf } from '../../support/plans.ts'
import { enroll, insertCampaign, insertContact } from '../../support/rows.ts'
import { ledgerRig } from './ledger-rig.ts'

const minute = 60_000
const hour = 60 * minute
const day = 24 * hour

let database: TestDatabase
beforeAll(async () => {
  database = await testDatabase()
})
afterAll(() => database.stop())
afterEach(() => database.db.campaign.updateMany({ data: { status: 'cancelled' } }))

/** A running campaign under limits, for people with these addresses or so many with any; all are due. */
async function limited(
  limits: Partial<SendLimits>,
  people: number | readonly string[],
  senderEmail = `${randomUUID()}@s.example`,
) {
  const plan = planOf([plannedStep('Hello')], {
    limits: { ...noLimits, ...limits },
    maxLatenessMinutes: 10_080,
  })
  const campaign = await insertCampaign(database.db, { plan, senderEmail })
  const emails =
    typeof people === 'number' ? Array.from({ length: people }, () => `${randomUUID()}@p.example`) : people
  for (const email of emails) {
    const contact =
      (await database.db.contact.findUnique({ where: { email } })) ??
      (await insertContact(database.db, { email }))
    await enroll(database.db, { campaign, contactId: contact.id })
  }
  await database.db.enrollment.updateMany({
    where: { campaignId: campaign.id },
    data: { nextAt: new Date('2026-11-20T08:00:00Z') },
  })
  return campaign
}

const sent = ({ id }: { id: string }) =>
  database.db.message.count({ where: { campaignId: id, state: 'sent' } })

describe('a limit on a campaign', () => {
  it('of so many in a day holds in every stretch of 24 hours, and lets the rest go afterwards', async () => {
    const rig = ledgerRig(database.db)
    const campaign = await limited({ perCampaignDay: 3 }, 8)
    await rig.send()
    expect(await sent(campaign)).toBe(3)
    rig.pass(day - minute)
    await rig.send()
    expect(await sent(campaign)).toBe(3)
    rig.pass(hour)
    await rig.send()
    expect(await sent(campaign)).toBe(6)
    rig.pass(25 * hour)
    await rig.send()
    expect(await sent(campaign)).toBe(8)
  })

  it('is never passed by workers that claim at the same moment', async () => {
    await limited({ perCampaignDay: 7 }, 30)
    const now = new Date('2026-11-20T09:00:00Z')
    const claims = await Promise.all(
      Array.from({ length: 8 }, () => claimBatch(database.db, { now, attempt: randomUUID(), limit: 5 })),
    )
    const more = await claimBatch(database.db, { now, attempt: randomUUID(), limit: 5 })
    const counts = [...claims, more].map(({ messages }) => messages.length)
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(7)
  })

  it('“1 per 2 minutes” means 1, however many workers there are', async () => {
    const campaign = await limited({ gap: { seconds: 120, jitterSeconds: 0 } }, 4)
    const rig = ledgerRig(database.db)
    const lanes = () => Promise.all([rig.send(), rig.send(), rig.send()])
    for (const count of [1, 2, 3, 4]) {
      await lanes()
      rig.pass(119_000)
      await lanes()
      expect(await sent(campaign)).toBe(count)
      rig.pass(1_000)
    }
  })

  it('takes nothing for a mail that the provider certainly did not take', async () => {
    const campaign = await limited({ perCampaignDay: 2, perDomainHour: 2 }, 2)
    const rig = ledgerRig(database.db)
    rig.office.fates.push('refused', 'refused', 'refused')
    for (let tries = 0; tries < 4; tries += 1) {
      await rig.send()
      rig.pass(minute)
    }
    expect(await sent(campaign)).toBe(2)
  })
})

it('a limit on a sender counts all of its campaigns', async () => {
  const sender = 'mara@shared.example'
  const first = await limited({ perSenderDay: 3 }, 2, sender)
  const second = await limited({ perSenderDay: 3 }, 4, sender)
  await ledgerRig(database.db).send()
  expect((await sent(first)) + (await sent(second))).toBe(3)
})

it('a limit on a sender counts what its campaigns send that are not limited themselves, and what comes back of it', async () => {
  const sender = 'mara@shared-with-all.example'
  const rig = ledgerRig(database.db)
  const first = await limited({ perSenderDay: 5 }, 1, sender)
  await rig.send()
  const free = await limited({}, 2, sender)
  const spaced = await limited({ gap: { seconds: 1, jitterSeconds: 0 } }, 1, sender)
  rig.office.fates.push('refused')
  await rig.send()
  rig.pass(minute)
  await rig.send()
  expect([await sent(first), await sent(free), await sent(spaced)]).toEqual([1, 2, 1])
  const last = await limited({ perSenderDay: 5 }, 4, sender)
  await rig.send()
  expect(await sent(last)).toBe(1)
})

it('a warm-up lets a new sender out slowly: 200 on its first day, more on each that follows', async () => {
  const campaign = await limited({ warmUp: true }, 260)
  const rig = ledgerRig(database.db)
  await rig.send()
  expect(await sent(campaign)).toBe(200)
  rig.pass(25 * hour)
  await rig.send()
  expect(await sent(campaign)).toBe(260)
})

it('a limit on a domain puts off its people alone, each to a moment of their own', async () => {
  const big = ['a', 'b', 'c', 'd', 'e'].map((name) => `${name}.${randomUUID()}@big.example`)
  const campaign = await limited({ perDomainHour: 2 }, [...big, `x.${randomUUID()}@small.example`])
  const rig = ledgerRig(database.db)
  await rig.send()
  expect(await sent(campaign)).toBe(3)
  const put = await database.db.enrollment.findMany({ where: { campaignId: campaign.id, status: 'active' } })
  // An hour, and a sixtieth of it, for two.
  const moments = ['10:01:00', '10:31:30', '11:02:00'].map((time) => new Date(`2026-11-20T${time}Z`))
  expect(put.map(({ nextAt }) => nextAt?.getTime() ?? 0).toSorted((a, b) => a - b)).toEqual(
    moments.map((moment) => moment.getTime()),
  )
  for (const [passed, count] of [
    [61, 4],
    [31, 5],
    [31, 6],
  ] as const) {
    rig.pass(passed * minute)
    await rig.send()
    expect(await sent(campaign)).toBe(count)
  }
})

it('a limit on a contact counts over all campaigns, and holds when two of them want the same one at once', async () => {
  const people = Array.from({ length: 5 }, () => `${randomUUID()}@p.example`)
  const perContact = { mails: 1, days: 7 }
  const first = await limited({ perContact }, people)
  const second = await limited({ perContact }, people)
  const rig = ledgerRig(database.db)
  await Promise.all([rig.send(), rig.send(), rig.send()])
  expect((await sent(first)) + (await sent(second))).toBe(5)
  rig.pass(7 * day)
  await rig.send()
  expect((await sent(first)) + (await sent(second))).toBe(10)
})

it('what is over for a limit is not kept', async () => {
  const senderEmail = `${randomUUID()}@s.example`
  const campaign = await limited({ perCampaignDay: 1, perSenderDay: 1, perDomainHour: 1 }, 3, senderEmail)
  const rig = ledgerRig(database.db)
  for (let n = 0; n < 3; n += 1) {
    await rig.send()
    rig.pass(26 * hour)
  }
  expect(await sent(campaign)).toBe(3)
  const keys = [`campaign:${campaign.id}`, `sender:${senderEmail}`, `domain:${campaign.id}:p.example`]
  const kept = await database.db.sendCount.groupBy({
    by: 'key',
    where: { key: { in: keys } },
    _count: { slice: true },
  })
  expect(kept.map(({ _count }) => _count.slice)).toEqual([1, 1, 1])
})
