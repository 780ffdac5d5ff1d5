import { afterAll, afterEach, beforeAll, expect, it } from '@jest/globals'
import { randomUUID } from 'node:crypto'
import type { CampaignPlan, SendLimits } from '../../../src/domain/plan.ts'
import { noLimits } from '../../../src/domain/plan-defaults.ts'
import { simulateCampaign } from '../../../src/domain/simulate-campaign.ts'
import { launchCampaign } from '../../../src/operations/campaign/launch.ts'
import { type TestDatabase, testDatabase } from '../../support/database.ts'
import { after, plannedStep, planOf } from '../../support/plans.ts'
import { admin, insertCampaign, insertContact } from '../../support/rows.ts'
import { ledgerRig } from './ledger-rig.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await testDatabase()
})
afterAll(() => database.stop())
afterEach(() => database.db.campaign.updateMany({ data: { status: 'cancelled' } }))

const start = new Date('2026-11-20T09:00:00Z')
const zones = ['Europe/Berlin', 'America/New_York', 'Asia/Tokyo']
const domains = ['big.example', 'small.example']
const groups = zones.flatMap((zone, z) => domains.map((domain, d) => ({ zone, domain, count: 3 - d + z })))

const inMinutes = (at: Date) => Math.ceil(at.getTime() / 60_000)

/** Launches the plan for real and moves the clock from one due moment to the next until the campaign is over. */
async function playedForReal(plan: CampaignPlan) {
  const { db } = database
  const rig = ledgerRig(db)
  const senderEmail = `${randomUUID()}@example.com`
  const { id, importId } = await insertCampaign(db, { plan, status: 'draft', senderEmail })
  await db.campaignVersion.deleteMany({ where: { campaignId: id } })
  for (const { zone, domain, count } of groups) {
    for (let person = 0; person < count; person += 1) {
      const { id: contactId } = await insertContact(db, { email: `${randomUUID()}@${domain}` })
      await db.contact.update({ where: { id: contactId }, data: { timeZone: zone } })
      await db.importContact.create({ data: { importId, contactId } })
    }
  }
  await launchCampaign(rig.deps, { campaignId: id, actor: admin, origin: 'slack' })
  for (let turn = 0; turn < 500; turn += 1) {
    await rig.send()
    const [next] = await db.$queryRaw<{ at: Date | null }[]>`
      SELECT min(greatest(e.next_at, c.rests_until)) AS at FROM enrollment e JOIN campaign c ON c.id = e.campaign_id
      WHERE c.id = ${id}::uuid AND e.status = 'active'`
    if (!next?.at) break
    rig.pass(next.at.getTime() - rig.deps.clock.now().getTime())
  }
  const sent = await db.message.findMany({
    where: { campaignId: id, state: 'sent' },
    include: { step: true },
  })
  return sent.map(({ sentAt, step }) => ({ step: step?.position ?? 0, at: inMinutes(sentAt ?? start) }))
}

const window: CampaignPlan['window'] = { days: [1, 2, 3, 4, 5], from: '09:00', to: '17:00' }
const cases: Record<string, { limits?: Partial<SendLimits>; window?: CampaignPlan['window'] }> = {
  'windows and zones': { window },
  'a daily limit': { limits: { perCampaignDay: 10 } },
  'a limit on domains': { limits: { perDomainHour: 4 } },
  'a gap between mails': { limits: { gap: { seconds: 600, jitterSeconds: 0 } } },
  'a limit on contacts': { limits: { perContact: { mails: 1, days: 3 } } },
  'windows and a daily limit of the sender': { window, limits: { perSenderDay: 12 } },
}

it.each(Object.entries(cases))('the simulation says of %s what the engine does', async (_, given) => {
  const steps = [plannedStep('One'), plannedStep('Two', { wait: after(1, 'days') })]
  const plan = planOf(steps, {
    window: given.window ?? null,
    limits: { ...noLimits, ...given.limits },
    maxLatenessMinutes: 15,
  })
  const sent = await playedForReal(plan)
  const told = simulateCampaign(plan, { audience: groups, start })
  expect(sent).toHaveLength(told.mails)
  for (const { position, mails, first, last } of told.steps) {
    const moments = sent.filter(({ step }) => step === position).map(({ at }) => at)
    expect(moments).toHaveLength(mails)
    expect([Math.min(...moments), Math.max(...moments)]).toEqual([inMinutes(first), inMinutes(last)])
  }
  const hours = Map.groupBy(sent, ({ at }) => Math.floor(at / 60))
  expect(
    [...hours].map(([hour, mails]) => [hour, mails.length]).toSorted(([a = 0], [b = 0]) => a - b),
  ).toEqual(told.hours.map(({ hour, mails }) => [hour.getTime() / 3_600_000, mails]))
})
