import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { people } from '../../sandbox/demo/workspace-seed.ts'
import type { ToldCampaign } from '../support/story.ts'
import { until } from '../support/until.ts'
import { type ClockRig, launchedSequence, startClockRig, untilKnown } from './clock-rig.ts'

const dayMs = 86_400_000

let rig: ClockRig
beforeAll(async () => {
  rig = await startClockRig()
  await untilKnown(rig)
})
afterAll(() => rig?.stop())

/** When somebody was sent their mails, oldest first, in milliseconds. */
const timesOf = (address = ''): number[] =>
  rig.postmark.inbox
    .list({ to: address })
    .map(({ acceptedAt }) => acceptedAt)
    .toReversed()

/** Waits until everybody has so many mails and Baton knows it. */
async function sent({ id, addresses }: ToldCampaign, mails: number): Promise<void> {
  const inLedger = () => rig.database.db.message.count({ where: { campaignId: id, state: 'sent' } })
  await until(`${mails} mails for everybody`, async () => (await inLedger()) === mails * addresses.length)
}

describe('the clock of the page', () => {
  it('says what is due next, jumps there, and the second mail arrives two days later', async () => {
    const campaign = await launchedSequence(rig, [2])
    await sent(campaign, 1)
    const tab = await rig.open('inbox')
    await tab.locator('.top-button', { has: tab.locator('time') }).click()
    const panel = tab.getByRole('dialog', { name: 'Clock' })
    await panel.getByText(`Step 2 of “${campaign.name}” for 3 people`).waitFor()
    await panel.getByText('in 2 days').waitFor()
    await panel.getByRole('button', { name: 'Jump to the next due moment' }).click()
    await panel.getByText('Arrived. Everything due has been done.').waitFor()
    await panel.getByText('Time was moved 2 days ahead of this machine’s clock').waitFor()
    await tab.getByRole('banner').getByText('+ 2 days').waitFor()
    await tab.keyboard.press('Escape')
    await tab.getByRole('option', { name: /Mail 2 for Ada1/ }).waitFor()
    const [first = 0, second = 0] = timesOf(campaign.addresses[0])
    expect(Math.round((second - first) / dayMs)).toBe(2)
    expect(rig.troubles).toEqual([])
  })

  it('lets a week go by day by day: every mail goes out on its own day', async () => {
    const campaign = await launchedSequence(rig, [1, 3])
    await sent(campaign, 1)
    const answer = await rig.post('/api/clock/jump', { ms: 7 * dayMs })
    expect(answer.body).toContain('Arrived. Everything due has been done.')
    await sent(campaign, 3)
    const [first = 0, second = 0, third = 0] = timesOf(campaign.addresses[1])
    expect([second - first, third - second].map((ms) => Math.round(ms / dayMs))).toEqual([1, 3])
    const where = { id: campaign.id }
    const { createdAt, finishedAt } = await rig.database.db.campaign.findUniqueOrThrow({ where })
    expect(first - createdAt.getTime()).toBeLessThan(dayMs)
    expect(Math.round(((finishedAt?.getTime() ?? 0) - first) / dayMs)).toBe(4)
  })

  it('wakes who is paused when their pause is over', async () => {
    const campaign = await launchedSequence(rig, [1])
    await sent(campaign, 1)
    const where = { campaignId: campaign.id }
    const resumeAt = new Date((await rig.baton.clock.look()).now + 5 * dayMs)
    await rig.database.db.enrollment.updateMany({ where, data: { status: 'paused', resumeAt } })
    await rig.post('/api/clock/jump', { to: 'next' })
    await sent(campaign, 2)
    const [first = 0, second = 0] = timesOf(campaign.addresses[2])
    expect(Math.round((second - first) / dayMs)).toBe(5)
  })

  it('is still understood by Slack, after all those days', async () => {
    const maya = rig.slack.person(people.maya)
    expect(await maya.slash('#campaigns', '/campaign new')).toMatchObject({ kind: 'acknowledged' })
    await rig.slack.waitForModal({ user: maya.id })
    await maya.close('all')
  })

  it('never goes back, and says when there is nothing to jump to', async () => {
    for (const ms of [-1, 0, 1.5, 400 * dayMs]) {
      const { status, body } = await rig.post('/api/clock/jump', { ms })
      expect([status, body]).toEqual([400, expect.stringContaining('Time goes ahead only')])
    }
    const { status, body } = await rig.post('/api/clock/jump', { to: 'next' })
    expect([status, body]).toEqual([422, expect.stringContaining('Nothing is due')])
  })
})

describe('a fault that was ordered on the page', () => {
  it('strikes once, and a jump shows how Baton finds out: everybody gets one mail, whatever became of the call', async () => {
    const tab = await rig.open('workspace')
    await tab.getByRole('button', { name: 'Faults' }).click()
    const faults = tab.getByRole('dialog', { name: 'Faults' })
    await faults.getByRole('radio', { name: /Answer lost/ }).click()
    await faults.getByRole('button', { name: 'Order it' }).click()
    await faults.getByRole('radio', { name: /Server error/ }).click()
    await faults.getByText('finds nothing, and puts the mails back in line').waitFor()
    await faults.getByRole('button', { name: 'Order it' }).click()
    await tab.getByText('2 on order').waitFor()
    await faults.getByRole('button', { name: 'Take back: Postmark, Answer lost' }).click()
    await tab.getByText('1 on order').waitFor()

    const campaign = await launchedSequence(rig, [])
    await faults.getByText('Nothing: everybody answers as they should.').waitFor()
    await tab.keyboard.press('Escape')
    await tab.locator('.top-button', { has: tab.locator('time') }).click()
    const panel = tab.getByRole('dialog', { name: 'Clock' })
    await panel.getByText(`asks Postmark about 3 mails of “${campaign.name}”`).waitFor()
    await panel.getByRole('button', { name: 'Jump to the next due moment' }).click()
    await panel.getByText('Arrived. Everything due has been done.').waitFor()
    await sent(campaign, 1)
    expect(campaign.addresses.map((address) => timesOf(address).length)).toEqual([1, 1, 1])
    expect(rig.troubles).toEqual([])
  })

  it('is counted by the calls that are to fail, in one row when the same is ordered twice', async () => {
    await rig.post('/api/faults', { kind: 'busy', times: 5 })
    await rig.post('/api/faults', { kind: 'busy', times: 5 })
    await rig.post('/api/faults', { kind: 'broken', times: 3 })
    const tab = await rig.open('workspace')
    await tab.getByText('13 on order').waitFor()
    await tab.getByRole('button', { name: 'Faults' }).click()
    const orders = tab.getByRole('dialog', { name: 'Faults' }).getByRole('list', { name: 'On order' })
    await orders.getByText('strikes 10 times').waitFor()
    await orders.getByText('strikes 3 times').waitFor()
    expect(await orders.getByRole('listitem').count()).toBe(2)
    for (const { id } of rig.postmark.faults.waiting())
      await rig.post('/api/faults/take-back', { vendor: 'Postmark', id })
    expect(rig.postmark.faults.waiting()).toEqual([])
  })

  it('is refused in words when it makes no sense', async () => {
    expect(await rig.post('/api/faults', { kind: 'flood', times: 1 })).toMatchObject({ status: 400 })
    const { status, body } = await rig.post('/api/faults', { kind: 'busy', times: 0 })
    expect([status, body]).toEqual([400, expect.stringContaining('A fault strikes 1 to 100 times.')])
    expect(rig.postmark.faults.waiting()).toEqual([])
  })
})
