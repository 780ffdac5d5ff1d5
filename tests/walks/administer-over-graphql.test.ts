import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { people } from '../../sandbox/demo/workspace-seed.ts'
import { createToken } from '../../src/operations/token/create.ts'
import {
  campaignRow,
  cardSays,
  draftedCampaign,
  expectTaken,
  handedOverLead,
  launchedCampaign,
  messagesOf,
  sentCampaign,
  type ToldLead,
} from '../support/story.ts'
import { until } from '../support/until.ts'
import { startWorld, type World } from '../support/world.ts'

let world: World
const tokens = { analyst: '', marketer: '' }

beforeAll(async () => {
  world = await startWorld()
  for (const role of ['analyst', 'marketer'] as const) {
    tokens[role] = (await createToken({ db: world.database.db }, { name: role, role })).token
  }
})
afterAll(() => world.stop())

async function ask(query: string, { token = tokens.analyst, ...variables }: Record<string, string> = {}) {
  const answer = await fetch(`${world.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body: JSON.stringify({ query, variables }),
  })
  return { status: answer.status, text: await answer.text() }
}

describe('an analyst with a token', () => {
  let lead: ToldLead
  beforeAll(async () => {
    lead = await handedOverLead(world)
  })

  it('reads the whole story of a lead, from the campaign to the handover', async () => {
    const { text } = await ask(
      `query ($id: UUID!) {
        campaign(id: $id) { name progress { audience sent replied handedOver } enrollments(first: 5) { nodes { status } } }
        messages(campaignId: $id, state: sent, first: 5) { nodes { contact { email } } }
        replies(campaignId: $id, first: 5) { nodes { kind assessment { intent score } } }
        handovers(campaignId: $id, first: 5) { nodes { status leadScore contact { email } } } }`,
      { id: lead.campaign.id },
    )
    const email = lead.address
    expect(JSON.parse(text)).toEqual({
      data: {
        campaign: {
          name: lead.campaign.name,
          progress: { audience: 1, sent: 1, replied: 1, handedOver: 1 },
          enrollments: { nodes: [{ status: 'replied' }] },
        },
        messages: { nodes: [{ contact: { email } }] },
        replies: {
          nodes: [{ kind: 'human', assessment: { intent: 'interested', score: expect.any(Number) } }],
        },
        handovers: { nodes: [{ status: 'open', leadScore: expect.any(Number), contact: { email } }] },
      },
    })
  })

  it('pages through everybody without missing or repeating one', async () => {
    const { id, addresses } = await sentCampaign(world, { contacts: 7 })
    const seen: string[] = []
    let after = ''
    for (let page = 0; page < 4; page += 1) {
      const { text } = await ask(
        `query ($id: UUID!) { messages(campaignId: $id, first: 2${after ? `, after: "${after}"` : ''}) {
          nodes { contact { email } } pageInfo { endCursor } } }`,
        { id },
      )
      seen.push(...[...text.matchAll(/"email":"([^"]+)"/g)].map((match) => String(match[1])))
      after = /"endCursor":"([^"]+)"/.exec(text)?.[1] ?? ''
    }
    expect(seen.toSorted()).toEqual(addresses.toSorted())
  })

  it('may not pause, and nothing happens', async () => {
    const pause = 'mutation ($id: UUID!) { pauseCampaign(id: $id) { ... on Refusal { code } } }'
    const { text } = await ask(pause, { id: lead.campaign.id })
    expect(text).toContain('token-not-allowed')
  })
})

it('without a token, or with one that is not ours, the answer is 401', async () => {
  for (const token of ['', 'baton_guess']) {
    expect((await ask('{ campaigns(first: 1) { nodes { id } } }', { token })).status).toBe(401)
  }
})

it('pausing over GraphQL does what the button in Slack does, and both are on record', async () => {
  const endFault = world.postmark.faults.add({
    match: { path: '/email/batch' },
    reply: 'rate-limit',
    times: Number.POSITIVE_INFINITY,
  })
  const campaign = await launchedCampaign(world, { contacts: 3 })
  const pause = `mutation ($id: UUID!) { pauseCampaign(id: $id) {
    ... on PauseCampaignSuccess { campaign { status } } ... on Refusal { message code } } }`
  const { text } = await ask(pause, { id: campaign.id, token: tokens.marketer })
  endFault()
  expect(JSON.parse(text)).toEqual({ data: { pauseCampaign: { campaign: { status: 'paused' } } } })
  await cardSays(world, campaign, /Paused/)
  expect(JSON.parse((await ask(pause, { id: campaign.id, token: tokens.marketer })).text)).toMatchObject({
    data: { pauseCampaign: { message: expect.stringContaining('is paused'), code: 'campaign-cannot-pause' } },
  })
  const maya = world.slack.person(people.maya)
  const where = { channel: '#campaigns', containing: campaign.name }
  expectTaken(await maya.click({ where, text: 'Resume' }))
  await until('the campaign to go on', async () => (await campaignRow(world, campaign)).status !== 'paused')
  const entries = await world.database.db.auditEntry.findMany({
    where: { subjectId: campaign.id, action: { in: ['paused', 'resumed'] } },
    orderBy: { id: 'asc' },
  })
  expect(entries.map(({ action, origin, actor }) => [action, origin, actor.split(':')[0]])).toEqual([
    ['paused', 'graphql', 'token'],
    ['resumed', 'slack', 'member'],
  ])
})

it('a program adds a mail to a draft, is told of a mistake in it, launches it, and everybody gets both', async () => {
  const campaign = await draftedCampaign(world, { contacts: 2 })
  await world.slack.person(people.maya).close('all')
  const save = `mutation ($id: UUID!, $subject: String!) { savePlan(id: $id, change: { putStep: {
    wait: { for: { amount: 0, unit: minutes } }, variants: [{ name: "A", weight: 1, subject: $subject, body: "Bye" }] } }) {
    ... on SavePlanSuccess { campaign { plan { steps { variants { subject } } } } }
    ... on PlanProblems { problems { path sentence } } } }`
  const as = { id: campaign.id, token: tokens.marketer }
  const wrong = await ask(save, { ...as, subject: 'Bye, {{ nickname }}' })
  expect(wrong.text).toMatch(/"steps\.1\.variants\.0\.subject".*no merge field “nickname”/)
  expect((await ask(save, { ...as, subject: 'Bye, {{ first_name }}' })).text).toContain(
    'Bye, {{ first_name }}',
  )
  const launchIt = `mutation ($id: UUID!) { launchCampaign(id: $id) { ... on LaunchCampaignSuccess { audience } } }`
  expect(JSON.parse((await ask(launchIt, as)).text)).toEqual({ data: { launchCampaign: { audience: 2 } } })
  await until('both mails to be out', async () => {
    const mails = await messagesOf(world, campaign)
    return mails.length === 4 && mails.every(({ state }) => state === 'sent')
  })
  await cardSays(world, campaign, /Completed/)
})
