import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals'
import { startPostmark } from '../../../sandbox/postmark/server.ts'
import type { PostmarkStandIn } from '../../../sandbox/postmark/types.ts'
import { postmarkEmail } from '../../../src/adapters/postmark.ts'
import type { CampaignPlan } from '../../../src/domain/plan.ts'
import { noLimits } from '../../../src/domain/plan-defaults.ts'
import { resumeCampaign } from '../../../src/operations/campaign/resume.ts'
import { sendDueMessages } from '../../../src/operations/message/send-due.ts'
import { type TestDatabase, testDatabase } from '../../support/database.ts'
import { plannedStep, planOf } from '../../support/plans.ts'
import { launched, minute, standingAll } from '../campaign/control-rig.ts'
import { never } from './ledger-rig.ts'

let database: TestDatabase
let postmark: PostmarkStandIn
beforeAll(async () => {
  database = await testDatabase()
  postmark = await startPostmark({
    serverToken: 'token-1',
    accountToken: 'token-2',
    domains: ['example.com'],
  })
})
beforeEach(() => postmark.reset())
afterEach(() => database.db.campaign.updateMany({ data: { status: 'cancelled' } }))
afterAll(async () => {
  await postmark.stop()
  await database.stop()
})

const nonsense = 'reply@nowhere at all'

/** A campaign that is sent over the wire, with a reply address that can be broken and mended. */
async function overTheWire(people: number, given: Partial<CampaignPlan> = {}) {
  const campaign = await launched(database.db, planOf([plannedStep('Hello')], given), { people })
  const { rig } = campaign
  const streams = { broadcastStream: 'broadcast', transactionalStream: 'outbound' }
  const email = postmarkEmail({
    serverToken: 'token-1',
    apiUrl: postmark.url,
    ...streams,
    timeoutSeconds: 60,
  })
  const send = (inboundAddress = rig.deps.settings.inboundAddress) =>
    sendDueMessages(
      { ...rig.deps, email, settings: { ...rig.deps.settings, inboundAddress } },
      { lane: 1 },
      never,
    )
  const row = () => database.db.campaign.findUniqueOrThrow({ where: { id: campaign.id } })
  const resume = () => resumeCampaign(rig.deps, campaign.as)
  const standing = () => standingAll(database.db, campaign)
  return { ...campaign, send, row, resume, standing }
}

const copies = () => [...postmark.accepted.counts().values()]
const ones = (count: number) => Array.from({ length: count }, () => 1)
/** Has Postmark find something wrong with what goes to one person. */
const rejects = (recipient: string, message: string, times = 1) =>
  postmark.faults.add({ match: { recipient }, times, reply: { status: 422, errorCode: 300, message } })
const addressOf = async (n: number, { id }: { id: string }) =>
  (
    await database.db.enrollment.findMany({
      where: { campaignId: id },
      include: { contact: true },
      orderBy: { id: 'asc' },
    })
  )[n]?.contact.email ?? ''

