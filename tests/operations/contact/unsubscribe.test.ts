import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals'
import { signedLinks } from '../../../src/adapters/signed-links.ts'
import { readUnsubscribe, unsubscribeContact } from '../../../src/operations/contact/unsubscribe.ts'
import { type TestDatabase, testDatabase } from '../../support/database.ts'
import { clockAt } from '../../support/fakes.ts'
import { failingDb } from '../../support/failing-db.ts'
import { quietLog } from '../../support/quiet-log.ts'
import { recordingQueue, type RecordedJob } from '../../support/recording-queue.ts'
import { enroll, insertCampaign, insertContact, insertMessage } from '../../support/rows.ts'
import { until } from '../../support/until.ts'

const links = signedLinks({ secret: 'the secret of this test, long enough', publicUrl: '' })
const pressedAt = '2026-12-01T09:00:00.000Z'
const tokenOf = (messageId: string) => links.unsubscribe(messageId).slice('/u/'.length)

let database: TestDatabase
let recorded: RecordedJob[]
let deps: Parameters<typeof unsubscribeContact>[0]
beforeAll(async () => {
  database = await testDatabase()
})
afterAll(async () => {
  await database.stop()
})
beforeEach(() => {
  const recording = recordingQueue()
  recorded = recording.recorded
  const clock = clockAt(pressedAt)
  deps = { db: database.db, links, queue: recording.queue, clock, log: quietLog().log }
})

async function enrolledInTwo(email: string) {
  const { db } = database
  const [spring, autumn] = [await insertCampaign(db), await insertCampaign(db)]
  const contact = await insertContact(db, { email })
  const first = await enroll(db, { campaign: spring, contactId: contact.id })
  const second = await enroll(db, { campaign: autumn, contactId: contact.id })
  const sent = await insertMessage(db, { enrollment: first, state: 'sent' })
  await insertMessage(db, { enrollment: second, state: 'queued' })
  return { contact, campaignIds: [spring.id, autumn.id], token: tokenOf(sent.id) }
}

