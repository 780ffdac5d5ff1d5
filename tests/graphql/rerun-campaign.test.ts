import { afterAll, afterEach, beforeAll, expect, it } from '@jest/globals'
import { z } from 'zod'
import { drafted, launched } from '../operations/campaign/control-rig.ts'
import { plannedStep, planOf } from '../support/plans.ts'
import { type GraphqlWorld, startGraphql } from './client.ts'

let world: GraphqlWorld
beforeAll(async () => {
  world = await startGraphql()
})
afterAll(async () => {
  await world.stop()
})
afterEach(() => world.database.db.campaign.updateMany({ data: { status: 'cancelled' } }))

const plan = planOf([plannedStep('One')])

async function rerun(id: string, token = world.tokens.marketer) {
  const query = `mutation ($id: UUID!) { outcome: rerunCampaign(id: $id) {
    __typename ... on RerunCampaignSuccess { campaign { id name status owner { name } } }
    ... on Refusal { code message } } }`
  const { body } = await world.ask(query, { id }, token)
  return z.object({ outcome: z.looseObject({}) }).parse(body.data).outcome
}

/** A campaign of two people that is over. */
async function finished() {
  const campaign = await launched(world.database.db, plan, { people: 2 })
  await campaign.rig.send()
  await campaign.rig.send()
  return campaign
}

it('a program makes a draft of a finished campaign, which belongs to whom that belongs, and is refused a second', async () => {
  const { id } = await finished()
  const outcome = await rerun(id)
  expect(outcome).toMatchObject({
    __typename: 'RerunCampaignSuccess',
    campaign: { name: 'Spring launch, run 2', status: 'draft', owner: { name: 'Mara' } },
  })
  const draft = await world.database.db.campaign.findFirstOrThrow({ where: { runOfId: id } })
  const entries = await world.database.db.auditEntry.findMany({ where: { subjectId: draft.id } })
  expect(entries.map(({ action, actor, origin }) => [action, actor.slice(0, 6), origin])).toEqual([
    ['created', 'token:', 'graphql'],
  ])
  expect(await rerun(id)).toMatchObject({ __typename: 'Refusal', code: 'run-not-launched' })
})

it('a program that launches it reads why nobody may be enrolled, or how many were left out', async () => {
  const { id } = await finished()
  await rerun(id)
  const { db } = world.database
  const draft = await db.campaign.findFirstOrThrow({ where: { runOfId: id } })
  const launch = async () => {
    const query = `mutation ($id: UUID!) { launchCampaign(id: $id) {
      ... on LaunchCampaignSuccess { audience wentThrough } ... on Refusal { code } } }`
    return (await world.ask(query, { id: draft.id }, world.tokens.marketer)).body.data
  }
  expect(await launch()).toEqual({ launchCampaign: { code: 'everybody-went-through' } })
  const { contactId } = await db.enrollment.findFirstOrThrow({ where: { campaignId: id } })
  await db.enrollment.updateMany({ where: { campaignId: id, contactId }, data: { status: 'replied' } })
  await db.campaign.update({ where: { id: draft.id }, data: { plan: { ...plan, reentry: 'after-end' } } })
  expect(await launch()).toEqual({ launchCampaign: { audience: 1, wentThrough: 1 } })
})

it('one that is not over, or not there, is refused', async () => {
  const { id } = await drafted(world.database.db, plan, 1)
  expect(await rerun(id)).toMatchObject({ code: 'campaign-cannot-rerun' })
  expect(await rerun('019a8f4e-6c5a-7d3e-8a11-2b7f0c9d4e55')).toMatchObject({ code: 'campaign-gone' })
})

it.each(['analyst', 'sales'] as const)('a token of a %s may not', async (role) => {
  const { id } = await finished()
  expect(await rerun(id, world.tokens[role])).toMatchObject({ code: 'token-not-allowed' })
  expect(await world.database.db.campaign.count({ where: { runOfId: id } })).toBe(0)
})