describe('a reply address that the provider does not take', () => {
  it('loses nobody: the campaign is paused, its owner told why, and once that is mended everybody is written to', async () => {
    const campaign = await overTheWire(60)
    await campaign.send(nonsense)
    expect(await campaign.standing()).toEqual({ waiting: 60 })
    const { status, statusReason } = await campaign.row()
    expect({ status, statusReason }).toEqual({
      status: 'paused',
      statusReason: expect.stringMatching(
        /^The email provider rejects these mails, whoever they are for: Invalid 'ReplyTo' address: .* \(code 300\)\.$/,
      ),
    })
    expect(campaign.rig.recorded.filter(({ job }) => job === 'note-paused')).toHaveLength(1)
    campaign.rig.pass(10 * minute)
    await campaign.resume()
    await campaign.send()
    expect(copies()).toEqual(ones(60))
    expect(await campaign.standing()).toEqual({ sent: 60 })
    expect(await campaign.row()).toMatchObject({ status: 'completed', statusReason: null })
  })

  it('loses nobody either where mails go out one by one, however often somebody resumes in vain', async () => {
    const limits = { ...noLimits, gap: { seconds: 60, jitterSeconds: 0 } }
    const campaign = await overTheWire(4, { limits })
    for (let n = 0; n < 4; n += 1) {
      await campaign.send(nonsense)
      expect(await campaign.row()).toMatchObject({ status: 'paused' })
      campaign.rig.pass(2 * minute)
      await campaign.resume()
    }
    expect(await campaign.standing()).toEqual({ waiting: 4 })
    for (let n = 0; n < 4; n += 1) {
      await campaign.send()
      campaign.rig.pass(2 * minute)
    }
    expect(copies()).toEqual(ones(4))
  })

  it('that was taken before stops a campaign that writes one by one at the fifth', async () => {
    const limits = { ...noLimits, gap: { seconds: 60, jitterSeconds: 0 } }
    const campaign = await overTheWire(9, { limits })
    for (const inboundAddress of [undefined, ...Array.from({ length: 7 }, () => nonsense)]) {
      await campaign.send(inboundAddress)
      campaign.rig.pass(2 * minute)
    }
    expect(await campaign.standing()).toEqual({ sent: 1, rejected: 4, waiting: 4 })
    expect(await campaign.row()).toMatchObject({ status: 'paused' })
  })
})

describe('a mail that the provider rejects', () => {
  it('among others that it takes is so for itself, and the campaign goes on', async () => {
    const campaign = await overTheWire(12)
    rejects(await addressOf(3, campaign), "The 'Subject' must not be longer than 2000 characters.")
    await campaign.send()
    expect(await campaign.standing()).toEqual({ sent: 11, rejected: 1 })
    expect(await campaign.row()).toMatchObject({ status: 'completed', statusReason: null })
  })

  it('for an address that is none is so for itself, alone in its call or first in its campaign', async () => {
    const campaign = await overTheWire(1)
    const address = await addressOf(0, campaign)
    rejects(address, `Invalid 'To' address: '${address}'.`)
    await campaign.send()
    expect(await campaign.standing()).toEqual({ rejected: 1 })
  })

  it('first of all does not hold up the others once somebody resumes', async () => {
    const limits = { ...noLimits, gap: { seconds: 60, jitterSeconds: 0 } }
    const campaign = await overTheWire(3, { limits })
    rejects('*', 'The Subject is too long.')
    await campaign.send()
    const first = await database.db.message.findFirstOrThrow({ where: { campaignId: campaign.id } })
    expect(first.state).toBe('queued')
    rejects(first.address ?? '', 'The Subject is too long.', 9)
    for (let n = 0; n < 9; n += 1) {
      await campaign.send()
      if ((await campaign.row()).status === 'paused') await campaign.resume()
      campaign.rig.pass(2 * minute)
    }
    expect(await campaign.standing()).toEqual({ sent: 2, rejected: 1 })
  })
})

const oneByOne = { limits: { ...noLimits, gap: { seconds: 60, jitterSeconds: 0 } } }

describe('a campaign of one person whose mail the provider rejects', () => {
  it('is paused with their address, and rejects it for itself once somebody has resumed', async () => {
    const campaign = await overTheWire(1)
    const address = await addressOf(0, campaign)
    rejects(address, 'The Subject is too long.', 9)
    await campaign.send()
    const { status, statusReason } = await campaign.row()
    expect({ status, statusReason }).toEqual({
      status: 'paused',
      statusReason: `The first mail, to ${address}, was rejected: The Subject is too long (code 300). If it is again after somebody has resumed, only this person is left out.`,
    })
    expect(await campaign.standing()).toEqual({ waiting: 1 })
    await campaign.resume()
    campaign.rig.pass(2 * minute)
    await campaign.send()
    expect(await campaign.standing()).toEqual({ rejected: 1 })
    expect(await campaign.row()).toMatchObject({ status: 'completed', statusReason: null })
  })
})

