import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals'
import { randomUUID } from 'node:crypto'
import { readUnsubscribe, unsubscribeContact } from '../../../src/operations/contact/unsubscribe.ts'
import { type TestDatabase, testDatabase } from '../../support/database.ts'
import { after, plannedStep, planOf } from '../../support/plans.ts'
import { day, launched, minute } from '../campaign/control-rig.ts'
import { replyRig } from '../reply/reply-rig.ts'
import { dueCampaign, ledgerRig, standing } from './ledger-rig.ts'
import { claimCall, clear, hearOf, killedWhileCalling, mailsOf, whileCalling } from './open-call-rig.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await testDatabase()
})
afterAll(() => database.stop())
afterEach(() => clear(database.db))

const copiesOf = ({ office }: ReturnType<typeof ledgerRig>) => [...office.copies.values()]
const warnings = ({ lines }: ReturnType<typeof ledgerRig>) => lines.filter(({ level }) => level !== 'info')
const stateOf = async (id = '') => (await database.db.message.findUniqueOrThrow({ where: { id } })).state

/** Two steps, three days apart. */
const twoSteps = planOf([plannedStep('One'), plannedStep('Two', { wait: after(3, 'days') })])

describe('a webhook that is quicker than the provider’s answer', () => {
  it('is applied at once, and the answer settles the other mails of the call', async () => {
    const { db } = database
    const rig = ledgerRig(db)
    const campaign = await dueCampaign(db, 3)
    await whileCalling(rig, async ([first]) => {
      expect(await hearOf(rig, first ? [first.metadata] : [])).toEqual(['applied'])
      expect(await stateOf(first?.metadata.sendid)).toBe('sent')
      expect(await standing(db, campaign)).toMatchObject({ sent: 1, sending: 2, delivered: 1 })
      expect(warnings(rig)).toEqual([])
    })
    expect(await standing(db, campaign)).toMatchObject({ audience: 3, sent: 3, delivered: 1 })
    expect(copiesOf(rig)).toEqual([1, 1, 1])
    expect(await mailsOf(db, campaign)).toHaveLength(3)
    // The answer to the whole batch tells that somebody else had settled one of it.
    expect(warnings(rig).map(({ facts }) => facts)).toMatchObject([{ settled: 2, expected: 3 }])
  })

  it('is applied once with all others of its page, whichever calls their mails are in', async () => {
    const { db } = database
    const rig = ledgerRig(db, { sendBatch: 1 })
    const earlier = await dueCampaign(db, 1)
    await rig.send()
    const [sent] = await mailsOf(db, earlier)
    const campaign = await dueCampaign(db, 6)
    const calls = [await claimCall(rig, 2), await claimCall(rig, 2), await claimCall(rig, 2)]
    const mails = calls.slice(0, 2).map(({ attempt, ids }) => ({ sendid: ids[0] ?? '', attempt }))
    const known = { sendid: sent?.id ?? '', attempt: sent?.attempt ?? '' }
    const unknown = { sendid: randomUUID(), attempt: randomUUID() }
    expect(await hearOf(rig, [...mails, known, unknown])).toEqual([
      'applied',
      'applied',
      'applied',
      'unmatched',
    ])
    for (const { sendid } of mails) expect(await stateOf(sendid)).toBe('sent')
    expect(await standing(db, campaign)).toMatchObject({ sent: 2, sending: 4, delivered: 2 })
    // The call that no webhook names stays as it is.
    expect(await db.openCall.findMany()).toMatchObject([{ attempt: calls[2]?.attempt }])
    expect(warnings(rig)).toEqual([])
  })

  it('of another attempt is an incident, also while the call is open', async () => {
    const { db } = database
    const rig = ledgerRig(db)
    const campaign = await dueCampaign(db, 1)
    const { ids } = await claimCall(rig)
    expect(await hearOf(rig, [{ sendid: ids[0] ?? '', attempt: randomUUID() }])).toEqual(['incident'])
    expect(await standing(db, campaign)).toMatchObject({ sending: 1, sent: 0 })
  })

  it('lets its person go on, and is not undone by an answer that never comes', async () => {
    const { db } = database
    const campaign = await launched(db, twoSteps, { people: 3 })
    const { rig } = campaign
    const [first, ...others] = await killedWhileCalling(rig, 2)
    expect(await hearOf(rig, first ? [first.metadata] : [])).toEqual(['applied'])
    expect(await standing(db, campaign)).toMatchObject({ sent: 1, sending: 2 })
    await rig.reconcileLater()
    expect(rig.office.asked).toEqual([first?.metadata.attempt])
    expect(await stateOf(first?.metadata.sendid)).toBe('sent')
    expect(await Promise.all(others.map(({ metadata }) => stateOf(metadata.sendid)))).toEqual([
      'sent',
      'queued',
    ])
    await rig.send()
    rig.pass(3 * day)
    await rig.send()
    expect(await standing(db, campaign)).toMatchObject({ audience: 3, sent: 3 })
    expect(copiesOf(rig)).toEqual([1, 1, 1, 1, 1, 1])
  })
})

