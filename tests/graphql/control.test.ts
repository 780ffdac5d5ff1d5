import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { readPlan } from '../../src/db/stored-plan.ts'
import { after, plannedStep, planOf } from '../support/plans.ts'
import { enroll, insertCampaign, insertContact, insertMessage } from '../support/rows.ts'
import { type GraphqlWorld, startGraphql } from './client.ts'

let world: GraphqlWorld
beforeAll(async () => {
  world = await startGraphql()
})
afterAll(async () => {
  await world.stop()
})

const variants = [
  { name: 'A', weight: 1, subject: 'Hello', body: 'Hi' },
  { name: 'B', weight: 3, subject: 'Hey', body: 'Hi' },
]

/** A running campaign of two steps with a person whose first mail waits for a person. */
async function stuck() {
  const { db } = world.database
  const plan = planOf([plannedStep('', { variants }), plannedStep('Bye', { wait: after(3, 'days') })])
  const campaign = await insertCampaign(db, { plan })
  const contact = await insertContact(db)
  const enrollment = await enroll(db, { campaign, contactId: contact.id })
  const message = await insertMessage(db, { enrollment, state: 'needs_human' })
  await db.message.update({
    where: { id: message.id },
    data: { reason: 'not found', claimedAt: new Date(), attempts: 2 },
  })
  await db.enrollment.update({
    where: { id: enrollment.id },
    data: { status: 'stopped', reason: 'not found', nextAt: null },
  })
  return { campaign, message, enrollment }
}

const planFields = `zone window { days } steps { key wait { for { amount unit } untilTime untilDate { date } } variants { name } }
  rules { reply outOfOffice } company reentry besideOthers priority limits { perSenderDay warmUp gap { seconds } } holdoutPercent`

it('a campaign shows the steps of its newest version, where everybody stands, and why it is not finished', async () => {
  const { campaign } = await stuck()
  const { steps, zone, window, company, besideOthers, priority, holdoutPercent } = readPlan(campaign.plan)
  const planRead = {
    zone,
    window,
    company,
    besideOthers,
    priority,
    holdoutPercent,
    reentry: 'never',
    steps: steps.map(({ key, wait, variants: planned }) => ({
      key,
      wait: { for: { ...wait, kind: undefined }, untilTime: null, untilDate: null },
      variants: planned.map(({ name }) => ({ name })),
    })),
    rules: { reply: 'stop', outOfOffice: 'pause' },
    limits: { perSenderDay: null, warmUp: false, gap: null },
  }
  const waiting = await insertContact(world.database.db)
  await enroll(world.database.db, { campaign, contactId: waiting.id })
  const { body } = await world.ask(
    `query ($id: UUID!) { campaign(id: $id) {
      currentVersion { number plan { ${planFields} } steps { position channel variants { name weight subject } } }
      standing { audience waiting needsHuman } explanation { total lines { count kind why until } }
      enrollments { nodes { zone resumeAt reason nextAt step { position } version { number } } } } }`,
    { id: campaign.id },
  )
  expect(body).toEqual({
    data: {
      campaign: {
        currentVersion: {
          number: 1,
          plan: planRead,
          steps: [
            {
              position: 1,
              channel: 'email',
              variants: variants.map(({ name, weight, subject }) => ({ name, weight, subject })),
            },
            { position: 2, channel: 'email', variants: [{ name: 'A', weight: 1, subject: 'Bye' }] },
          ],
        },
        standing: { audience: 2, waiting: 1, needsHuman: 1 },
        explanation: {
          total: 2,
          lines: [
            { count: 1, kind: 'due', why: 'due, and next in line', until: null },
            { count: 1, kind: 'person', why: expect.stringContaining('a person must decide'), until: null },
          ],
        },
        enrollments: {
          nodes: [
            expect.objectContaining({
              zone: 'UTC',
              reason: null,
              step: { position: 1 },
              version: { number: 1 },
            }),
            expect.objectContaining({ reason: 'not found', nextAt: null, resumeAt: null }),
          ],
        },
      },
    },
  })
})

