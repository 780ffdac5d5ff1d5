import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals'
import { randomBytes, randomUUID } from 'node:crypto'
import { readPostmarkEvent } from '../../../src/adapters/postmark-events.ts'
import { applyMessageEvents } from '../../../src/operations/message/apply-events.ts'
import { storeWebhook } from '../../../src/operations/webhook/store.ts'
import { type TestDatabase, testDatabase } from '../../support/database.ts'
import { writtenTo } from '../reply/reply-rig.ts'
import { ledgerRig, never } from './ledger-rig.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await testDatabase()
})
afterAll(() => database.stop())
beforeEach(async () => {
  await database.db.event.deleteMany()
  await database.db.webhookDelivery.deleteMany()
})

const at = '2026-11-20T09:01:00Z'

/** Stores what Postmark says and applies it; returns what became of each, in order. */
async function apply(...payloads: readonly object[]): Promise<(string | null)[]> {
  const { deps } = ledgerRig(database.db)
  for (const payload of payloads)
    await storeWebhook(deps, { source: 'postmark-event', dedupeKey: randomUUID(), payload })
  const mailbox = { readEvent: readPostmarkEvent, readInbound: () => null }
  await applyMessageEvents({ ...deps, mailbox }, {}, never)
  const rows = await database.db.webhookDelivery.findMany({ orderBy: { id: 'asc' } })
  return rows.map(({ outcome }) => outcome)
}

describe('an address suppressed at Postmark by hand', () => {
  const change = {
    RecordType: 'SubscriptionChange',
    MessageID: null,
    ChangedAt: at,
    Origin: 'Customer',
    SuppressSending: true,
    Tag: null,
    Metadata: {},
  }

  it.each([
    ['ManualSuppression', 'unsubscribed'],
    ['HardBounce', 'bounced'],
    ['SpamComplaint', 'complained'],
  ])('for %s is suppressed here too, and the person gets nothing more', async (SuppressionReason, reason) => {
    const { contact, enrollment } = await writtenTo(database.db)
    const outcomes = await apply({ ...change, Recipient: contact.email.toUpperCase(), SuppressionReason })
    expect(outcomes).toEqual(['applied'])
    expect(await database.db.suppression.findMany({ where: { address: contact.email } })).toMatchObject([
      { reason, source: 'postmark' },
    ])
    expect(await database.db.enrollment.findUnique({ where: { id: enrollment.id } })).toMatchObject({
      status: 'stopped',
      reason,
      nextAt: null,
    })
  })

  it('for a complaint weighs more than that they unsubscribed, whichever is told first', async () => {
    const { contact } = await writtenTo(database.db)
    const told = { ...change, Recipient: contact.email }
    const unsubscribed = { ...told, SuppressionReason: 'ManualSuppression' }
    const complained = { ...told, SuppressionReason: 'SpamComplaint' }
    const reasonNow = async () =>
      (await database.db.suppression.findFirstOrThrow({ where: { address: contact.email } })).reason
    await apply(unsubscribed)
    expect(await reasonNow()).toBe('unsubscribed')
    await apply(unsubscribed, complained, unsubscribed)
    expect(await reasonNow()).toBe('complained')
    await apply(unsubscribed)
    expect(await reasonNow()).toBe('complained')
  })

  it('and let in again stays suppressed here', async () => {
    const { contact } = await writtenTo(database.db)
    const suppressed = { ...change, Recipient: contact.email, SuppressionReason: 'ManualSuppression' }
    const outcomes = await apply(suppressed, {
      ...suppressed,
      SuppressSending: false,
      SuppressionReason: null,
    })
    expect(outcomes).toEqual(['applied', 'ignored'])
    expect(await database.db.suppression.count({ where: { address: contact.email } })).toBe(1)
  })

  it('that is no address, or belongs to a mail of somebody else, suppresses nobody', async () => {
    const before = await database.db.suppression.count()
    const outcomes = await apply(
      { ...change, Recipient: '', SuppressionReason: 'ManualSuppression' },
      { ...change, Recipient: 'nobody', SuppressionReason: 'SpamComplaint' },
      { ...change, MessageID: 'foreign', Recipient: 'a@example.com', SuppressionReason: 'ManualSuppression' },
    )
    expect(outcomes).toEqual(['unmatched', 'unmatched', 'unmatched'])
    expect(await database.db.suppression.count()).toBe(before)
  })
})

describe('a webhook made of what PostgreSQL refuses', () => {
  // Random, for an index holds long texts that can be compressed.
  const long = () => randomBytes(50_000).toString('base64')
  const odd = () => `\u0000\ud800\u0007'"\\u0000${long()}\udfff`

  /** Every kind of event about a mail of ours, every text of it hostile. */
  function hostile(sendid: string): object[] {
    const common = () => ({
      Metadata: { sendid, [odd()]: odd() },
      Tag: odd(),
      Recipient: odd(),
      Email: odd(),
    })
    const ids = [null, odd(), 'm\u0000', 'é'.repeat(200)]
    return ids.flatMap((MessageID) => [
      { ...common(), MessageID, RecordType: 'Delivery', DeliveredAt: at, Details: odd() },
      { ...common(), MessageID, RecordType: 'Bounce', BouncedAt: at, Inactive: true, Name: odd() },
      { ...common(), MessageID, RecordType: 'Bounce', BouncedAt: at, Inactive: true, Description: odd() },
      { ...common(), MessageID, RecordType: 'SpamComplaint', BouncedAt: at, Details: odd() },
      { ...common(), MessageID, RecordType: 'Open', ReceivedAt: at, UserAgent: odd() },
      { ...common(), MessageID, RecordType: 'Click', ReceivedAt: at, OriginalLink: odd() },
      {
        ...common(),
        MessageID,
        RecordType: 'SubscriptionChange',
        ChangedAt: at,
        SuppressSending: true,
        SuppressionReason: 'ManualSuppression',
      },
      { ...common(), MessageID, RecordType: odd(), [odd()]: [odd(), { [odd()]: odd() }] },
      { ...common(), MessageID, RecordType: 'Delivery', DeliveredAt: odd(), Metadata: odd() },
    ])
  }

  it('is applied or put away at the first try, and so are those that come with it', async () => {
    const { message, contact } = await writtenTo(database.db)
    const fine = {
      RecordType: 'Delivery',
      MessageID: randomUUID(),
      Recipient: contact.email,
      DeliveredAt: at,
      Metadata: { sendid: message.id },
    }
    const outcomes = await apply(...hostile(message.id), fine)
    expect(new Set(outcomes)).toEqual(new Set(['applied', 'ignored']))
    expect(outcomes.at(-1)).toBe('applied')
    const events = await database.db.event.findMany({ where: { messageId: message.id } })
    expect(events.length).toBeGreaterThan(20)
    expect(Math.max(...events.map(({ detail }) => detail?.length ?? 0))).toBeLessThanOrEqual(2_000)
  })
})