/** Forty people of whom some get A, the others B, and who of them got what. */
async function twoVariants(given: Partial<CampaignPlan> = {}) {
  const variants = ['A', 'B'].map((name) => ({ name, weight: 1, subject: name, body: 'Hello' }))
  const campaign = await overTheWire(40, { steps: [plannedStep('', { variants })], ...given })
  const getB = await database.db.$queryRaw<{ email: string }[]>`
    SELECT ct.email FROM enrollment e JOIN contact ct ON ct.id = e.contact_id JOIN step s ON s.id = e.step_id
    JOIN variant v ON v.step_id = s.id AND v.position = 2
    WHERE e.campaign_id = ${campaign.id}::uuid
      AND ('x' || left(md5(e.id::text || s.key), 4))::bit(16)::int >= v.draw_from`
  expect(getB.length).toBeGreaterThanOrEqual(5)
  expect(getB.length).toBeLessThanOrEqual(35)
  for (const { email } of getB) rejects(email, 'The HtmlBody is too large.', 40)
  return { ...campaign, a: 40 - getB.length, b: getB.length }
}

describe('a variant that the provider rejects', () => {
  const statusReason =
    'The email provider rejects the mails of variant B, whoever they are for: The HtmlBody is too large (code 300).'

  it('pauses its campaign by name while the other is taken, and loses nobody', async () => {
    const campaign = await twoVariants()
    await campaign.send()
    expect(await campaign.standing()).toEqual({ sent: campaign.a, waiting: campaign.b })
    expect(await campaign.row()).toMatchObject({ status: 'paused', statusReason })
    postmark.faults.clear()
    await campaign.resume()
    campaign.rig.pass(2 * minute)
    await campaign.send()
    expect(await campaign.standing()).toEqual({ sent: 40 })
    expect(copies()).toEqual(ones(40))
  })

  it('pauses a campaign that writes one by one at its fifth, whatever is taken of the other between', async () => {
    const campaign = await twoVariants(oneByOne)
    for (let n = 0; n < 45 && (await campaign.row()).status === 'running'; n += 1) {
      await campaign.send()
      campaign.rig.pass(2 * minute)
      // Somebody looks at the first mail and goes on.
      if ((await campaign.row()).statusReason?.startsWith('The first mail')) await campaign.resume()
    }
    expect(await campaign.row()).toMatchObject({ status: 'paused' })
    expect((await campaign.standing())['rejected'] ?? 0).toBeLessThanOrEqual(4)
  })
})

describe('what became of the mails before', () => {
  it('counts however many were skipped since: a mail alone in its call does not stop what was taken before', async () => {
    const campaign = await overTheWire(3, oneByOne)
    await campaign.send()
    const skipped = {
      direction: 'outbound',
      purpose: 'sequence',
      state: 'skipped',
      address: 'x@lead.example',
      campaignId: campaign.id,
    } as const
    await database.db.message.createMany({ data: Array.from({ length: 600 }, () => skipped) })
    rejects('*', 'The Subject is too long.', 1)
    campaign.rig.pass(2 * minute)
    await campaign.send()
    expect(await campaign.row()).toMatchObject({ status: 'running' })
    expect(await campaign.standing()).toEqual({ sent: 1, rejected: 1, waiting: 1 })
  })

  it('does not count addresses that are none towards a fault that mails share', async () => {
    const campaign = await overTheWire(7, oneByOne)
    for (let n = 0; n < 6; n += 1) {
      if (n > 0) rejects('*', n < 5 ? "Invalid 'To' address: 'x'." : 'The Subject is too long.', 1)
      await campaign.send()
      campaign.rig.pass(2 * minute)
    }
    expect(await campaign.row()).toMatchObject({ status: 'running' })
    expect(await campaign.standing()).toEqual({ sent: 1, rejected: 5, waiting: 1 })
  })
})
