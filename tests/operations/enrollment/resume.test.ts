import { afterAll, beforeAll, expect, it } from '@jest/globals'
import { applySignals } from '../../../src/db/signal-queries.ts'
import { defaultPlan } from '../../../src/domain/plan-defaults.ts'
import { resumeEnrollment } from '../../../src/operations/enrollment/resume.ts'
import { type TestDatabase, testDatabase } from '../../support/database.ts'
import { admin } from '../../support/rows.ts'
import { turnRig } from './turn-rig.ts'

const day = 24 * 3_600_000
const by = { actor: admin, origin: 'slack' } as const
const { rules } = defaultPlan([], 'UTC')

let database: TestDatabase
beforeAll(async () => {
  database = await testDatabase()
})
afterAll(() => database.stop())

/** Somebody who answered the first mail of a campaign that pauses whoever does. */
async function answered() {
  const rig = turnRig(database.db)
  const [contactId = ''] = await rig.people(1)
  const campaignId = await rig.launched([contactId], { rules: { ...rules, reply: 'pause' } })
  await rig.send()
  const { id: enrollmentId } = await rig.enrollment(campaignId, contactId)
  await applySignals(database.db, [{ enrollmentId, signal: 'reply', note: '' }], rig.deps.clock.now())
  const sent = () => database.db.message.count({ where: { campaignId, state: 'sent' } })
  return { rig, campaignId, contactId, enrollmentId, sent }
}

it('somebody who is paused because they answered goes on when a person says so, and not before', async () => {
  const { rig, campaignId, contactId, enrollmentId, sent } = await answered()
  rig.pass(9 * day)
  await rig.wake()
  await rig.send()
  expect(await sent()).toBe(1)
  await resumeEnrollment(rig.deps, { enrollmentId, ...by })
  await rig.wake()
  await rig.send()
  expect(await sent()).toBe(2)
  expect(await rig.enrollment(campaignId, contactId)).toMatchObject({ status: 'completed' })
  expect(await database.db.auditEntry.count({ where: { subjectId: enrollmentId, action: 'resumed' } })).toBe(
    1,
  )
  await expect(resumeEnrollment(rig.deps, { enrollmentId, ...by })).rejects.toThrow(/is finished|not paused/)
})

it('only who may decide about a campaign lets its people go on, and nobody out of turn', async () => {
  const { rig, contactId, enrollmentId } = await answered()
  const stranger = { ...admin, slackUserId: 'U0STRANGER', slackAdmin: false }
  const asked = { enrollmentId, actor: stranger, origin: 'slack' } as const
  await expect(resumeEnrollment(rig.deps, asked)).rejects.toThrow(/Only Mara/)
  const second = await rig.launched([contactId], { priority: 3 })
  const { id } = await rig.enrollment(second, contactId)
  await expect(resumeEnrollment(rig.deps, { enrollmentId: id, ...by })).rejects.toThrow(/another campaign/)
})
