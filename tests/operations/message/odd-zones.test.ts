import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals'
import { applySignals } from '../../../src/db/signal-queries.ts'
import type { CampaignPlan, SendWindow } from '../../../src/domain/plan.ts'
import { launchCampaign } from '../../../src/operations/campaign/launch.ts'
import { applyImport } from '../../../src/operations/import/apply.ts'
import { type TestDatabase, testDatabase } from '../../support/database.ts'
import { importRig, makeDraft } from '../../support/drafts.ts'
import { after, plannedStep, planOf } from '../../support/plans.ts'
import { admin } from '../../support/rows.ts'
import { textBytes } from '../../support/samples.ts'
import {
  type ControlledCampaign,
  day,
  drafted,
  hour,
  launched,
  mailsGot,
  standingAll,
} from '../campaign/control-rig.ts'
import { edit, rowOf } from '../campaign/edit-rig.ts'
import { ledgerRig } from './ledger-rig.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await testDatabase()
})
afterAll(() => database.stop())
afterEach(() => database.db.campaign.updateMany({ data: { status: 'cancelled' } }))

const office: SendWindow = { days: [1, 2, 3, 4, 5], from: '09:00', to: '17:00' }
const one = plannedStep('One')
const two = plannedStep('Two', { wait: after(3, 'days') })

// Whatever Intl has a meaning for and Temporal refuses, and what lists have besides.
const written =
  `ACT AET AGT ART AST BET BST CAT CNT CST CTT EAT ECT IET IST JST MIT NET NST PLT PNT PRT PST SST VST
  PDT EST EDT CDT MST GMT CET CEST AEST est Mars/Olympus`.split(/\s+/)

/** Sends and asks the provider every six hours, for two weeks. */
async function runOut({ rig }: Pick<ControlledCampaign, 'rig'>): Promise<void> {
  for (let passed = 0; passed < 14 * day; passed += 6 * hour) {
    await rig.send()
    await rig.reconcile()
    rig.pass(6 * hour)
  }
}

it('people whose file says PST, or anything like it, get every mail of a campaign with a window, as do all others', async () => {
  const { db } = database
  const lines = written.map((zone, n) => `zone${n}@odd.example,${zone},`)
  const file = ['Email,Time zone,Country', ...lines, 'us@odd.example,CST,USA', 'in@odd.example,IST,India']
  const imports = importRig(db, textBytes(file.join('\n')))
  const { campaignId, importId } = await makeDraft(imports, { subject: 'One', body: 'Hello' })
  await applyImport(imports, { importId })
  const plan = planOf([one, two], { window: office, zone: 'Europe/Berlin' })
  await db.campaign.update({ where: { id: campaignId }, data: { plan } })
  const rig = ledgerRig(db, { sendBatch: 5 })

  await launchCampaign(rig.deps, { campaignId, actor: admin, origin: 'slack' })
  const zoneOf = async (email: string) =>
    (await db.enrollment.findFirstOrThrow({ where: { campaignId, contact: { email } } })).zone
  const pst = written.indexOf('PST')
  expect(await zoneOf(`zone${pst}@odd.example`)).toBe('America/Los_Angeles')
  expect(await zoneOf(`zone${written.indexOf('IST')}@odd.example`)).toBe('Europe/Berlin')
  expect([await zoneOf('us@odd.example'), await zoneOf('in@odd.example')]).toEqual([
    'America/Chicago',
    'Asia/Kolkata',
  ])
  // 09:00 UTC on a Friday: it is night in California.
  await rig.send()
  const early = await db.message.findMany({ where: { campaignId }, select: { address: true } })
  expect(early.length).toBeGreaterThan(10)
  expect(early.map(({ address }) => address)).not.toContain(`zone${pst}@odd.example`)

  await runOut({ rig })
  expect(await mailsGot(db, { id: campaignId })).toEqual({ 'One, Two': written.length + 2 })
  expect((await rowOf(db, { id: campaignId })).status).toBe('completed')
})

