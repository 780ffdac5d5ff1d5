import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals'
import type { SendLimits } from '../../../src/domain/plan.ts'
import { noLimits } from '../../../src/domain/plan-defaults.ts'
import { type TestDatabase, testDatabase } from '../../support/database.ts'
import { planOf } from '../../support/plans.ts'
import { type ControlledCampaign, hour, launched, minute } from './control-rig.ts'
import { edit, one, two } from './edit-rig.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await testDatabase()
})
afterAll(() => database.stop())
afterEach(() => database.db.campaign.updateMany({ data: { status: 'cancelled' } }))

const limits = (given: Partial<SendLimits>): SendLimits => ({ ...noLimits, ...given })
const limited = (given: Partial<SendLimits>, people: number) =>
  launched(database.db, planOf([one, two], { limits: limits(given) }), { people })
const sent = ({ id }: ControlledCampaign) =>
  database.db.message.count({ where: { campaignId: id, state: 'sent' } })
const reworded = (subject: string) => ({
  ...one,
  variants: [{ name: 'A', weight: 1, subject, body: 'Hello' }],
})

describe('whom a limit put off', () => {
  it('is written to at once when the limit on their domain is lifted', async () => {
    const campaign = await limited({ perDomainHour: 1 }, 30)
    await campaign.rig.send()
    expect(await sent(campaign)).toBe(1)
    await edit(campaign, [one, two], { limits: noLimits })
    await campaign.rig.send()
    expect(await sent(campaign)).toBe(30)
  })

  it('comes as soon as a wider limit lets them, and waits no longer for what the narrow one had given away', async () => {
    const campaign = await limited({ perDomainHour: 1 }, 30)
    await campaign.rig.send()
    await edit(campaign, [one, two], { limits: limits({ perDomainHour: 10 }) })
    await campaign.rig.send()
    expect(await sent(campaign)).toBe(10)
    for (let n = 0; n < 24; n += 1) {
      campaign.rig.pass(10 * minute)
      await campaign.rig.send()
    }
    expect(await sent(campaign)).toBe(30)
  })

  it('is written to when the limit on a contact is lifted', async () => {
    const plan = planOf([one, { ...two, wait: one.wait }], {
      limits: limits({ perContact: { mails: 1, days: 7 } }),
    })
    const campaign = await launched(database.db, plan, { people: 3 })
    await campaign.rig.send()
    campaign.rig.pass(minute)
    await campaign.rig.send()
    expect(await sent(campaign)).toBe(3)
    await edit(campaign, plan.steps, { limits: noLimits })
    campaign.rig.pass(minute)
    await campaign.rig.send()
    expect(await sent(campaign)).toBe(6)
  })

  it('keeps the moment that they were given where it stays or becomes narrower', async () => {
    const campaign = await limited({ perDomainHour: 2 }, 10)
    await campaign.rig.send()
    const moments = async () =>
      (
        await database.db.enrollment.findMany({ where: { campaignId: campaign.id }, orderBy: { id: 'asc' } })
      ).map(({ nextAt }) => nextAt?.getTime())
    const before = await moments()
    await edit(campaign, [reworded('One!'), two], { limits: limits({ perDomainHour: 2 }) })
    await edit(campaign, [reworded('One!'), two], { limits: limits({ perDomainHour: 1 }) })
    expect(await moments()).toEqual(before)
  })
})

describe('a campaign that rests', () => {
  it.each(['move', 'finish'] as const)(
    'keeps its gap over edits of something else (%s)',
    async (inFlight) => {
      const campaign = await limited({ gap: { seconds: 120, jitterSeconds: 30 } }, 10)
      await campaign.rig.send()
      for (let n = 0; n < 4; n += 1) {
        campaign.rig.pass(5_000)
        await edit(campaign, [reworded(`One ${n}`), two], { inFlight })
        await campaign.rig.send()
      }
      expect(await sent(campaign)).toBe(1)
    },
  )

  it('keeps to a new gap from its last mail: shorter, longer, or where there was none', async () => {
    const campaign = await limited({ gap: { seconds: 120, jitterSeconds: 0 } }, 10)
    await campaign.rig.send()
    const gap = (seconds: number) =>
      edit(campaign, [one, two], { limits: limits({ gap: { seconds, jitterSeconds: 0 } }) })
    campaign.rig.pass(10_000)
    await gap(30)
    await campaign.rig.send()
    expect(await sent(campaign)).toBe(1)
    campaign.rig.pass(20_000)
    await campaign.rig.send()
    expect(await sent(campaign)).toBe(2)
    await gap(600)
    campaign.rig.pass(9 * minute)
    await campaign.rig.send()
    expect(await sent(campaign)).toBe(2)
    campaign.rig.pass(minute)
    await campaign.rig.send()
    expect(await sent(campaign)).toBe(3)
    await edit(campaign, [one, two], { limits: noLimits })
    await campaign.rig.send()
    expect(await sent(campaign)).toBe(10)
  })

  it('keeps to the gap of those who finish as they are', async () => {
    const campaign = await limited({ gap: { seconds: 120, jitterSeconds: 0 } }, 10)
    await campaign.rig.send()
    await edit(campaign, [one, two], { limits: noLimits, inFlight: 'finish' })
    campaign.rig.pass(minute)
    await campaign.rig.send()
    expect(await sent(campaign)).toBe(1)
    await edit(campaign, [reworded('One!'), two], { limits: noLimits })
    await campaign.rig.send()
    expect(await sent(campaign)).toBe(10)
  })

  it('goes on when the limit that it rests for is lifted for those in flight, and not before', async () => {
    const campaign = await limited({ perCampaignDay: 2 }, 6)
    await campaign.rig.send()
    expect(await sent(campaign)).toBe(2)
    await edit(campaign, [one, two], { limits: limits({ perCampaignDay: 4 }), inFlight: 'finish' })
    campaign.rig.pass(hour)
    await campaign.rig.send()
    expect(await sent(campaign)).toBe(2)
    await edit(campaign, [reworded('One!'), two], { limits: limits({ perCampaignDay: 4 }) })
    await campaign.rig.send()
    expect(await sent(campaign)).toBe(4)
  })
})
