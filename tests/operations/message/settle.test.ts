import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals'
import { cancelCampaign } from '../../../src/operations/campaign/cancel.ts'
import { resumeCampaign } from '../../../src/operations/campaign/resume.ts'
import { sendDueMessages } from '../../../src/operations/message/send-due.ts'
import { type TestDatabase, testDatabase } from '../../support/database.ts'
import { failingDb } from '../../support/failing-db.ts'
import { admin } from '../../support/rows.ts'
import { until } from '../../support/until.ts'
import { testSettings } from '../../support/settings.ts'
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

const attemptsOf = async ({ id }: { id: string }) =>
  (await database.db.message.findMany({ where: { campaignId: id } })).map(({ attempts }) => attempts)
const minute = 60_000
const byAdmin = (campaignId: string) => ({ campaignId, actor: admin, origin: 'slack' as const })

const failing = (times: number, error: Error) => failingDb(database.db, { times, error })

describe('an attempt', () => {
  it('that was refused does not count: a lost call after many refusals is still tried again', async () => {
    const rig = ledgerRig(database.db)
    const campaign = await dueCampaign(database.db, 2)
    for (let refusal = 0; refusal < 3; refusal += 1) {
      rig.office.fates.push('refused')
      await rig.send()
      expect(await attemptsOf(campaign)).toEqual([0, 0])
      rig.pass(10 * minute)
    }
    rig.office.fates.push('lost')
    await rig.send()
    expect(await attemptsOf(campaign)).toEqual([1, 1])
    await rig.reconcileLater()
    await rig.send()
    expect([...rig.office.copies.values()]).toEqual([1, 1])
    expect(await standing(database.db, campaign)).toMatchObject({ sent: 2 })
  })

  it('that may have arrived still counts after a refusal', async () => {
    const rig = ledgerRig(database.db)
    const campaign = await dueCampaign(database.db, 1)
    for (const fate of ['lost', 'refused', 'lost'] as const) {
      rig.office.fates.push(fate)
      await rig.send()
      await rig.reconcileLater()
    }
    expect(await standing(database.db, campaign)).toMatchObject({ needsHuman: 1 })
  })
})

describe('a batch that is not sent', () => {
  const broken = {
    'whose template cannot be prepared': () => {
      throw new Error('no such part')
    },
    'whose template breaks at a contact': () => () => {
      throw new Error('no such part')
    },
  }

  it.each(Object.entries(broken))(
    '%s goes back in line, and waits there until somebody has mended and resumed its campaign',
    async (_, prepare) => {
      const rig = ledgerRig(database.db)
      const campaign = await dueCampaign(database.db, 3)
      const templates = { ...rig.deps.templates, prepare }
      await sendDueMessages({ ...rig.deps, templates }, { lane: 1 }, never)
      expect(rig.lines).toMatchObject([{ level: 'error', facts: { campaignId: campaign.id } }])
      expect(await standing(database.db, campaign)).toMatchObject({ waiting: 3, sending: 0 })
      expect(await attemptsOf(campaign)).toEqual([0, 0, 0])
      rig.pass(minute)
      await rig.send()
      expect(rig.office.copies.size).toBe(0)
      await resumeCampaign(rig.deps, { campaignId: campaign.id, actor: admin, origin: 'slack' })
      await rig.send()
      expect(await standing(database.db, campaign)).toMatchObject({ sent: 3 })
    },
  )

  it('because writing it took most of its lease goes back in line too', async () => {
    const rig = ledgerRig(database.db)
    const campaign = await dueCampaign(database.db, 2)
    const { prepare } = rig.deps.templates
    const slow: typeof prepare = (template) => {
      rig.pass(testSettings.sendLeaseMs - testSettings.sendTimeoutMs + 1)
      return prepare(template)
    }
    const templates = { ...rig.deps.templates, prepare: slow }
    await sendDueMessages({ ...rig.deps, templates }, { lane: 1 }, never)
    expect(rig.office.copies.size).toBe(0)
    expect(await standing(database.db, campaign)).toMatchObject({ waiting: 2 })
    expect(await attemptsOf(campaign)).toEqual([0, 0])
  })
})

describe('what became of a batch', () => {
  it.each(['deadlock detected (40P01)', 'the database system is shutting down (57P03)'])(
    'is written down although the database fails for a while: %s',
    async (words) => {
      const rig = ledgerRig(database.db)
      const campaign = await dueCampaign(database.db, 2)
      await sendDueMessages({ ...rig.deps, db: failing(3, new Error(words)) }, { lane: 1 }, never)
      expect(await standing(database.db, campaign)).toMatchObject({ sent: 2 })
      expect([...rig.office.copies.values()]).toEqual([1, 1])
      expect(rig.lines.filter(({ level }) => level === 'warn')).toHaveLength(3)
    },
  )

  it('is left to the reconciler when the lease has ended and the database still fails', async () => {
    const rig = ledgerRig(database.db)
    const campaign = await dueCampaign(database.db, 2)
    const { sendBatch } = rig.office
    const email = {
      ...rig.office,
      sendBatch: (mails: Parameters<typeof sendBatch>[0]) => {
        rig.pass(testSettings.sendLeaseMs)
        return sendBatch(mails)
      },
    }
    const db = failing(1, new Error('away'))
    await expect(sendDueMessages({ ...rig.deps, db, email }, { lane: 1 }, never)).rejects.toThrow('away')
    expect(await standing(database.db, campaign)).toMatchObject({ sending: 2 })
    await rig.reconcileLater()
    expect(await standing(database.db, campaign)).toMatchObject({ sent: 2 })
    expect([...rig.office.copies.values()]).toEqual([1, 1])
  })

  const waiting = async () => {
    const [row] = await database.db.$queryRaw<{ count: number }[]>`
      SELECT count(*)::int AS count FROM pg_stat_activity
      WHERE datname = current_database() AND wait_event_type = 'Lock'`
    return row?.count ?? 0
  }

  it('and a cancel at the same moment do not wait for each other when the sender is refused', async () => {
    const rig = ledgerRig(database.db)
    const campaign = await dueCampaign(database.db, 3)
    const [, , last] = await database.db.enrollment.findMany({
      where: { campaignId: campaign.id },
      orderBy: { id: 'asc' },
    })
    const released = Promise.withResolvers<void>()
    const held = Promise.withResolvers<void>()
    // Somebody else holds one person of the batch from the moment of the call, so that its settling has to wait.
    rig.office.sendBatch = async () => {
      const holding = database.db.$transaction(async (tx) => {
        await tx.$queryRaw`SELECT id FROM enrollment WHERE id = ${last?.id}::uuid FOR UPDATE`
        held.resolve()
        await released.promise
      })
      holding.catch(held.reject)
      await held.promise
      return { kind: 'sender-refused', reason: 'not confirmed' }
    }
    const sending = rig.send()
    await until('the batch to wait', async () => (await waiting()) === 1)
    const cancelling = cancelCampaign(rig.deps, byAdmin(campaign.id))
    await until('the cancel to wait', async () => (await waiting()) === 2)
    released.resolve()
    expect(await Promise.allSettled([sending, cancelling])).toMatchObject([
      { status: 'fulfilled' },
      { status: 'fulfilled' },
    ])
    expect(rig.lines).toEqual([])
    expect(await standing(database.db, campaign)).toMatchObject({ skipped: 3 })
  })
})
