import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { type TestDatabase, testDatabase } from '../../support/database.ts'
import { turnRig } from './turn-rig.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await testDatabase()
})
afterAll(() => database.stop())

describe('somebody who was in a campaign before', () => {
  it.each([
    ['is not enrolled again', 'never', 1],
    ['is enrolled again after its end where the campaign allows it', 'after-end', 2],
  ] as const)('%s', async (_, reentry, enrollments) => {
    const rig = turnRig(database.db)
    const [before = '', fresh = ''] = await rig.people(2)
    const id = await rig.launched([before], { reentry })
    await database.db.enrollment.updateMany({
      where: { campaignId: id },
      data: { status: 'completed', stepId: null },
    })
    const { importId } = await database.db.campaign.update({ where: { id }, data: { status: 'draft' } })
    await database.db.importContact.create({ data: { importId, contactId: fresh } })
    await rig.launch(id)
    expect(await database.db.enrollment.count({ where: { campaignId: id, contactId: before } })).toBe(
      enrollments,
    )
    expect(await database.db.enrollment.count({ where: { campaignId: id, contactId: fresh } })).toBe(1)
  })
})
