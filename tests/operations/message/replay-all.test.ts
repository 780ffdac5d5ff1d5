import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals'
import { wakeEnrollments } from '../../../src/operations/enrollment/wake.ts'
import { discardAllMails } from '../../../src/operations/message/discard-all.ts'
import { listProblems } from '../../../src/operations/message/list-problems.ts'
import { noteReplayed } from '../../../src/operations/message/note-replayed.ts'
import { replayAllMails } from '../../../src/operations/message/replay-all.ts'
import { replayMails } from '../../../src/operations/message/replay-mails.ts'
import { type TestDatabase, testDatabase } from '../../support/database.ts'
import { fakeChat } from '../../support/fakes.ts'
import { admin } from '../../support/rows.ts'
import { day, mailsGot } from '../campaign/control-rig.ts'
import { never } from './ledger-rig.ts'
import { by, type LostTwice, lostTwice } from './replay-rig.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await testDatabase()
})
afterAll(() => database.stop())
afterEach(async () => {
  await database.db.campaign.updateMany({ data: { status: 'cancelled' } })
  await database.db.message.updateMany({ where: { state: 'needs_human' }, data: { state: 'skipped' } })
})

async function goOut({ rig }: LostTwice): Promise<void> {
  await wakeEnrollments(rig.deps, {}, never)
  await rig.send()
  rig.pass(day)
  await rig.send()
}

describe('all mails of a campaign, tried again at once', () => {
  it('are asked about once for each call, go out once more, and their sequences go on', async () => {
    const campaign = await lostTwice(database.db, 5)
    const replayId = await campaign.decide(5)
    expect(campaign.rig.recorded.map(({ job }) => job)).toContain('replay-mails')
    await campaign.runJob(replayId)
    expect(campaign.rig.office.asked).toHaveLength(3)
    expect(await campaign.counts(replayId)).toEqual({ mails: 5, inLine: 5, wasSent: 0, waiting: 0 })
    await goOut(campaign)
    expect(await mailsGot(database.db, campaign)).toEqual({ 'One, Two': 5 })
    expect(new Set(campaign.rig.office.copies.values())).toEqual(new Set([1]))
  })

  it('count as sent where the provider has them after all, and wait on where it cannot be asked', async () => {
    const campaign = await lostTwice(database.db, 6)
    const attempts = [...new Set(campaign.waiting.map(({ attempt }) => attempt ?? ''))].toSorted()
    const [first, second] = attempts
    const found = campaign.waiting.filter(({ attempt }) => attempt === first)
    Object.assign(campaign.rig.deps.email, {
      findByAttempt: (asked: string) => {
        if (asked === second) return Promise.reject(new Error('503'))
        return Promise.resolve(
          asked === first ? found.map(({ id }) => ({ sendid: id, providerMessageId: `pm-${id}` })) : [],
        )
      },
    })
    const replayId = await campaign.decide()
    await campaign.runJob(replayId)
    expect(await campaign.counts(replayId)).toEqual({ mails: 6, inLine: 2, wasSent: 2, waiting: 2 })
    await goOut(campaign)
    const { copies } = campaign.rig.office
    expect(found.filter(({ id }) => copies.has(id))).toEqual([])
    expect(await mailsGot(database.db, campaign)).toEqual({ 'One, Two': 4, '': 2 })
  })

  it('wait on, all of them, when the provider fails three times in a row', async () => {
    const campaign = await lostTwice(database.db, 10)
    let asked = 0
    Object.assign(campaign.rig.deps.email, {
      findByAttempt: () => {
        asked += 1
        return Promise.reject(new Error('503'))
      },
    })
    const replayId = await campaign.decide()
    await campaign.runJob(replayId)
    expect(asked).toBe(3)
    expect(await campaign.counts(replayId)).toEqual({ mails: 10, inLine: 0, wasSent: 0, waiting: 10 })
    expect((await listProblems(campaign.rig.deps)).total.messages).toBe(10)
  })

  it('are gone through in runs, which go on where the last one was cut off', async () => {
    const campaign = await lostTwice(database.db, 44)
    const replayId = await campaign.decide()
    const ended = new AbortController()
    const { findByAttempt } = campaign.rig.office
    Object.assign(campaign.rig.deps.email, {
      findByAttempt: (attempt: string, stream: 'broadcast') => {
        ended.abort()
        return findByAttempt(attempt, stream)
      },
    })
    await replayMails(campaign.rig.deps, { replayId }, ended.signal)
    expect((await campaign.replayOf(replayId)).inLine).toBe(2)
    expect(campaign.rig.recorded.filter(({ job }) => job === 'replay-mails')).toHaveLength(2)
    expect(await campaign.runJob(replayId)).toBe(2)
    expect(campaign.rig.office.asked).toHaveLength(22)
    expect(await campaign.counts(replayId)).toEqual({ mails: 44, inLine: 44, wasSent: 0, waiting: 0 })
  })

  it('are settled once by two runs of the job at a time', async () => {
    const campaign = await lostTwice(database.db, 2)
    const replayId = await campaign.decide()
    await Promise.allSettled([
      replayMails(campaign.rig.deps, { replayId }, never),
      replayMails(campaign.rig.deps, { replayId }, never),
    ])
    await campaign.runJob(replayId)
    expect(await campaign.counts(replayId)).toEqual({ mails: 2, inLine: 2, wasSent: 0, waiting: 0 })
    const { id: subjectId = '' } = campaign.waiting[0] ?? {}
    expect(await database.db.auditEntry.count({ where: { subjectId, action: 'replayed' } })).toBe(1)
  })

  it('go out no more once the campaign is cancelled meanwhile, nor to whoever has left it', async () => {
    const left = await lostTwice(database.db, 2)
    const [first] = left.waiting
    await database.db.enrollment.update({
      where: { id: first?.enrollmentId ?? '' },
      data: { reason: 'unsubscribed' },
    })
    const one = await left.decide()
    await left.runJob(one)
    expect(await left.counts(one)).toEqual({ mails: 2, inLine: 1, wasSent: 0, waiting: 1 })

    const campaign = await lostTwice(database.db, 4)
    const replayId = await campaign.decide()
    await database.db.campaign.update({ where: { id: campaign.id }, data: { status: 'cancelled' } })
    await campaign.runJob(replayId)
    expect(await campaign.counts(replayId)).toEqual({ mails: 4, inLine: 0, wasSent: 0, waiting: 4 })
    await expect(campaign.decide()).rejects.toThrow(/was cancelled/)
  })
})

