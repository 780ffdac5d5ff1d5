import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals'
import { randomUUID } from 'node:crypto'
import { giveUpSearch } from '../../../src/operations/message/reconcile.ts'
import { listProblems } from '../../../src/operations/message/list-problems.ts'
import { replayProblem } from '../../../src/operations/message/replay.ts'
import { jobs } from '../../../src/ports/jobs.ts'
import { type TestDatabase, testDatabase } from '../../support/database.ts'
import { admin } from '../../support/rows.ts'
import { dueCampaign, ledgerRig, standing } from './ledger-rig.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await testDatabase()
})
afterAll(() => database.stop())
afterEach(async () => {
  await database.db.campaign.updateMany({ data: { status: 'cancelled' } })
  await database.db.message.updateMany({ data: { state: 'skipped' } })
  await database.db.sendHold.deleteMany()
})

const reason = 'for a day the email provider could not say whether it has this mail'

/** Two people whose mails were taken, of which the provider shows nothing that adds up until it `recovers`. */
async function untold() {
  const rig = ledgerRig(database.db)
  const campaign = await dueCampaign(database.db, 2)
  const { findByAttempt } = rig.office
  rig.office.fates.push('answer-lost')
  await rig.send()
  const { attempt } = await database.db.message.findFirstOrThrow({ where: { campaignId: campaign.id } })
  if (attempt === null) throw new Error('Nothing was sent')
  const shows = (search: typeof findByAttempt) => Object.assign(rig.deps.email, { findByAttempt: search })
  shows(() => Promise.reject(new Error('has 2 and showed 1')))
  const giveUp = () => giveUpSearch(rig.deps, { attempt })
  const recovers = () => shows(findByAttempt)
  return { rig, attempt, shows, giveUp, recovers, stands: () => standing(database.db, campaign) }
}

describe('a call of which the provider cannot say what became of it', () => {
  it('is asked about again for a day from the first failure, and no mail waits for a person before', async () => {
    const { rig, attempt, stands } = await untold()
    const asked: object[] = []
    const { enqueue } = rig.deps.queue
    rig.deps.queue.enqueue = (tx, job, request) => {
      if (job.name === jobs.giveUpSearch.name) asked.push(request)
      return enqueue(tx, job, request)
    }
    await rig.reconcileLater()
    await rig.reconcileLater()
    expect(await stands()).toMatchObject({ unknown: 2 })
    const once = { payload: { attempt }, key: attempt, afterSeconds: 86_400, ifNoneWaits: true }
    expect(asked).toEqual([once, once])
  })

  it('is settled by what the provider shows where that adds up after all, and is not given up', async () => {
    const { rig, giveUp, recovers, stands } = await untold()
    await rig.reconcileLater()
    recovers()
    await giveUp()
    expect(await stands()).toMatchObject({ sent: 2 })
    expect(rig.lines.filter(({ message }) => message.startsWith('A call was given up'))).toEqual([])
    await giveUp()
    expect(await stands()).toMatchObject({ sent: 2 })
  })

  it('waits for a person after that, and a replay asks before it sends', async () => {
    const { rig, giveUp, recovers, stands } = await untold()
    await rig.reconcileLater()
    await giveUp()
    expect(await stands()).toMatchObject({ needsHuman: 2 })
    expect(rig.recorded.map(({ job }) => job)).toContain('note-stuck')
    const { problems } = await listProblems(rig.deps)
    expect(problems).toMatchObject([{ reason }, { reason }])
    recovers()
    for (const problem of problems)
      expect(await replayProblem(rig.deps, { problem, actor: admin, origin: 'slack' })).toEqual({
        kind: 'was-sent',
      })
    expect(await stands()).toMatchObject({ sent: 2 })
    expect([...rig.office.copies.values()]).toEqual([1, 1])
  })

  it('does not keep from settling those of its mails that have an id of their own', async () => {
    const rig = ledgerRig(database.db)
    const campaign = await dueCampaign(database.db, 3)
    const { findByAttempt } = rig.office
    rig.office.fates.push('answer-lost')
    await rig.send()
    const search: typeof findByAttempt = async (attempt, stream) =>
      (await findByAttempt(attempt, stream)).map((mail, n) =>
        n < 2 ? { sendid: mail.sendid, providerMessageId: 'same' } : mail,
      )
    Object.assign(rig.deps.email, { findByAttempt: search })
    await rig.reconcileLater()
    expect(await standing(database.db, campaign)).toMatchObject({ sent: 1, unknown: 2 })
  })

  it('keeps no younger one waiting, however many there are', async () => {
    const { rig, recovers, shows, stands } = await untold()
    recovers()
    const { findByAttempt } = rig.deps.email
    const claimedAt = new Date(rig.deps.clock.now().getTime() - 60_000)
    const stuck: string[] = Array.from({ length: 200 }, () => randomUUID())
    await database.db.message.createMany({
      data: stuck.map((attempt) => ({
        direction: 'outbound',
        purpose: 'test',
        state: 'unknown',
        attempt,
        claimedAt,
        address: 'x@lead.example',
      })),
    })
    shows((attempt, stream) =>
      stuck.includes(attempt) ? Promise.reject(new Error('does not add up')) : findByAttempt(attempt, stream),
    )
    // One in 201 is left out at random, so that it is always the same one is out of the question.
    for (let n = 0; n < 8 && (await stands()).sent < 2; n += 1) await rig.reconcileLater()
    expect(await stands()).toMatchObject({ sent: 2 })
  })
})

describe('a call that could not be settled', () => {
  it('is not given up for a failure of our own database: the job fails, and is run again', async () => {
    const { rig, attempt, giveUp, recovers, stands } = await untold()
    await rig.reconcileLater()
    recovers()
    const error = new Error('connection terminated')
    let failed = 0
    const away = new Proxy(database.db, {
      get: (target, name): unknown => {
        if (name !== '$transaction' || failed > 0) return Reflect.get(target, name)
        failed += 1
        return () => Promise.reject(error)
      },
    })
    await expect(giveUpSearch({ ...rig.deps, db: away }, { attempt })).rejects.toThrow(error)
    await rig.reconcile()
    expect(await stands()).toMatchObject({ sent: 2, needsHuman: 0 })
    await giveUp()
    expect(await stands()).toMatchObject({ sent: 2, needsHuman: 0 })
  })

  it('is put in line to be given up together with all others of the run, and not for a failure of our own', async () => {
    const { rig, recovers } = await untold()
    for (const _ of [1, 2]) {
      await dueCampaign(database.db, 1)
      rig.office.fates.push('answer-lost')
      await rig.send()
    }
    const transactions: unknown[] = []
    const { enqueue } = rig.deps.queue
    rig.deps.queue.enqueue = (tx, job, request) => {
      if (job.name === jobs.giveUpSearch.name) transactions.push(tx)
      return enqueue(tx, job, request)
    }
    await rig.reconcileLater()
    expect(transactions.length).toBe(3)
    expect(new Set(transactions).size).toBe(1)
    recovers()
    rig.deps.queue.enqueue = (tx, job, request) => {
      if (job.name === jobs.giveUpSearch.name) transactions.push(tx)
      return job.name === jobs.showCampaign.name
        ? Promise.reject(new Error('disk full'))
        : enqueue(tx, job, request)
    }
    await rig.reconcile()
    expect(transactions.length).toBe(3)
  })
})
