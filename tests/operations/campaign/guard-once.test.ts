import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals'
import { type TestDatabase, testDatabase } from '../../support/database.ts'
import type { ControlledCampaign } from './control-rig.ts'
import { giveUp, record, rowOf, sentTo, tell, times } from './guard-rig.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await testDatabase()
})
afterAll(() => database.stop())
afterEach(() => database.db.campaign.updateMany({ data: { status: 'cancelled' } }))

describe('a mail of which several things are told counts once', () => {
  const pausedAt = async (campaign: ControlledCampaign) => {
    const { status, statusReason } = await rowOf(campaign)
    expect(status).toBe('paused')
    return statusReason
  }

  it('when it was delivered and bounces later', async () => {
    const campaign = await sentTo(database.db, 60)
    await tell(campaign, times(60, 'Delivery'))
    await tell(campaign, times(4, 'HardBounce'))
    expect(await pausedAt(campaign)).toMatch(/4 of 60 mails bounced \(6.67 %\)/)
  })

  it('when its delivery is told only after its bounce', async () => {
    const campaign = await sentTo(database.db, 60)
    await tell(campaign, ['HardBounce'])
    await tell(campaign, times(60, 'Delivery'))
    await tell(campaign, times(3, 'HardBounce'), 1)
    expect(await pausedAt(campaign)).toMatch(/4 of 60 mails bounced/)
  })

  it.each([
    ['delivery first', ['Delivery', 'HardBounce']],
    ['bounce first', ['HardBounce', 'Delivery']],
  ] as const)('when both are told at once, the %s', async (_, kinds) => {
    const campaign = await sentTo(database.db, 60)
    await tell(campaign, times(56, 'Delivery'), 4)
    for (const mail of [0, 1, 2, 3]) await record(campaign, kinds, { mails: [mail, mail] })
    await tell(campaign, [])
    expect(await pausedAt(campaign)).toMatch(/4 of 60 mails bounced/)
  })

  it('when it is told again, at once or later', async () => {
    const campaign = await sentTo(database.db, 60)
    await tell(campaign, times(60, 'Delivery'))
    await tell(campaign, times(60, 'Delivery'))
    await record(campaign, ['HardBounce', 'HardBounce'], { mails: [0, 0] })
    expect(await tell(campaign, ['HardBounce'], 1)).toBe(1)
    expect(await tell(campaign, ['HardBounce'], 1)).toBe(0)
    expect((await rowOf(campaign)).status).toBe('running')
    await tell(campaign, ['HardBounce'], 2)
    expect(await pausedAt(campaign)).toMatch(/3 of 60 mails bounced/)
  })

  it('and so does a complaint', async () => {
    const campaign = await sentTo(database.db, 60)
    await tell(campaign, times(60, 'Delivery'))
    await record(campaign, ['SpamComplaint'], { mails: [0] })
    await tell(campaign, ['SpamComplaint'])
    await tell(campaign, ['SpamComplaint'])
    expect((await rowOf(campaign)).warning).toMatch(/1 of 60 people/)
  })

  it('and a bounce for good after a passing one is a bounce', async () => {
    const campaign = await sentTo(database.db, 60)
    await tell(campaign, [...times(3, 'SoftBounce'), ...times(57, 'Delivery')])
    await tell(campaign, times(3, 'HardBounce'))
    expect(await pausedAt(campaign)).toMatch(/3 of 60 mails bounced/)
  })
  it('even if its address was given up in between because of another mail', async () => {
    const campaign = await sentTo(database.db, 60)
    await tell(campaign, [...times(3, 'SoftBounce'), ...times(57, 'Delivery')])
    await giveUp(database.db, campaign, 3)
    await tell(campaign, times(3, 'HardBounce'))
    expect(await tell(campaign, times(3, 'HardBounce'))).toBe(0)
    expect(await pausedAt(campaign)).toMatch(/3 of 60 mails bounced/)
  })

  it('and one that was delivered in spite of a passing bounce was delivered, whatever became of its address', async () => {
    const campaign = await sentTo(database.db, 50)
    await tell(campaign, times(50, 'SoftBounce'))
    await giveUp(database.db, campaign, 50)
    await tell(campaign, times(50, 'Delivery'))
    await tell(campaign, times(3, 'HardBounce'))
    expect(await pausedAt(campaign)).toMatch(/3 of 50 mails bounced/)
  })
})