describe('an unsubscribe link', () => {
  it('stops every sequence of the contact, suppresses the address and redraws both cards', async () => {
    const { contact, campaignIds, token } = await enrolledInTwo('ada@example.com')
    expect(await unsubscribeContact(deps, { token })).toEqual({
      kind: 'unsubscribed',
      address: 'ada@example.com',
    })
    const enrollments = await database.db.enrollment.findMany({ where: { contactId: contact.id } })
    expect(enrollments).toHaveLength(2)
    for (const enrollment of enrollments) {
      expect(enrollment).toMatchObject({ status: 'stopped', reason: 'unsubscribed', nextAt: null })
    }
    const suppressions = await database.db.suppression.findMany({ where: { address: 'ada@example.com' } })
    expect(suppressions).toMatchObject([{ channel: 'email', reason: 'unsubscribed', source: 'link' }])
    const events = await database.db.event.findMany({ where: { message: { contactId: contact.id } } })
    expect(events.map(({ occurredAt }) => occurredAt.toISOString())).toEqual([pressedAt])
    const shown = recorded.map(({ job, payload, key }) => ({ job, payload, key }))
    const wanted = campaignIds.map((id) => ({ job: 'show-campaign', payload: { campaignId: id }, key: id }))
    expect(new Set(shown)).toEqual(new Set(wanted))
  })

  it('gives a message that waits for another attempt its end, so that the audience still adds up', async () => {
    const { contact, token } = await enrolledInTwo('queued@example.com')
    await unsubscribeContact(deps, { token })
    const messages = await database.db.message.findMany({
      where: { contactId: contact.id },
      orderBy: { id: 'asc' },
    })
    expect(messages).toMatchObject([{ state: 'sent' }, { state: 'skipped', reason: 'unsubscribed' }])
  })

  it('leaves enrollments alone that have ended, and other people', async () => {
    const { contact, token, campaignIds } = await enrolledInTwo('ended@example.com')
    await database.db.enrollment.updateMany({
      where: { contactId: contact.id, campaignId: campaignIds[1] ?? '' },
      data: { status: 'replied', reason: 'reply' },
    })
    const bystander = await enrolledInTwo('bystander@example.com')
    await unsubscribeContact(deps, { token })
    const [, second] = await database.db.enrollment.findMany({
      where: { contactId: contact.id },
      orderBy: { id: 'asc' },
    })
    expect(second).toMatchObject({ status: 'replied', reason: 'reply' })
    const others = await database.db.enrollment.findMany({ where: { contactId: bystander.contact.id } })
    expect(others.map(({ status }) => status)).toEqual(['active', 'active'])
  })

  it('may be used many times at once: one suppression, one audit entry, one answer', async () => {
    const { contact, token } = await enrolledInTwo('eager@example.com')
    const outcomes = await Promise.all(Array.from({ length: 10 }, () => unsubscribeContact(deps, { token })))
    expect(new Set(outcomes.map(({ kind }) => kind))).toEqual(new Set(['unsubscribed']))
    expect(await database.db.suppression.count({ where: { address: 'eager@example.com' } })).toBe(1)
    const entries = await database.db.auditEntry.findMany({ where: { subjectId: contact.id } })
    expect(entries).toMatchObject([{ actor: 'system', action: 'unsubscribed', subject: 'contact' }])
    expect(recorded).toHaveLength(2)
  })

  it('is not lost when the database fails for a moment', async () => {
    const { contact, token } = await enrolledInTwo('unlucky@example.com')
    const db = failingDb(database.db, { times: 2, error: new Error('deadlock detected') })
    expect(await unsubscribeContact({ ...deps, db }, { token })).toMatchObject({ kind: 'unsubscribed' })
    expect(await database.db.suppression.count({ where: { address: contact.email } })).toBe(1)
  })

  it('waits for a batch of the same person that is being settled, and neither stops the other', async () => {
    const { contact, token } = await enrolledInTwo('busy@example.com')
    const { unsubscribing } = await database.db.$transaction(async (tx) => {
      await tx.$executeRaw`SELECT FROM enrollment WHERE contact_id = ${contact.id}::uuid FOR UPDATE`
      const pressed = unsubscribeContact(deps, { token })
      await until('the unsubscribe to wait', async () => {
        const [row] = await tx.$queryRaw<{ count: number }[]>`
          SELECT count(*)::int AS count FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`
        return row?.count === 1
      })
      await tx.suppression.create({
        data: { channel: 'email', address: contact.email, reason: 'rejected', source: 'postmark' },
      })
      return { unsubscribing: pressed }
    })
    expect(await unsubscribing).toMatchObject({ kind: 'unsubscribed' })
    const enrollments = await database.db.enrollment.findMany({ where: { contactId: contact.id } })
    expect(enrollments.map(({ status }) => status)).toEqual(['stopped', 'stopped'])
  })

  it('also holds when the address was suppressed for another reason before', async () => {
    const { contact, token } = await enrolledInTwo('bounced@example.com')
    await database.db.suppression.create({
      data: { channel: 'email', address: 'bounced@example.com', reason: 'bounced', source: 'postmark' },
    })
    await unsubscribeContact(deps, { token })
    const active = await database.db.enrollment.count({ where: { contactId: contact.id, status: 'active' } })
    expect(active).toBe(0)
  })

  it('shows whose it is without changing anything', async () => {
    const { contact, token } = await enrolledInTwo('looking@example.com')
    expect(await readUnsubscribe(deps, { token })).toEqual({ address: 'looking@example.com' })
    expect(await database.db.suppression.count({ where: { address: 'looking@example.com' } })).toBe(0)
    const active = await database.db.enrollment.count({ where: { contactId: contact.id, status: 'active' } })
    expect(active).toBe(2)
  })

  it('is unknown when it was forged, or made for a message that is not there', async () => {
    for (const token of ['', 'forged', tokenOf('019a8f4e-6c5a-7d3e-8a11-2b7f0c9d4e55')]) {
      expect(await readUnsubscribe(deps, { token })).toBeNull()
      expect(await unsubscribeContact(deps, { token })).toEqual({ kind: 'unknown-link' })
    }
    expect(recorded).toEqual([])
  })
})
