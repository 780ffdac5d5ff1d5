import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals'
import { sendDueMessages } from '../../../src/operations/message/send-due.ts'
import { type TestDatabase, testDatabase } from '../../support/database.ts'
import { dueCampaign, ledgerRig, never, standing } from './ledger-rig.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await testDatabase()
})
afterAll(() => database.stop())
afterEach(async () => {
  await database.db.campaign.updateMany({ data: { status: 'cancelled' } })
  await database.db.sendHold.deleteMany()
})

const minute = 60_000

describe('a batch in which everybody is suppressed', () => {
  it('sends nothing, is drawn, and ends the campaign', async () => {
    const rig = ledgerRig(database.db, { sendBatch: 2 })
    const campaign = await dueCampaign(database.db, 2)
    await database.db.suppression.createMany({
      data: campaign.people.map(({ email }) => ({
        channel: 'email' as const,
        address: email,
        reason: 'unsubscribed',
        source: 'link',
      })),
    })
    await rig.send()
    const drawn = { job: 'show-campaign', payload: { campaignId: campaign.id }, key: campaign.id }
    // Once for the batch, while others may still be sending, and once for the end.
    expect(rig.recorded).toEqual([drawn, drawn])
    expect(await database.db.campaign.findUnique({ where: { id: campaign.id } })).toMatchObject({
      status: 'completed',
    })
  })
})

describe('a run of a lane', () => {
  const again = { job: 'send-due-messages', payload: { lane: 1 }, key: 'lane-1' }

  it('ends after ten minutes and lets another go on', async () => {
    const rig = ledgerRig(database.db, { sendBatch: 2 })
    const campaign = await dueCampaign(database.db, 6)
    const { sendBatch } = rig.office
    rig.office.sendBatch = (mails) => {
      rig.pass(5 * minute)
      return sendBatch(mails)
    }
    await rig.send()
    expect(await standing(database.db, campaign)).toMatchObject({ sent: 4, waiting: 2 })
    expect(rig.recorded).toContainEqual(again)
    rig.recorded.length = 0
    await rig.send()
    expect(await standing(database.db, campaign)).toMatchObject({ sent: 6 })
    expect(rig.recorded).not.toContainEqual(again)
  })
})

describe('the card while a campaign is sent', () => {
  it.each([
    [2, 'answered', 1],
    [60_000, 'answered', 10],
    [1_000_000, 'answered', 30],
    [1_000_000, 'refused', undefined],
  ] as const)('to %i people, in a call that is %s, is drawn after %s seconds', async (people, fate, pace) => {
    const rig = ledgerRig(database.db)
    const campaign = await dueCampaign(database.db, 1)
    await database.db.import.update({ where: { id: campaign.importId }, data: { rowsAccepted: people } })
    rig.office.fates.push(fate)
    const paces: (number | undefined)[] = []
    const queue: typeof rig.deps.queue = {
      enqueue: (_tx, job, { afterSeconds }) => {
        if (job.name === 'show-campaign') paces.push(afterSeconds)
        return Promise.resolve()
      },
    }
    await sendDueMessages({ ...rig.deps, queue }, { lane: 1 }, never)
    // What ends a campaign is drawn at once.
    expect(paces).toEqual(fate === 'answered' ? [pace, undefined] : [pace])
  })
})
