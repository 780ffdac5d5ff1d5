import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals'
import { randomUUID } from 'node:crypto'
import { settleAnswer } from '../../../src/domain/message.ts'
import { tick } from '../../../src/operations/message/tick.ts'
import { type TestDatabase, testDatabase } from '../../support/database.ts'
import { plannedStep, planOf } from '../../support/plans.ts'
import { insertMessage } from '../../support/rows.ts'
import { testSettings } from '../../support/settings.ts'
import { launched, minute } from '../campaign/control-rig.ts'
import { dueCampaign, ledgerRig, standing } from './ledger-rig.ts'
import {
  claimCall,
  clear,
  hearOf,
  killedWhileCalling,
  mailsOf,
  settleCall,
  taken,
  whileCalling,
} from './open-call-rig.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await testDatabase()
})
afterAll(() => database.stop())
afterEach(() => clear(database.db))

const openCalls = () => database.db.openCall.findMany({ orderBy: { claimedAt: 'asc' } })
const ones = (count: number) => Array.from({ length: count }, () => 1)
const warnings = ({ lines }: ReturnType<typeof ledgerRig>) => lines.filter(({ level }) => level !== 'info')

describe('a batch that is with the provider', () => {
  it('is one row, and becomes the mails of the ledger as what became of them', async () => {
    const { db } = database
    const rig = ledgerRig(db)
    const campaign = await dueCampaign(db, 3)
    const claimedAt = rig.deps.clock.now()
    await whileCalling(rig, async (mails) => {
      expect(await mailsOf(db, campaign)).toEqual([])
      expect(await openCalls()).toMatchObject([{ campaignId: campaign.id, claimedAt }])
      expect(new Set((await openCalls())[0]?.messageIds)).toEqual(
        new Set(mails.map(({ metadata }) => metadata.sendid)),
      )
      rig.pass(4_000)
    })
    expect(await openCalls()).toEqual([])
    const mails = await mailsOf(db, campaign)
    expect(mails.map(({ address }) => address).toSorted()).toEqual(
      campaign.people.map(({ email }) => email).toSorted(),
    )
    for (const { id, attempt, ...mail } of mails) {
      expect(mail).toMatchObject({ state: 'sent', attempts: 1, variant: 1, claimedAt, createdAt: claimedAt })
      expect(mail.sentAt).toEqual(new Date(claimedAt.getTime() + 4_000))
      expect(mail.providerMessageId).toBe(`pm-${id}-${attempt}`)
    }
    expect(warnings(rig)).toEqual([])
  })

  it('is settled by itself, while another worker’s stays where it is', async () => {
    const { db } = database
    const rig = ledgerRig(db)
    const campaign = await dueCampaign(db, 4)
    const [first, second] = [await claimCall(rig, 2), await claimCall(rig, 2)]
    expect(await settleCall(rig, first.attempt, first.ids.map(taken))).toMatchObject({ changed: 2 })
    expect(await standing(db, campaign)).toMatchObject({ sent: 2, sending: 2 })
    expect(await openCalls()).toMatchObject([{ attempt: second.attempt }])
    expect((await mailsOf(db, campaign)).map(({ id }) => id)).toEqual(first.ids.toSorted())
    await settleCall(rig, second.attempt, second.ids.map(taken))
    expect(await standing(db, campaign)).toMatchObject({ sent: 4, sending: 0 })
  })

  it('leaves unknown what its answer says nothing of, and that is asked about', async () => {
    const { db } = database
    const rig = ledgerRig(db)
    const campaign = await dueCampaign(db, 3)
    const { attempt, ids } = await claimCall(rig)
    const [silent = '', ...told] = ids
    await settleCall(rig, attempt, told.map(taken))
    expect(await standing(db, campaign)).toMatchObject({ sent: 2, unknown: 1 })
    expect(await db.message.findUnique({ where: { id: silent } })).toMatchObject({
      state: 'unknown',
      attempts: 1,
    })
    await rig.reconcileLater()
    expect(rig.office.asked).toEqual([attempt])
    expect(await standing(db, campaign)).toMatchObject({ sent: 2, waiting: 1 })
  })

  it('stops whom the provider refuses for good, and never writes to that address again', async () => {
    const { db } = database
    const rig = ledgerRig(db)
    const campaign = await dueCampaign(db, 2)
    const { attempt, messages, ids } = await claimCall(rig)
    const address = messages[0]?.address
    const [refused = '', ...others] = ids
    const why = { code: 406, reason: 'inactive', inactive: true, about: 'recipient' } as const
    const rejection = settleAnswer(refused, { kind: 'rejected', ...why })
    await settleCall(rig, attempt, [rejection, ...others.map(taken)])
    expect(await standing(db, campaign)).toMatchObject({ sent: 1, rejected: 1 })
    const mail = await db.message.findUnique({ where: { id: refused }, include: { enrollment: true } })
    expect(mail).toMatchObject({ state: 'rejected', errorCode: 406, reason: 'inactive', sentAt: null })
    expect(mail?.enrollment).toMatchObject({ status: 'stopped', reason: 'inactive', nextAt: null })
    expect(await db.suppression.findMany()).toMatchObject([{ address, reason: 'rejected' }])
  })

  it('whose worker was killed is asked about, mail by mail, when its time is over', async () => {
    const { db } = database
    const rig = ledgerRig(db)
    const campaign = await dueCampaign(db, 3)
    const batch = await killedWhileCalling(rig, 1)
    const ids = batch.map(({ metadata }) => metadata.sendid)
    await tick(rig.deps)
    expect(rig.recorded.map(({ job }) => job)).toContain('reconcile-messages')
    rig.pass(testSettings.sendLeaseMs + testSettings.settleWindowMs)
    await rig.reconcile()
    expect([rig.office.asked.length, (await openCalls()).length]).toEqual([0, 1])
    rig.pass(1)
    await rig.reconcile()
    expect(rig.office.asked).toEqual([batch[0]?.metadata.attempt])
    expect(await openCalls()).toEqual([])
    expect(await standing(db, campaign)).toMatchObject({ sent: 1, waiting: 2 })
    await rig.send()
    expect(await standing(db, campaign)).toMatchObject({ sent: 3 })
    expect([...rig.office.copies.values()]).toEqual(ones(3))
    const mails = await mailsOf(db, campaign)
    expect(mails.map(({ id }) => id)).toEqual(ids.toSorted())
    expect(new Map(mails.map(({ id, attempts }) => [id, attempts]))).toEqual(
      new Map(ids.map((id, place) => [id, place === 0 ? 1 : 2])),
    )
  })
})

