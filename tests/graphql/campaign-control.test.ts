import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals'
import { drafted, hour, launched } from '../operations/campaign/control-rig.ts'
import { after, plannedStep, planOf } from '../support/plans.ts'
import { type GraphqlWorld, startGraphql } from './client.ts'

let world: GraphqlWorld
beforeAll(async () => {
  world = await startGraphql()
})
afterAll(async () => {
  await world.stop()
})
afterEach(() => world.database.db.campaign.updateMany({ data: { status: 'cancelled' } }))

const tomorrow = new Date(Date.now() + 24 * hour).toISOString()
const plan = planOf([plannedStep('One'), plannedStep('Two', { wait: after(1, 'days') })], {
  maxLatenessMinutes: 60,
})

/** Every mutation that controls a campaign. */
const names = [
  'launchCampaign',
  'scheduleCampaign',
  'unscheduleCampaign',
  'pauseCampaign',
  'resumeCampaign',
  'cancelCampaign',
  'recallCampaign',
  'releaseLate',
] as const
type Mutation = (typeof names)[number]

/** What each of them answers besides the campaign, and is told besides its id. */
const mutations: Record<Mutation, { counts: string; also?: string }> = {
  launchCampaign: { counts: 'audience' },
  scheduleCampaign: { counts: 'startsAt audience', also: `, startsAt: "${tomorrow}"` },
  unscheduleCampaign: { counts: '' },
  pauseCampaign: { counts: 'waiting withProvider' },
  resumeCampaign: { counts: 'waiting withProvider' },
  cancelCampaign: { counts: 'stopped takenBack withProvider' },
  recallCampaign: { counts: 'stopped takenBack withProvider standing { audience notWritten sent }' },
  releaseLate: { counts: 'sent skipped completed', also: ', what: skip' },
}

function control(name: Mutation, { id }: { id: string }, token = world.tokens.marketer) {
  const { counts, also = '' } = mutations[name]
  const type = `${name[0]?.toUpperCase()}${name.slice(1)}Success`
  const query = `mutation ($id: UUID!) { outcome: ${name}(id: $id${also}) {
    __typename ... on ${type} { campaign { status } ${counts} } ... on Refusal { code message } } }`
  return world.ask(query, { id }, token).then(({ body }) => body.data)
}

const sent = async () => {
  const campaign = await launched(world.database.db, plan, { people: 2 })
  await campaign.rig.send()
  return campaign
}
const auditOf = async ({ id }: { id: string }) =>
  (
    await world.database.db.auditEntry.findMany({
      where: { subjectId: id, origin: 'graphql' },
      orderBy: { id: 'asc' },
    })
  ).map(({ action, actor }) => [action, actor])

