import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import type { Tx } from '../../src/db/client.ts'
import { lockMessages } from '../../src/db/event-queries.ts'
import { findInOtherRuns } from '../../src/db/run-queries.ts'
import { applyMessageSignals } from '../../src/db/signal-queries.ts'
import type { Reaction } from '../../src/domain/plan.ts'
import { defaultPlan } from '../../src/domain/plan-defaults.ts'
import { type TestDatabase, testDatabase } from '../support/database.ts'
import { plannedStep, planOf } from '../support/plans.ts'
import { enroll, insertCampaign, insertContact, insertMessage } from '../support/rows.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await testDatabase()
})
afterAll(() => database.stop())

const now = new Date('2026-11-20T09:00:00Z')
const clicking = (click: Reaction) =>
  planOf([plannedStep('One')], { rules: { ...defaultPlan([], 'UTC').rules, click } })
const enrollmentOf = ({ id }: { id: string }) => database.db.enrollment.findUniqueOrThrow({ where: { id } })

/** Somebody with a mail of each of two runs, the second of which has that rule for clicks. */
async function inTwoRuns(click: Reaction = 'stop') {
  const { db } = database
  const first = await insertCampaign(db, { plan: clicking('continue') })
  const run = await insertCampaign(db, { plan: clicking(click), runOfId: first.id })
  const { id: contactId } = await insertContact(db)
  const enrollments = [
    await enroll(db, { campaign: first, contactId }),
    await enroll(db, { campaign: run, contactId }),
  ] as const
  const [before, second] = enrollments
  const mails = [
    await insertMessage(db, { enrollment: before, state: 'sent' }),
    await insertMessage(db, { enrollment: second, state: 'sent' }),
  ] as const
  return { first, run, enrollments, mails }
}

describe('a click in a mail of an earlier run', () => {
  it.each([
    ['stop', { status: 'stopped', reason: 'clicked in another run' }],
    ['pause', { status: 'paused', reason: 'clicked in another run', resumeAt: null }],
    ['continue', { status: 'active', reason: null }],
  ] as const)(
    'by the rule of the run that somebody is under way in, which says %s',
    async (click, expected) => {
      const { run, enrollments, mails } = await inTwoRuns(click)
      const told = [{ messageId: mails[0].id, signal: 'click' as const }]
      const changed = await database.db.$transaction((tx) => applyMessageSignals(tx, told, now))
      expect(changed).toEqual(click === 'continue' ? [] : [run.id])
      expect(await enrollmentOf(enrollments[1])).toMatchObject(expected)
      expect(await enrollmentOf(enrollments[0])).toMatchObject({ status: 'active', reason: null })
    },
  )

  it('and an absence told at once do what weighs more, whichever is told first', async () => {
    for (const order of [
      ['click', 'out-of-office'],
      ['out-of-office', 'click'],
    ] as const) {
      const { enrollments, mails } = await inTwoRuns()
      const told = order.map((signal) => ({ messageId: mails[0].id, signal }))
      await database.db.$transaction((tx) => applyMessageSignals(tx, told, now))
      expect(await enrollmentOf(enrollments[1])).toMatchObject({ status: 'stopped' })
      expect(await enrollmentOf(enrollments[0])).toMatchObject({ status: 'paused', reason: 'out of office' })
    }
  })
})

/** Who of these is locked by another transaction. */
async function held(enrollments: readonly { id: string }[]): Promise<boolean[]> {
  const ids = enrollments.map(({ id }) => id)
  const free = await database.db.$queryRaw<{ id: string }[]>`
    SELECT id FROM enrollment WHERE id = ANY (${ids}::uuid[]) FOR UPDATE SKIP LOCKED`
  return ids.map((id) => !free.some((each) => each.id === id))
}

it('whom events of mails reach in other runs is locked with whom these were for, in one order, and only for what is a signal', async () => {
  const { enrollments, mails } = await inTwoRuns()
  const named = { ids: [mails[1].id], providerIds: [] }
  const none = { ids: [], providerIds: [] }
  for (const [signalling, expected] of [
    [named, [true, true]],
    [none, [false, true]],
  ] as const) {
    const locked = await database.db.$transaction(async (tx) => {
      await lockMessages(tx, named, signalling)
      return held(enrollments)
    })
    expect(locked).toEqual(expected)
  }
})

describe('signals about people of a large campaign', () => {
  const people = 3_000

  async function looksFor({ withRun }: { withRun: boolean }) {
    const { db } = database
    const first = await insertCampaign(db, { plan: clicking('stop') })
    const run = await insertCampaign(db, withRun ? { runOfId: first.id, plan: clicking('stop') } : {})
    await db.$executeRaw`
      WITH person AS (
        INSERT INTO contact (email)
        SELECT n || ${`@${first.id}.example`} FROM generate_series(1, ${people}) n RETURNING id
      )
      INSERT INTO enrollment (campaign_id, campaign_version_id, contact_id)
      SELECT c.id::uuid, c.version::uuid, p.id FROM person p,
        (VALUES (${first.id}, ${first.versionId}), (${run.id}, ${run.versionId})) AS c(id, version)`
    await db.$executeRawUnsafe('ANALYZE enrollment, campaign')
    const some = await db.enrollment.findMany({ where: { campaignId: first.id }, take: 20 })
    return db.$transaction(async (tx) => {
      const before = await looksOf(tx)
      const found = await findInOtherRuns(
        tx,
        some.map(({ id }) => id),
      )
      const after = await looksOf(tx)
      // The planner itself looks at either end of an index.
      expect(after.ofCampaign - before.ofCampaign).toBeLessThan(20)
      return { people: after.people - before.people, scans: after.scans - before.scans, found: found.length }
    })
  }

  /** What this connection has looked up so far, for some of it is not forgotten with its transaction. */
  async function looksOf(tx: Tx) {
    const [row] = await tx.$queryRaw<{ people: number; ofCampaign: number; scans: number }[]>`
      SELECT pg_stat_get_xact_numscans('enrollment_contact_id_id_key'::regclass)::int AS people,
        pg_stat_get_xact_tuples_returned('enrollment_campaign_id_id_idx'::regclass)::int AS "ofCampaign",
        pg_stat_get_xact_numscans('enrollment'::regclass)::int AS scans`
    if (!row) throw new Error('PostgreSQL counts nothing')
    return row
  }

  it('look at no other enrollment of anybody where there is no other run', async () => {
    expect(await looksFor({ withRun: false })).toEqual({ people: 0, scans: 0, found: 0 })
  })

  it('look up each person in the others where there are some, and never a whole run', async () => {
    expect(await looksFor({ withRun: true })).toEqual({ people: 20, scans: 0, found: 20 })
  })
})
