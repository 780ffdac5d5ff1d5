import { afterAll, beforeAll, expect, it } from '@jest/globals'
import { randomBytes, randomUUID } from 'node:crypto'
import { readPostmarkInbound } from '../../../src/adapters/postmark-inbound.ts'
import type { Db } from '../../../src/db/client.ts'
import { recordReply } from '../../../src/operations/reply/record.ts'
import { storeWebhook } from '../../../src/operations/webhook/store.ts'
import { type TestDatabase, testDatabase } from '../../support/database.ts'
import { replyRig, writtenTo } from './reply-rig.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await testDatabase()
})
afterAll(() => database.stop())

const odd = `\u0000\ud800\u0007'"\\u0000${randomBytes(100_000).toString('base64')}\udfff`

function hostileMail(token: string) {
  const headers = ['Message-ID', 'In-Reply-To', 'References', 'Return-Path', 'X-Spam-Tests', odd]
  return {
    MessageID: randomUUID(),
    FromFull: { Email: odd, Name: odd },
    MailboxHash: token,
    Subject: odd,
    TextBody: odd,
    HtmlBody: odd,
    StrippedTextReply: '',
    Date: odd,
    Headers: headers.map((Name) => ({ Name, Value: `<${odd}>` })),
  }
}

/** Stores a mail as Postmark posts it, files it, and returns the row of the webhook. */
async function filed(db: Db, payload: object) {
  const { deps } = replyRig(db)
  const dedupeKey = randomUUID()
  await storeWebhook(deps, { source: 'postmark-inbound', dedupeKey, payload })
  const { id } = await db.webhookDelivery.findFirstOrThrow({ where: { dedupeKey } })
  const mailbox = { readEvent: () => null, readInbound: readPostmarkInbound }
  await recordReply({ ...deps, mailbox }, { webhookDeliveryId: id })
  return db.webhookDelivery.findUniqueOrThrow({ where: { id } })
}

it.each([
  ['', {}],
  [' in a text that the provider cut', { StrippedTextReply: odd }],
  [' in HTML alone', { TextBody: '' }],
  [' in a line that is cut within a character', { TextBody: `${'x'.repeat(999)}😀 ${odd}` }],
])('a mail that is hostile in every field%s is filed in bounded, readable texts', async (_, more) => {
  const person = await writtenTo(database.db)
  const row = await filed(database.db, { ...hostileMail(person.enrollment.replyToken), ...more })
  expect(row).toMatchObject({ outcome: 'applied', appliedAt: expect.any(Date) })
  const reply = await database.db.reply.findFirstOrThrow({
    where: { contactId: person.contact.id },
    include: { message: true },
  })
  const { address, subject, internetMessageId } = reply.message
  expect(internetMessageId).toBeNull()
  expect(address.length).toBeLessThanOrEqual(320)
  expect(subject?.length).toBeLessThanOrEqual(2_000)
  expect(reply.text.length).toBeGreaterThan(500)
  expect(reply.text.length).toBeLessThanOrEqual(64_000)
  expect(reply.text.isWellFormed()).toBe(true)
})

it('a mail to a hostile token is matched to nobody', async () => {
  expect(await filed(database.db, hostileMail(odd))).toMatchObject({ outcome: 'unmatched' })
})

it('a mail that cannot be filed is tried for a day and then put away, where an operator finds it', async () => {
  const rig = replyRig(database.db)
  const person = await writtenTo(database.db)
  const id = await rig.arrives(person, { subject: 'PostgreSQL refuses \u0000' })
  const outcomeOf = () => database.db.webhookDelivery.findUnique({ where: { id } })
  await expect(rig.record(id)).rejects.toThrow(/0x00|\\u0000|encoding|Unicode/i)
  expect(await outcomeOf()).toMatchObject({ outcome: null, appliedAt: null })
  // The row's own time is the database's.
  rig.pass(Date.now() - new Date('2026-11-20T09:00:00Z').getTime() + 25 * 60 * 60 * 1000)
  await rig.record(id)
  expect(await outcomeOf()).toMatchObject({ outcome: 'failed', appliedAt: expect.any(Date) })
  expect(rig.lines).toMatchObject([{ level: 'error', facts: { webhookDeliveryId: id } }])
  expect(rig.recorded).toContainEqual({ job: 'note-failed-webhooks', payload: {}, key: 'all' })
})