describe('a decision to try all mails of a campaign again', () => {
  it('counts only from who may decide, with the number they saw, and once at a time', async () => {
    const campaign = await lostTwice(database.db, 3)
    const ask = (more: object) =>
      replayAllMails(campaign.rig.deps, { campaignId: campaign.id, expected: 3, ...by, ...more })
    await expect(ask({ expected: 2 })).rejects.toThrow('There were 2, and now there are 3.')
    const stranger = { ...admin, slackUserId: 'U0OTHER', slackAdmin: false }
    await expect(ask({ actor: stranger })).rejects.toThrow(/Only Mara/)
    await ask({})
    await expect(ask({})).rejects.toThrow(/being tried again already/)
  })

  it('over all campaigns counts only the mails of those that were not cancelled', async () => {
    const over = await lostTwice(database.db, 2)
    const { rig } = await lostTwice(database.db, 3)
    await database.db.campaign.update({ where: { id: over.id }, data: { status: 'cancelled' } })
    const all = await replayAllMails(rig.deps, { campaignId: null, expected: 5, ...by })
    expect(all).toEqual({ mails: 3, replayIds: [expect.any(String)] })
  })

  it('lets those wait on that the provider has forgotten', async () => {
    const campaign = await lostTwice(database.db, 2)
    campaign.rig.pass(41 * day)
    const replayId = await campaign.decide()
    await campaign.runJob(replayId)
    expect(campaign.rig.office.asked).toEqual([])
    expect(await campaign.counts(replayId)).toEqual({ mails: 2, inLine: 0, wasSent: 0, waiting: 2 })
  })

  it('is summed up in the audit trail and in the thread of the card', async () => {
    const campaign = await lostTwice(database.db, 3)
    const replayId = await campaign.decide()
    await campaign.runJob(replayId)
    expect(campaign.rig.recorded.map(({ job }) => job)).toContain('note-replayed')
    const entries = await database.db.auditEntry.findMany({
      where: { subjectId: campaign.id, action: { in: ['replay-began', 'replayed'] } },
      orderBy: { id: 'asc' },
    })
    const counts = { inLine: 3, wasSent: 0, waiting: 0 }
    expect(entries.map(({ detail }) => detail)).toEqual([
      { replay: replayId, mails: 3 },
      { replay: replayId, mails: 3, ...counts },
    ])
    expect(new Set(entries.map(({ actor }) => actor)).size).toBe(1)
    const chat = fakeChat()
    await expect(noteReplayed({ db: database.db, chat }, { replayId })).rejects.toThrow(/not posted yet/)
    await database.db.campaign.update({ where: { id: campaign.id }, data: { cardTs: '1.0' } })
    await noteReplayed({ db: database.db, chat }, { replayId })
    expect(chat.calls.map(({ args }) => args)).toEqual([
      [
        { channelId: 'C1', ts: '1.0' },
        {
          kind: 'mails-replayed',
          slackUserId: admin.slackUserId,
          campaignId: campaign.id,
          name: 'Spring launch',
          ...counts,
        },
      ],
    ])
  })
})

it('all mails of a campaign, left as they are, count as skipped, with an entry for each and the sum', async () => {
  const campaign = await lostTwice(database.db, 3)
  const leave = (expected: number) =>
    discardAllMails(campaign.rig.deps, { campaignId: campaign.id, expected, ...by })
  await expect(leave(2)).rejects.toThrow('There were 2, and now there are 3.')
  expect(await leave(3)).toEqual({ discarded: 3 })
  await expect(leave(3)).rejects.toThrow(/settled meanwhile/)
  const ids = campaign.waiting.map(({ id }) => id)
  const rows = await database.db.message.findMany({ where: { id: { in: ids } } })
  expect(new Set(rows.map(({ state, reason }) => `${state}: ${reason}`))).toEqual(
    new Set(['skipped: discarded by a person']),
  )
  expect(await database.db.auditEntry.count({ where: { subjectId: { in: ids }, action: 'discarded' } })).toBe(
    3,
  )
  const sum = await database.db.auditEntry.findFirstOrThrow({
    where: { subjectId: campaign.id, action: 'discarded' },
  })
  expect(sum.detail).toEqual({ mails: 3 })
})
