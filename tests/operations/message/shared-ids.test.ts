import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals'
import type { FoundMail } from '../../../src/domain/found-mails.ts'
import { giveUpSearch } from '../../../src/operations/message/reconcile.ts'
import { replayProblem } from '../../../src/operations/message/replay.ts'
import { type TestDatabase, testDatabase } from '../../support/database.ts'
import { standingAll } from '../campaign/control-rig.ts'
import { by, lostTwice } from './replay-rig.ts'
import { dueCampaign, ledgerRig, standing } from './ledger-rig.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await testDatabase()
})
afterAll(() => database.stop())
afterEach(async () => {
  await database.db.campaign.updateMany({ data: { status: 'cancelled' } })
  await database.db.message.updateMany({ where: { state: 'needs_human' }, data: { state: 'skipped' } })
  await database.db.message.updateMany({ where: { state: 'unknown' }, data: { state: 'skipped' } })
})

/** Three mails that wait for a person, two of one call; the provider shows those two under these ids. */
async function shownAs(...ids: [string, string]) {
  const campaign = await lostTwice(database.db, 3)
  const { waiting, rig } = campaign
  const pair = waiting.filter(({ attempt }) => waiting.filter((m) => m.attempt === attempt).length === 2)
  const shown = pair.map(({ id }, n): FoundMail => ({ sendid: id, providerMessageId: ids[n] ?? '' }))
  Object.assign(rig.deps.email, {
    findByAttempt: (asked: string) => Promise.resolve(asked === pair[0]?.attempt ? shown : []),
  })
  const replay = async (id: string) => replayProblem(rig.deps, { problem: { kind: 'message', id }, ...by })
  return { ...campaign, pair: pair.map(({ id }) => id), replay }
}

describe('an id of the provider that several mails have', () => {
  it('settles none of them when a person has one tried again, and sends none', async () => {
    const { pair, replay, ...campaign } = await shownAs('same', 'same')
    for (const id of pair) await expect(replay(id)).rejects.toThrow(/several mails under one id/)
    expect(await standingAll(database.db, campaign)).toEqual({ needsHuman: 3 })
  })

  it('leaves them waiting when all are tried again, and the others go out', async () => {
    const campaign = await shownAs('same', 'same')
    const replayId = await campaign.decide()
    await campaign.runJob(replayId)
    expect(await campaign.counts(replayId)).toEqual({ mails: 3, inLine: 1, wasSent: 0, waiting: 2 })
  })

  it('is none of theirs where a mail of another call has it already', async () => {
    const other = await dueCampaign(database.db, 1)
    await ledgerRig(database.db).send()
    const { providerMessageId } = await database.db.message.findFirstOrThrow({
      where: { campaignId: other.id },
    })
    const campaign = await shownAs(providerMessageId ?? '', 'its own')
    await expect(campaign.replay(campaign.pair[0] ?? '')).rejects.toThrow(/several mails under one id/)
    const replayId = await campaign.decide()
    await campaign.runJob(replayId)
    expect(await campaign.counts(replayId)).toEqual({ mails: 3, inLine: 1, wasSent: 1, waiting: 1 })
  })

  it('is given up after a day, too, where a mail of another call has it already', async () => {
    const rig = ledgerRig(database.db)
    const other = await dueCampaign(database.db, 1)
    await rig.send()
    const { providerMessageId } = await database.db.message.findFirstOrThrow({
      where: { campaignId: other.id },
    })
    const campaign = await dueCampaign(database.db, 2)
    rig.office.fates.push('answer-lost')
    await rig.send()
    const { findByAttempt } = rig.office
    Object.assign(rig.deps.email, {
      findByAttempt: async (asked: string, stream: 'broadcast') => {
        const [first, ...rest] = await findByAttempt(asked, stream)
        return first ? [{ sendid: first.sendid, providerMessageId }, ...rest] : []
      },
    })
    await rig.reconcileLater()
    expect(await standing(database.db, campaign)).toMatchObject({ sent: 1, unknown: 1 })
    expect(rig.recorded.map(({ job }) => job)).toContain('give-up-search')
    const { attempt } = await database.db.message.findFirstOrThrow({ where: { campaignId: campaign.id } })
    await giveUpSearch(rig.deps, { attempt: attempt ?? '' })
    expect(await standing(database.db, campaign)).toMatchObject({ sent: 1, needsHuman: 1 })
  })
})
