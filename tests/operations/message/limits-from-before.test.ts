import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals'
import { launchScheduled } from '../../../src/operations/campaign/launch-scheduled.ts'
import { scheduleCampaign } from '../../../src/operations/campaign/schedule.ts'
import { type TestDatabase, testDatabase } from '../../support/database.ts'
import { after, plannedStep, planOf } from '../../support/plans.ts'
import { day, hour, launched, minute } from '../campaign/control-rig.ts'
import { edit } from '../campaign/edit-rig.ts'
import { countedOf, limited, one, senderRig, sentOf } from './sender-rig.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await testDatabase()
})
afterAll(() => database.stop())
afterEach(() => database.db.campaign.updateMany({ data: { status: 'cancelled' } }))

const two = plannedStep('Two', { wait: after(1, 'hours') })
const sent = (...campaigns: { id: string }[]) => sentOf(database.db, ...campaigns)

describe('a limit that is set under way', () => {
  it('on the campaign knows what it sent before', async () => {
    const campaign = await launched(database.db, planOf([one, two]), { people: 10 })
    const { rig } = campaign
    await rig.send()
    rig.pass(minute)
    await edit(campaign, [one, two], limited({ perCampaignDay: 10 }))
    rig.pass(hour + minute)
    await rig.send()
    expect(await sent(campaign)).toBe(10)
    rig.pass(day)
    await rig.send()
    expect(await sent(campaign)).toBe(20)
  })

  it('and was set before, and lifted, knows what went out in between', async () => {
    const steps = [one, two, plannedStep('Three', { wait: after(1, 'hours') })]
    const campaign = await launched(database.db, planOf(steps, limited({ perCampaignDay: 12 })), {
      people: 10,
    })
    const { rig } = campaign
    await rig.send()
    await edit(campaign, steps, limited({}))
    rig.pass(hour + minute)
    await rig.send()
    await edit(campaign, steps, limited({ perCampaignDay: 24 }))
    rig.pass(hour + minute)
    await rig.send()
    expect(await sent(campaign)).toBe(24)
  })

  it('on domains knows what each of them got before', async () => {
    const soon = plannedStep('Soon', { wait: after(10, 'minutes') })
    const campaign = await launched(database.db, planOf([one, soon]), { people: 4 })
    const { rig } = campaign
    await rig.send()
    await edit(campaign, [one, soon], limited({ perDomainHour: 5 }))
    rig.pass(11 * minute)
    await rig.send()
    expect(await sent(campaign)).toBe(5)
    rig.pass(2 * hour)
    await rig.send()
    expect(await sent(campaign)).toBe(8)
  })

  it('on the sender knows what all of its campaigns sent, and counts no mail twice', async () => {
    const rig = senderRig(database.db)
    const campaign = await launched(database.db, planOf([one, two]), { people: 3 })
    const senderEmail = rig.sender.toUpperCase()
    await database.db.campaign.update({ where: { id: campaign.id }, data: { senderEmail } })
    const other = await rig.launch({}, 4)
    await campaign.rig.send()
    for (const most of [9, 8]) await edit(campaign, [one, two], limited({ perSenderDay: most }))
    expect(await countedOf(database.db, rig.sender)).toBe(7)
    campaign.rig.pass(hour + minute)
    await campaign.rig.send()
    expect(await sent(campaign, other)).toBe(8)
  })
})

describe('a launch that limits its sender', () => {
  it('knows what the sender sent without a limit that day', async () => {
    const rig = senderRig(database.db)
    const free = await rig.launch({}, 10)
    await rig.send()
    rig.pass(minute)
    const capped = await rig.launch({ perSenderDay: 12 }, 10)
    await rig.send()
    expect(await sent(free, capped)).toBe(12)
    rig.pass(day + hour)
    await rig.send()
    expect(await sent(free, capped)).toBe(20)
  })

  it('at its time, as scheduled, knows it too', async () => {
    const rig = senderRig(database.db)
    const free = await rig.launch({}, 10)
    await rig.send()
    const capped = await rig.draft({ perSenderDay: 5 }, 10)
    const startsAt = new Date(rig.now().getTime() + hour)
    await scheduleCampaign(rig.deps, { ...capped.as, startsAt })
    rig.pass(hour)
    await launchScheduled(rig.deps, { campaignId: capped.id })
    await rig.send()
    expect(await sent(free, capped)).toBe(10)
  })

  it('does not know what was sent more than a day before', async () => {
    const rig = senderRig(database.db)
    const free = await rig.launch({}, 10)
    await rig.send()
    rig.pass(day + hour)
    const capped = await rig.launch({ perSenderDay: 5 }, 10)
    await rig.send()
    expect(await sent(free, capped)).toBe(15)
  })
})