describe('somebody who is erased while their mail is with the provider', () => {
  const erase = async (people: readonly { id: string }[]) =>
    database.db.contact.delete({ where: { id: people[0]?.id ?? '' } })

  it('has no mail any more, and everybody else is settled', async () => {
    const { db } = database
    const rig = ledgerRig(db)
    const campaign = await dueCampaign(db, 3)
    await whileCalling(rig, async () => void (await erase(campaign.people)))
    expect(await standing(db, campaign)).toMatchObject({ audience: 2, sent: 2 })
    expect(await mailsOf(db, campaign)).toHaveLength(2)
    expect(await openCalls()).toEqual([])
  })

  it('has none either when the worker was killed, and a webhook about it is of nobody', async () => {
    const { db } = database
    const rig = ledgerRig(db)
    const campaign = await dueCampaign(db, 3)
    const batch = await killedWhileCalling(rig, 3)
    await erase(campaign.people)
    const gone = batch.find(({ to }) => to === campaign.people[0]?.email)
    expect(await hearOf(rig, gone ? [gone.metadata] : [])).toEqual(['unmatched'])
    await rig.reconcileLater()
    expect(await standing(db, campaign)).toMatchObject({ audience: 2, sent: 2 })
    expect(warnings(rig)).toEqual([])
  })
})

