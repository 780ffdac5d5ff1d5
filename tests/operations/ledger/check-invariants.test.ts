import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals'
import { Registry } from 'prom-client'
import { type InvariantName, invariants } from '../../../src/domain/invariant.ts'
import { addLedgerGauges } from '../../../src/http/ledger-gauges.ts'
import { cancelCampaign } from '../../../src/operations/campaign/cancel.ts'
import { launchCampaign } from '../../../src/operations/campaign/launch.ts'
import { checkInvariants } from '../../../src/operations/ledger/check-invariants.ts'
import { type TestDatabase, testDatabase } from '../../support/database.ts'
import { plannedStep, planOf } from '../../support/plans.ts'
import { admin, insertCampaign, insertContact } from '../../support/rows.ts'
import { dueCampaign, ledgerRig } from '../message/ledger-rig.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await testDatabase()
})
afterAll(() => database.stop())
afterEach(async () => {
  await database.db.campaign.deleteMany()
  await database.db.suppression.deleteMany()
  await database.db.sendHold.deleteMany()
})

/** A rig whose check says what is broken: how many rows of which invariant. */
function checkingRig() {
  const rig = ledgerRig(database.db)
  const broken = async (): Promise<Partial<Record<InvariantName, number>>> => {
    await checkInvariants(rig.deps)
    const rows = await database.db.invariant.findMany({ where: { violations: { gt: 0 } } })
    return Object.fromEntries(rows.map(({ name, violations }) => [name, violations]))
  }
  return { ...rig, broken }
}

describe('a sound ledger', () => {
  it('breaks nothing while mails are sent, refused, lost and found, nor when they are cancelled', async () => {
    const rig = checkingRig()
    for (const fate of ['answered', 'answer-lost', 'refused', 'lost'] as const) {
      const campaign = await dueCampaign(database.db, 5)
      rig.office.fates.push(fate)
      await rig.send()
      expect(await rig.broken()).toEqual({})
      await rig.reconcileLater()
      expect(await rig.broken()).toEqual({})
      await database.db.sendHold.deleteMany()
      if (fate.startsWith('answer')) continue
      await cancelCampaign(rig.deps, { campaignId: campaign.id, actor: admin, origin: 'slack' })
      expect(await rig.broken()).toEqual({})
    }
    expect(rig.lines.filter(({ level }) => level === 'error')).toEqual([])
  })

  it('tells every invariant, at 0, with the moment of the check, among the metrics', async () => {
    const rig = checkingRig()
    await rig.broken()
    const registry = new Registry()
    addLedgerGauges(registry, rig.deps)
    const text = await registry.metrics()
    for (const name of invariants) expect(text).toContain(`baton_ledger_violations{invariant="${name}"} 0`)
    const checked = 'baton_ledger_checked_timestamp_seconds{invariant="nobody-forgotten"}'
    expect(text).toContain(`${checked} ${rig.deps.clock.now().getTime() / 1000}`)
  })
})

describe('a broken ledger', () => {
  it('says who was forgotten: active, due at no moment, and nothing on its way', async () => {
    const rig = checkingRig()
    const { id } = await dueCampaign(database.db, 3)
    await rig.send()
    const [one] = await database.db.enrollment.findMany({ where: { campaignId: id } })
    await database.db.enrollment.update({
      where: { id: one?.id ?? '' },
      data: { status: 'active', nextAt: null },
    })
    expect(await rig.broken()).toEqual({ 'nobody-forgotten': 1 })
    expect(rig.lines.find(({ level }) => level === 'error')?.facts).toEqual({
      invariant: 'nobody-forgotten',
      violations: 1,
      examples: [one?.id],
    })
  })

  it('says who was claimed and has nothing on its way, while others have', async () => {
    const rig = checkingRig()
    const { id: campaignId } = await dueCampaign(database.db, 3)
    rig.office.fates.push('lost')
    await rig.send()
    const [lost] = await database.db.message.findMany({ where: { campaignId } })
    const claimed = { status: 'active', nextAt: rig.deps.clock.now(), withProvider: true } as const
    await database.db.enrollment.updateMany({ where: { campaignId }, data: claimed })
    expect(await rig.broken()).toEqual({})
    await database.db.message.update({ where: { id: lost?.id ?? '' }, data: { state: 'rejected' } })
    expect(await rig.broken()).toEqual({ 'nobody-forgotten': 1 })
    expect(rig.lines.at(-1)?.facts).toMatchObject({ examples: [lost?.enrollmentId] })
  })

  it('says what nobody settled in time, and only then', async () => {
    const rig = checkingRig()
    await dueCampaign(database.db, 2)
    rig.office.fates.push('lost')
    await rig.send()
    rig.pass(rig.deps.settings.sendLeaseMs + rig.deps.settings.settleWindowMs + 299_000)
    expect(await rig.broken()).toEqual({})
    rig.pass(2_000)
    expect(await rig.broken()).toEqual({ 'settled-in-time': 2 })
  })

  it('says what went to an address that was suppressed before', async () => {
    const rig = checkingRig()
    const { people } = await dueCampaign(database.db, 2)
    await rig.send()
    const [early, late] = people
    await database.db.$executeRaw`
      INSERT INTO suppression (id, channel, address, reason, source) VALUES
        (uuidv7(interval '-5 minutes'), 'email', ${early?.email}, 'unsubscribed', 'test'),
        (uuidv7(), 'email', ${late?.email}, 'unsubscribed', 'test')`
    expect(await rig.broken()).toEqual({ 'nobody-after-suppression': 1 })
  })

  it('says what was called sent without the provider’s word, and what stands outside the key of its step', async () => {
    const rig = checkingRig()
    const { id: campaignId } = await dueCampaign(database.db, 1)
    await rig.send()
    const where = { campaignId }
    await database.db.message.updateMany({ where, data: { providerMessageId: null, stepKey: null } })
    expect(await rig.broken()).toEqual({ 'sent-is-proven': 1, 'one-message-per-step': 1 })
  })

  it('says what is still in line for somebody who was stopped', async () => {
    const rig = checkingRig()
    const { id: campaignId } = await dueCampaign(database.db, 2)
    rig.office.fates.push('refused')
    await rig.send()
    await database.db.enrollment.updateMany({
      where: { campaignId },
      data: { status: 'stopped', nextAt: null },
    })
    expect(await rig.broken()).toEqual({ 'nothing-in-line-for-the-ended': 2 })
  })

  it('says how many of an audience are missing since the launch', async () => {
    const rig = checkingRig()
    const plan = planOf([plannedStep('One')])
    const { id: campaignId, importId } = await insertCampaign(database.db, { plan, status: 'draft' })
    await database.db.campaignVersion.deleteMany({ where: { campaignId } })
    for (let person = 0; person < 3; person += 1) {
      const { id: contactId } = await insertContact(database.db)
      await database.db.importContact.create({ data: { importId, contactId } })
    }
    await launchCampaign(rig.deps, { campaignId, actor: admin, origin: 'slack' })
    expect(await rig.broken()).toEqual({})
    const [one] = await database.db.enrollment.findMany({ where: { campaignId } })
    await database.db.enrollment.delete({ where: { id: one?.id ?? '' } })
    expect(await rig.broken()).toEqual({ 'everybody-enrolled': 1 })
  })
})