describe('what waits for a person', () => {
  const replay = `mutation ($id: UUID!) { replayProblem(kind: message, id: $id) {
    __typename ... on ReplayProblemSuccess { outcome } ... on Refusal { code } } }`
  const discard = `mutation ($id: UUID!) { discardProblem(kind: message, id: $id) {
    __typename ... on DiscardProblemSuccess { id } ... on Refusal { code } } }`

  it('is listed with its reason, replayed once, and goes back in line', async () => {
    const { message, campaign } = await stuck()
    const { body } = await world.ask(
      '{ problems(first: 1) { messages nodes { kind id reason campaignName } } }',
    )
    expect(body).toMatchObject({
      data: {
        problems: {
          nodes: [{ kind: 'message', id: message.id, reason: 'not found', campaignName: campaign.name }],
        },
      },
    })
    const first = await world.ask(replay, { id: message.id }, world.tokens.admin)
    expect(first.body).toEqual({
      data: { replayProblem: { __typename: 'ReplayProblemSuccess', outcome: 'in_line' } },
    })
    const second = await world.ask(replay, { id: message.id }, world.tokens.marketer)
    expect(second.body).toEqual({
      data: { replayProblem: { __typename: 'Refusal', code: 'problem-settled' } },
    })
    const row = await world.database.db.message.findUniqueOrThrow({ where: { id: message.id } })
    expect(row.state).toBe('queued')
    const entry = await world.database.db.auditEntry.findFirstOrThrow({ where: { subjectId: message.id } })
    expect(entry).toMatchObject({
      action: 'replayed',
      origin: 'graphql',
      actor: expect.stringMatching(/^token:/),
    })
  })

  it('is discarded', async () => {
    const { message } = await stuck()
    const { body } = await world.ask(discard, { id: message.id }, world.tokens.admin)
    expect(body).toEqual({
      data: { discardProblem: { __typename: 'DiscardProblemSuccess', id: message.id } },
    })
  })

  it('is for an admin to decide about where it is a webhook', async () => {
    const { id } = await world.database.db.webhookDelivery.create({
      data: {
        source: 'postmark-event',
        dedupeKey: 'lost',
        payload: {},
        outcome: 'failed',
        appliedAt: new Date(),
      },
    })
    for (const mutation of [replay, discard]) {
      const asked = mutation.replace('kind: message', 'kind: webhook')
      const { body } = await world.ask(asked, { id }, world.tokens.marketer)
      expect(Object.values(body.data ?? {})).toEqual([{ __typename: 'Refusal', code: 'not-admin' }])
    }
    const { body } = await world.ask(
      discard.replace('kind: message', 'kind: webhook'),
      { id },
      world.tokens.admin,
    )
    expect(body.data).toEqual({ discardProblem: { __typename: 'DiscardProblemSuccess', id } })
  })

  it('is for an admin to decide about where it belongs to no campaign', async () => {
    const { id } = await world.database.db.message.create({
      data: { direction: 'outbound', purpose: 'test', state: 'needs_human', address: 'mara@example.com' },
    })
    const refused = await world.ask(discard, { id }, world.tokens.marketer)
    expect(refused.body.data).toEqual({ discardProblem: { __typename: 'Refusal', code: 'not-admin' } })
    const { body } = await world.ask(discard, { id }, world.tokens.admin)
    expect(body.data).toEqual({ discardProblem: { __typename: 'DiscardProblemSuccess', id } })
  })

  it.each(['analyst', 'sales'] as const)('is nothing for a token of a %s to decide about', async (role) => {
    const { message } = await stuck()
    for (const mutation of [replay, discard]) {
      const { body } = await world.ask(mutation, { id: message.id }, world.tokens[role])
      expect(Object.values(body.data ?? {})).toEqual([{ __typename: 'Refusal', code: 'token-not-allowed' }])
    }
    const row = await world.database.db.message.findUniqueOrThrow({ where: { id: message.id } })
    expect(row.state).toBe('needs_human')
  })
})

it('a campaign is recalled, and the answer tells where everybody stands', async () => {
  const { campaign } = await stuck()
  const recall = `mutation ($id: UUID!) { recallCampaign(id: $id) {
    __typename ... on RecallCampaignSuccess { standing { audience needsHuman waiting } } ... on Refusal { code } } }`
  const { body } = await world.ask(recall, { id: campaign.id }, world.tokens.admin)
  expect(body).toEqual({
    data: {
      recallCampaign: {
        __typename: 'RecallCampaignSuccess',
        standing: { audience: 1, needsHuman: 1, waiting: 0 },
      },
    },
  })
  const again = await world.ask(recall, { id: campaign.id }, world.tokens.admin)
  expect(again.body).toEqual({
    data: { recallCampaign: { __typename: 'Refusal', code: 'campaign-cannot-recall' } },
  })
})

it('somebody who is paused goes on when a program that runs campaigns says so, and no other', async () => {
  const { enrollment } = await stuck()
  const paused = { status: 'paused', reason: 'replied', nextAt: new Date() } as const
  await world.database.db.enrollment.update({ where: { id: enrollment.id }, data: paused })
  const resume = `mutation ($id: UUID!) { resumeEnrollment(id: $id) {
    __typename ... on ResumeEnrollmentSuccess { enrollment { id reason } } ... on Refusal { code } } }`
  const refused = await world.ask(resume, { id: enrollment.id }, world.tokens.sales)
  expect(refused.body.data).toEqual({
    resumeEnrollment: { __typename: 'Refusal', code: 'token-not-allowed' },
  })
  const { body } = await world.ask(resume, { id: enrollment.id }, world.tokens.marketer)
  const node = { id: enrollment.id, reason: 'released' }
  expect(body).toEqual({
    data: { resumeEnrollment: { __typename: 'ResumeEnrollmentSuccess', enrollment: node } },
  })
  await world.database.db.enrollment.update({ where: { id: enrollment.id }, data: { status: 'stopped' } })
  const again = await world.ask(resume, { id: enrollment.id }, world.tokens.admin)
  expect(again.body).toEqual({
    data: { resumeEnrollment: { __typename: 'Refusal', code: 'enrollment-not-paused' } },
  })
})