describe('a mail that is tried again', () => {
  const variants = ['A', 'B'].map((name) => ({ name, weight: 1, subject: name, body: 'Hello' }))

  it('keeps its row, its id and its variant, and has those of its batch that are new claimed row by row too', async () => {
    const { db } = database
    const campaign = await launched(db, planOf([plannedStep('', { variants })]), { people: 6 })
    const { rig } = campaign
    const [late] = await db.enrollment.findMany({ where: { campaignId: campaign.id } })
    const nextAt = new Date(rig.deps.clock.now().getTime() + minute)
    await db.enrollment.update({ where: { id: late?.id ?? '' }, data: { nextAt } })
    rig.office.fates.push('refused')
    await rig.send()
    // As after an edit of the weights, by which they would be drawn anew: everybody has the other one.
    await db.$executeRaw`UPDATE message SET variant = 3 - variant WHERE campaign_id = ${campaign.id}::uuid`
    const before = await mailsOf(db, campaign)
    expect(before.map(({ state }) => state)).toEqual(ones(5).map(() => 'queued'))
    rig.pass(5 * minute)
    await whileCalling(rig, async (mails) => {
      expect(mails).toHaveLength(6)
      expect(await openCalls()).toEqual([])
      const rows = await mailsOf(db, campaign)
      expect(rows.map(({ state }) => state)).toEqual(ones(6).map(() => 'sending'))
      expect(rows.map(({ id }) => id)).toEqual(expect.arrayContaining(before.map(({ id }) => id)))
      expect(await standing(db, campaign)).toMatchObject({ sending: 6 })
      const subjects = new Map(mails.map(({ metadata, subject }) => [metadata.sendid, subject]))
      expect(before.map(({ id }) => subjects.get(id))).toEqual(
        before.map(({ variant }) => (variant === 1 ? 'A' : 'B')),
      )
    })
    expect(await standing(db, campaign)).toMatchObject({ sent: 6 })
    const kept = (await mailsOf(db, campaign)).filter(({ enrollmentId }) => enrollmentId !== late?.id)
    const named = (rows: typeof before) => rows.map(({ id, variant }) => ({ id, variant }))
    expect(named(kept)).toEqual(named(before))
    expect(warnings(rig)).toEqual([])
  })

  it('is one row, although it came back in line only when the next claim had begun', async () => {
    const { db } = database
    const rig = ledgerRig(db)
    const campaign = await dueCampaign(db, 2)
    const [tried, fresh] = await db.enrollment.findMany({ where: { campaignId: campaign.id } })
    // What such a claim sees: the person as they are by now, and nothing of the mail that was put back with them.
    await db.enrollment.update({
      where: { id: tried?.id ?? '' },
      data: { dueSince: new Date('2026-11-20T08:00:00Z') },
    })
    const { attempt, ids } = await claimCall(rig)
    expect(await openCalls()).toEqual([])
    const rows = await mailsOf(db, campaign)
    expect(new Set(rows.map(({ enrollmentId }) => enrollmentId))).toEqual(new Set([tried?.id, fresh?.id]))
    expect(rows.map(({ state, attempt: under }) => [state, under])).toEqual(
      ones(2).map(() => ['sending', attempt]),
    )
    expect(await settleCall(rig, attempt, ids.map(taken))).toMatchObject({ changed: 2 })
    expect(await standing(db, campaign)).toMatchObject({ audience: 2, sent: 2 })
  })

  it('goes to where the ledger says it went, although the address was another at the first try', async () => {
    const { db } = database
    const rig = ledgerRig(db)
    const campaign = await dueCampaign(db, 1)
    rig.office.fates.push('refused')
    await rig.send()
    const { contactId } = await db.enrollment.findFirstOrThrow({ where: { campaignId: campaign.id } })
    const email = 'moved@open-call.example'
    await db.contact.update({ where: { id: contactId }, data: { email } })
    rig.pass(5 * minute)
    await whileCalling(rig, (mails) => {
      expect(mails.map(({ to }) => to)).toEqual([email])
      return Promise.resolve()
    })
    expect(await mailsOf(db, campaign)).toMatchObject([{ state: 'sent', address: email }])
  })

  it('is found in line by its step, whoever put it there', async () => {
    const { db } = database
    const rig = ledgerRig(db)
    const campaign = await dueCampaign(db, 1)
    const enrollment = await db.enrollment.findFirstOrThrow({ where: { campaignId: campaign.id } })
    const { id } = await insertMessage(db, { enrollment, state: 'queued' })
    const { ids } = await claimCall(rig)
    expect(ids).toEqual([id])
    expect(await openCalls()).toEqual([])
    expect(await mailsOf(db, campaign)).toMatchObject([{ id, state: 'sending' }])
    expect(await settleCall(rig, randomUUID(), ids.map(taken))).toMatchObject({ changed: 0 })
  })
})
