import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals'
import type { Tx } from '../../../src/db/client.ts'
import { writeOutCalls } from '../../../src/db/open-call-queries.ts'
import { putBack } from '../../../src/domain/message.ts'
import { unsubscribeContact } from '../../../src/operations/contact/unsubscribe.ts'
import { type TestDatabase, testDatabase } from '../../support/database.ts'
import { until } from '../../support/until.ts'
import { dueCampaign, ledgerRig, standing } from './ledger-rig.ts'
import { claimCall, clear, hearOf, mailsOf, settleCall, settleIn, taken } from './open-call-rig.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await testDatabase()
})
afterAll(() => database.stop())
afterEach(() => clear(database.db))

/** A call with the mails of so many people. */
async function open(people: number) {
  const rig = ledgerRig(database.db)
  const campaign = await dueCampaign(database.db, people)
  return { rig, campaign, ...(await claimCall(rig)) }
}

/** Does `first`, begins `second` and lets it wait for that, and commits. Returns how `second` ended. */
async function whileHeld<T>(first: (tx: Tx) => Promise<unknown>, second: () => Promise<T>): Promise<T> {
  const { db } = database
  const { waiting } = await db.$transaction(async (tx) => {
    await first(tx)
    const begun = second()
    begun.catch(() => undefined)
    await until('the second to wait', async () => {
      const rows = await db.$queryRaw<object[]>`
        SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`
      return rows.length > 0
    })
    return { waiting: begun }
  })
  return waiting
}

describe('what becomes of a call at the very moment', () => {
  it('its people are stopped: what was to go back in line is left out', async () => {
    const { rig, campaign, attempt, ids } = await open(3)
    const stop = (tx: Tx) =>
      tx.enrollment.updateMany({
        where: { campaignId: campaign.id },
        data: { status: 'stopped', reason: 'cancelled', nextAt: null },
      })
    const settlements = ids.map((id) => putBack(id, 'refused'))
    await whileHeld(stop, () => settleCall(rig, attempt, settlements))
    expect(await standing(database.db, campaign)).toMatchObject({ skipped: 3 })
    for (const mail of await mailsOf(database.db, campaign))
      expect(mail).toMatchObject({ state: 'skipped', reason: 'cancelled', attempts: 0 })
  })

  it.each(['settled', 'written out'] as const)(
    'one of its people is erased and the call is %s',
    async (how) => {
      const { rig, campaign, attempt, ids } = await open(3)
      const { db } = database
      const erase = (tx: Tx) => tx.contact.delete({ where: { id: campaign.people[1]?.id ?? '' } })
      const settle = () => settleCall(rig, attempt, ids.map(taken))
      await whileHeld(erase, async () => (how === 'settled' ? settle() : writeOutCalls(db, [attempt])))
      if (how === 'written out') await settle()
      expect(await standing(db, campaign)).toMatchObject({ audience: 2, sent: 2 })
    },
  )

  it('the call is written out: the answer settles the rows that it finds then', async () => {
    const { rig, campaign, attempt, ids } = await open(3)
    const settle = () => settleCall(rig, attempt, ids.map(taken))
    const result = await whileHeld((tx) => writeOutCalls(tx, [attempt]), settle)
    expect(result).toMatchObject({ changed: 3, campaignIds: [campaign.id] })
    expect(await standing(database.db, campaign)).toMatchObject({ sent: 3 })
  })

  it('the call is settled: whoever was to write it out finds nothing to do', async () => {
    const { rig, campaign, attempt, ids } = await open(3)
    const { db } = database
    const settlements = ids.map(taken)
    await whileHeld(
      (tx) => settleIn(tx, { rig, attempt, settlements }),
      () => writeOutCalls(db, [attempt]),
    )
    expect(await standing(db, campaign)).toMatchObject({ sent: 3 })
    expect(await mailsOf(db, campaign)).toHaveLength(3)
  })

  it('everybody comes at once: the answer, webhooks, links, and who looks for lost calls', async () => {
    const { db } = database
    for (const round of [1, 2, 3, 4]) {
      const { rig, campaign, attempt, ids } = await open(24)
      const links = ids.slice(0, 4).map((token) => () => unsubscribeContact(rig.deps, { token }))
      const told = ids.slice(2, 12).map((sendid) => () => hearOf(rig, [{ sendid, attempt }]))
      const settle = () => settleCall(rig, attempt, ids.map(taken))
      const writeOut = () => writeOutCalls(db, [attempt])
      const all: (() => Promise<unknown>)[] = [writeOut, ...links, settle, ...told, writeOut]
      const ends = await Promise.allSettled((round % 2 === 0 ? all : all.toReversed()).map((act) => act()))
      expect(ends.flatMap((end) => (end.status === 'rejected' ? [String(end.reason)] : []))).toEqual([])
      expect(await standing(db, campaign)).toMatchObject({
        audience: 24,
        sent: 24,
        delivered: 10,
        unsubscribed: 4,
      })
      expect(await mailsOf(db, campaign)).toHaveLength(24)
      expect(await db.openCall.count()).toBe(0)
      expect(rig.lines.filter(({ level }) => level !== 'info')).toEqual([])
    }
  })
})