describe('a zone that was stored when it still passed for one', () => {
  /** Gives the first person, the campaign's zones, its drafted plan and its frozen one the zone `PST`, as it was once let through. */
  async function spoil({ id }: { id: string }, plan: CampaignPlan): Promise<void> {
    const { db } = database
    const first = await db.enrollment.findFirstOrThrow({ where: { campaignId: id }, orderBy: { id: 'asc' } })
    await db.enrollment.update({ where: { id: first.id }, data: { zone: 'PST' } })
    await db.campaignZone.create({ data: { campaignId: id, zone: 'PST' } })
    const spoilt = { ...plan, zone: 'PST' }
    await db.campaignVersion.updateMany({ where: { campaignId: id }, data: { plan: spoilt } })
    await db.campaign.update({ where: { id }, data: { plan: spoilt } })
  }

  it.each([
    ['without a window', {}],
    ['with a window', { window: office }],
  ])('stops nobody: all get both mails, %s', async (_, given) => {
    const campaign = await launched(database.db, planOf([one, two], given), { people: 5, sendBatch: 2 })
    await spoil(campaign, campaign.plan)
    await runOut(campaign)
    expect(await mailsGot(database.db, campaign)).toEqual({ 'One, Two': 5 })
    expect(await standingAll(database.db, campaign)).toEqual({ sent: 5 })
  })

  it('stops nobody when the answer of the provider is lost and found again', async () => {
    const campaign = await launched(database.db, planOf([one, two]), { people: 5 })
    await spoil(campaign, campaign.plan)
    campaign.rig.office.fates.push('answer-lost')
    await campaign.rig.send()
    await campaign.rig.reconcileLater()
    await runOut(campaign)
    expect(await mailsGot(database.db, campaign)).toEqual({ 'One, Two': 5 })
  })

  it('stops no edit that gives the campaign a window for those under way', async () => {
    const campaign = await launched(database.db, planOf([one, two]), { people: 5 })
    await spoil(campaign, campaign.plan)
    await campaign.rig.send()
    const zone = 'America/Los_Angeles'
    const { kind } = await edit(campaign, [one, two], { window: office, zone, inFlight: 'move' })
    expect(kind).toBe('saved')
    await runOut(campaign)
    expect(await mailsGot(database.db, campaign)).toEqual({ 'One, Two': 5 })
  })

  it('of a contact stops no launch with a window', async () => {
    const { db } = database
    const campaign = await drafted(db, planOf([one, two], { window: office }), 2)
    const { importId } = await rowOf(db, campaign)
    const [person] = await db.importContact.findMany({ where: { importId } })
    await db.contact.update({ where: { id: person?.contactId ?? '' }, data: { timeZone: 'PST' } })
    const rig = ledgerRig(db)
    await launchCampaign(rig.deps, campaign.as)
    const zones = await db.enrollment.findMany({ where: { campaignId: campaign.id }, select: { zone: true } })
    expect(zones.map(({ zone }) => zone).toSorted()).toEqual(['America/Los_Angeles', 'UTC'])
    await runOut({ rig })
    expect(await mailsGot(db, campaign)).toEqual({ 'One, Two': 2 })
  })

  it('lets somebody be away, until the morning where that zone is', async () => {
    const { db } = database
    const campaign = await launched(db, planOf([one, two]), { people: 1 })
    await spoil(campaign, campaign.plan)
    const { id: enrollmentId } = await db.enrollment.findFirstOrThrow({ where: { campaignId: campaign.id } })
    const note = 'I am out of office and back on 7 December.'
    await applySignals(db, [{ enrollmentId, signal: 'out-of-office', note }], campaign.rig.deps.clock.now())
    const { resumeAt } = await db.enrollment.findUniqueOrThrow({ where: { id: enrollmentId } })
    expect(resumeAt?.toISOString()).toBe('2026-12-07T17:00:00.000Z')
  })
})