describe('a program that runs campaigns', () => {
  it('schedules a draft, takes that back, launches it, and reads each time for how many', async () => {
    const campaign = await drafted(world.database.db, plan, 3)
    const scheduled = { startsAt: tomorrow, audience: 3, campaign: { status: 'scheduled' } }
    const launch = { audience: 3, campaign: { status: 'running' } }
    expect(await control('scheduleCampaign', campaign)).toMatchObject({ outcome: scheduled })
    expect(await control('unscheduleCampaign', campaign)).toMatchObject({
      outcome: { campaign: { status: 'draft' } },
    })
    expect(await control('launchCampaign', campaign)).toMatchObject({ outcome: launch })
    expect(await control('launchCampaign', campaign)).toMatchObject({
      outcome: { __typename: 'Refusal', code: 'campaign-cannot-launch' },
    })
    expect(await world.database.db.enrollment.count({ where: { campaignId: campaign.id } })).toBe(3)
    const { id } = await world.database.db.apiToken.findFirstOrThrow({ where: { name: 'marketer' } })
    expect(await auditOf(campaign)).toEqual(
      ['scheduled', 'unscheduled', 'launched'].map((action) => [action, `token:${id}`]),
    )
  })

  it('pauses and resumes, and reads how many are under way', async () => {
    const campaign = await sent()
    const { id } = await world.database.db.message.findFirstOrThrow({ where: { campaignId: campaign.id } })
    await world.database.db.message.update({ where: { id }, data: { state: 'sending' } })
    await world.database.db.enrollment.updateMany({
      where: { messages: { some: { id } } },
      data: { nextAt: null },
    })
    const counts = { waiting: 1, withProvider: 1 }
    expect(await control('pauseCampaign', campaign)).toMatchObject({
      outcome: { ...counts, campaign: { status: 'paused' } },
    })
    expect(await control('resumeCampaign', campaign)).toMatchObject({
      outcome: { ...counts, campaign: { status: 'running' } },
    })
  })

  it('cancels, and reads whom that stopped', async () => {
    const campaign = await sent()
    expect(await control('cancelCampaign', campaign)).toMatchObject({
      outcome: { stopped: 2, takenBack: 2, withProvider: 0, campaign: { status: 'cancelled' } },
    })
  })

  it('recalls, and reads besides that where everybody stands', async () => {
    const campaign = await launched(world.database.db, plan, { people: 2 })
    expect(await control('recallCampaign', campaign)).toMatchObject({
      outcome: { stopped: 2, takenBack: 2, standing: { audience: 2, notWritten: 2, sent: 0 } },
    })
  })

  it('decides about late mails, and reads what becomes of whom', async () => {
    const campaign = await launched(world.database.db, plan, { people: 2 })
    campaign.rig.pass(3 * hour)
    await campaign.rig.send()
    expect(await control('releaseLate', campaign)).toMatchObject({
      outcome: { sent: 0, skipped: 2, completed: 0, campaign: { status: 'running' } },
    })
    expect(await auditOf(campaign)).toEqual([['released late', expect.stringMatching(/^token:/)]])
  })
})

describe.each(names)('%s', (name) => {
  it.each(['analyst', 'sales'] as const)(
    'is refused to a token of a %s, and nothing happens',
    async (role) => {
      const campaign = await drafted(world.database.db, plan, 1)
      expect(await control(name, campaign, world.tokens[role])).toEqual({
        outcome: {
          __typename: 'Refusal',
          code: 'token-not-allowed',
          message: `A token with the role ${role} may only read. Ask with one that has the role admin or marketer.`,
        },
      })
      const { status } = await world.database.db.campaign.findUniqueOrThrow({ where: { id: campaign.id } })
      expect([status, await auditOf(campaign)]).toEqual(['draft', []])
    },
  )

  it('refuses a campaign that is over, and one that is not there', async () => {
    const campaign = await drafted(world.database.db, plan, 1)
    const { db } = world.database
    await db.campaign.update({ where: { id: campaign.id }, data: { status: 'completed' } })
    const refused = { __typename: 'Refusal', message: expect.stringContaining('is finished') }
    expect(await control(name, campaign)).toMatchObject({ outcome: refused })
    const gone = { id: '019a8f4e-6c5a-7d3e-8a11-2b7f0c9d4e55' }
    expect(await control(name, gone)).toMatchObject({ outcome: { code: 'campaign-gone' } })
    expect(await auditOf(campaign)).toEqual([])
  })
})

it('a start that is over, or that is no moment, is refused with what to do', async () => {
  const campaign = await drafted(world.database.db, plan, 1)
  const schedule = `mutation ($id: UUID!, $at: DateTime!) { scheduleCampaign(id: $id, startsAt: $at) {
    __typename ... on Refusal { code } } }`
  const ask = (at: string) => world.ask(schedule, { id: campaign.id, at }, world.tokens.admin)
  expect((await ask('2020-01-01T00:00:00Z')).body.data).toEqual({
    scheduleCampaign: { __typename: 'Refusal', code: 'start-over' },
  })
  const { status, text } = await ask('tomorrow')
  expect([status, text]).toEqual([400, expect.stringContaining('A moment looks like')])
})
