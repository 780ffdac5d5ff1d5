import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { type TestDatabase, testDatabase } from '../../support/database.ts'
import { replyRig, writtenTo } from './reply-rig.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await testDatabase()
})
afterAll(() => database.stop())

const enrollmentOf = ({ enrollment: { id } }: { enrollment: { id: string } }) =>
  database.db.enrollment.findUniqueOrThrow({ where: { id } })

describe('filing a reply', () => {
  it('happens once, however many file it at once', async () => {
    const rig = replyRig(database.db)
    const person = await writtenTo(database.db)
    const delivery = await rig.arrives(person)
    await Promise.allSettled(Array.from({ length: 8 }, () => rig.record(delivery)))
    await rig.record(delivery)
    expect(await database.db.reply.count({ where: { contactId: person.contact.id } })).toBe(1)
    expect(rig.recorded.filter(({ job }) => job === 'assess-reply').length).toBeGreaterThanOrEqual(1)
    expect(await enrollmentOf(person)).toMatchObject({ status: 'replied', nextAt: null })
  })

  it.each([
    ['out of office', { subject: 'Out of office' }, ['paused', []]],
    ['a wish to leave', { text: 'unsubscribe' }, ['stopped', ['unsubscribed']]],
    ['a delivery report', { from: 'mailer-daemon@mx.example' }, ['stopped', []]],
    ['an automatic answer', { headers: { 'auto-submitted': 'auto-replied' } }, ['active', []]],
  ] as const)('of %s asks no model', async (_, given, [status, suppressed]) => {
    const rig = replyRig(database.db)
    const person = await writtenTo(database.db)
    await rig.files(person, given)
    expect(await enrollmentOf(person)).toMatchObject({ status })
    const rows = await database.db.suppression.findMany({ where: { address: person.contact.email } })
    expect(rows.map(({ reason }) => reason)).toEqual(suppressed)
    expect(rig.recorded.map(({ job }) => job)).not.toContain('assess-reply')
  })

  it('with a From line that proves nothing is kept, and does nothing', async () => {
    const rig = replyRig(database.db)
    const person = await writtenTo(database.db)
    expect(await rig.files(person, { token: '', text: 'unsubscribe' })).toMatchObject({
      matchedBy: 'address',
    })
    expect(await enrollmentOf(person)).toMatchObject({ status: 'active' })
    expect(await database.db.suppression.count({ where: { address: person.contact.email } })).toBe(0)
    expect(rig.recorded).toEqual([])
  })

  it('that nobody can read is put away', async () => {
    const rig = replyRig(database.db)
    const delivery = await database.db.webhookDelivery.create({
      data: { source: 'postmark-inbound', dedupeKey: 'odd', payload: { odd: true } },
    })
    await rig.record(delivery.id)
    expect(await database.db.webhookDelivery.findUnique({ where: { id: delivery.id } })).toMatchObject({
      outcome: 'ignored',
      appliedAt: expect.any(Date),
    })
  })
})