describe('the unsubscribe link of a mail that is still with the provider', () => {
  const recorded = (messageId: string) =>
    database.db.event.count({ where: { messageId, type: 'unsubscribed' } })

  it.each(['answered', 'refused'] as const)(
    'works: its person is out of the sequence and stays out when the call was %s',
    async (fate) => {
      const { db } = database
      const campaign = await launched(db, twoSteps, { people: 2 })
      const { rig } = campaign
      rig.office.fates.push(fate)
      let token = ''
      await whileCalling(rig, async ([first]) => {
        token = first?.metadata.sendid ?? ''
        expect(await readUnsubscribe(rig.deps, { token })).toEqual({ address: first?.to })
        expect(await standing(db, campaign)).toMatchObject({ sending: 2, unsubscribed: 0 })
        expect(await unsubscribeContact(rig.deps, { token })).toEqual({
          kind: 'unsubscribed',
          address: first?.to,
        })
        expect(await recorded(token)).toBe(1)
      })
      const mail = await db.message.findUniqueOrThrow({ where: { id: token }, include: { enrollment: true } })
      expect(mail).toMatchObject(
        fate === 'answered' ? { state: 'sent' } : { state: 'skipped', reason: 'unsubscribed' },
      )
      expect(mail.enrollment).toMatchObject({ status: 'stopped', reason: 'unsubscribed', nextAt: null })
      rig.pass(10 * minute)
      await rig.send()
      rig.pass(3 * day)
      await rig.send()
      expect((await mailsOf(db, campaign)).map(({ state }) => state).toSorted()).toEqual(
        fate === 'answered' ? ['sent', 'sent', 'sent'] : ['sent', 'sent', 'skipped'],
      )
      expect(await recorded(token)).toBe(1)
    },
  )

  it('works when the worker was killed, and the mail is asked about like the others', async () => {
    const { db } = database
    const rig = ledgerRig(db)
    const campaign = await dueCampaign(db, 2)
    const [first] = await killedWhileCalling(rig, 2)
    const token = first?.metadata.sendid ?? ''
    expect(await unsubscribeContact(rig.deps, { token })).toMatchObject({ kind: 'unsubscribed' })
    expect(await standing(db, campaign)).toMatchObject({ sending: 2, unsubscribed: 1 })
    await rig.reconcileLater()
    expect(await standing(db, campaign)).toMatchObject({ sent: 2, unsubscribed: 1 })
  })

  it('is unknown when it is of no mail, open calls or not', async () => {
    const rig = ledgerRig(database.db)
    await dueCampaign(database.db, 1)
    const { attempt } = await claimCall(rig)
    for (const token of [randomUUID(), attempt]) {
      expect(await readUnsubscribe(rig.deps, { token })).toBeNull()
      expect(await unsubscribeContact(rig.deps, { token })).toEqual({ kind: 'unknown-link' })
    }
    expect(await database.db.openCall.count()).toBe(1)
  })
})

describe('a reply to a mail that is still with the provider', () => {
  it.each(['in-reply-to', 'references'] as const)(
    'which it names by %s alone belongs to that conversation',
    async (header) => {
      const { db } = database
      const campaign = await launched(db, twoSteps, { people: 2 })
      const { rig } = campaign
      const replies = replyRig(db)
      let id = ''
      await whileCalling(rig, async ([first]) => {
        id = first?.metadata.sendid ?? ''
        const { enrollmentIds, messageIds } = await db.openCall.findFirstOrThrow()
        const enrollment = await db.enrollment.findUniqueOrThrow({
          where: { id: enrollmentIds[messageIds.indexOf(id)] ?? '' },
          include: { contact: true },
        })
        const headers = { [header]: `<${id}@mail.example>` }
        const given = { token: '', from: 'assistant@elsewhere.example', headers }
        const reply = await replies.files({ enrollment, contact: enrollment.contact }, given)
        expect(reply).toMatchObject({ matchedBy: header, enrollmentId: enrollment.id })
        expect(await standing(db, campaign)).toMatchObject({ sending: 2, replied: 1 })
      })
      const mail = await db.message.findUniqueOrThrow({ where: { id }, include: { enrollment: true } })
      expect(mail).toMatchObject({ state: 'sent', enrollment: { status: 'replied' } })
      rig.pass(3 * day)
      await rig.send()
      expect(await db.message.count({ where: { campaignId: campaign.id, direction: 'outbound' } })).toBe(3)
    },
  )
})
