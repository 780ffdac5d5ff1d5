import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { enroll, insertCampaign, insertContact, insertMessage } from '../support/rows.ts'
import { type GraphqlWorld, startGraphql } from './client.ts'

let world: GraphqlWorld
beforeAll(async () => {
  world = await startGraphql()
})
afterAll(async () => {
  await world.stop()
})

/** A running campaign with a mail that waits for a person. */
async function stuck() {
  const { db } = world.database
  const campaign = await insertCampaign(db)
  const contact = await insertContact(db)
  const enrollment = await enroll(db, { campaign, contactId: contact.id })
  const message = await insertMessage(db, { enrollment, state: 'needs_human' })
  await db.message.update({ where: { id: message.id }, data: { claimedAt: new Date() } })
  return { campaign, message }
}

const success = { replay: 'ReplayProblemsSuccess', discard: 'DiscardProblemsSuccess' }

describe('what waits for a person', () => {
  it('is all replayed or discarded at once, of a campaign, if there are as many as were seen', async () => {
    const { campaign, message } = await stuck()
    const fields = {
      replay: 'count replays { campaignId mails inLine wasSent waiting finishedAt }',
      discard: 'count',
    }
    const all = (what: 'replay' | 'discard') =>
      `mutation ($id: UUID, $expected: Int) { ${what}Problems(kind: message, campaignId: $id, expected: $expected) {
        __typename ... on ${success[what]} { ${fields[what]} } ... on Refusal { code } } }`
    const id = campaign.id
    const ask = async (what: 'replay' | 'discard', expected: number) =>
      (await world.ask(all(what), { id, expected }, world.tokens.marketer)).body.data
    expect(await ask('replay', 2)).toEqual({
      replayProblems: { __typename: 'Refusal', code: 'problems-changed' },
    })
    const begun = { campaignId: id, mails: 1, inLine: 0, wasSent: 0, waiting: null, finishedAt: null }
    expect(await ask('replay', 1)).toEqual({
      replayProblems: { __typename: 'ReplayProblemsSuccess', count: 1, replays: [begun] },
    })
    const row = await world.database.db.replay.findFirstOrThrow({ where: { campaignId: id } })
    const { body } = await world.ask('query ($id: UUID!) { replay(id: $id) { mails waiting } }', {
      id: row.id,
    })
    expect(body.data).toEqual({ replay: { mails: 1, waiting: null } })
    expect(world.recorded).toContainEqual(
      expect.objectContaining({ job: 'replay-mails', payload: { replayId: row.id } }),
    )
    expect(await ask('discard', 1)).toEqual({
      discardProblems: { __typename: 'DiscardProblemsSuccess', count: 1 },
    })
    const { state } = await world.database.db.message.findUniqueOrThrow({ where: { id: message.id } })
    expect(state).toBe('skipped')
  })

  it('is decided about at once by an admin where it is webhooks, which have no campaign', async () => {
    const { db } = world.database
    const failed = (source: string, n: number) => ({
      source,
      dedupeKey: `all-${n}`,
      payload: {},
      outcome: 'failed',
      appliedAt: new Date(),
    })
    await db.webhookDelivery.createMany({
      data: [failed('postmark-event', 1), failed('postmark-inbound', 2), failed('postmark-event', 3)],
    })
    const all = (what: 'replay' | 'discard') =>
      `mutation ($id: UUID) { ${what}Problems(kind: webhook, campaignId: $id) {
        ... on ${success[what]} { count } ... on Refusal { code } } }`
    const ask = async (what: 'replay' | 'discard', token: string, id: string | null = null) =>
      (await world.ask(all(what), { id }, token)).body.data
    const { admin, marketer } = world.tokens
    expect(await ask('replay', marketer)).toEqual({ replayProblems: { code: 'not-admin' } })
    const { campaign } = await stuck()
    expect(await ask('discard', admin, campaign.id)).toEqual({
      discardProblems: { code: 'no-campaign-of-webhooks' },
    })
    expect(await ask('replay', admin)).toEqual({ replayProblems: { count: 3 } })
    const jobsNow = world.recorded.map(({ job }) => job)
    expect(jobsNow).toEqual(expect.arrayContaining(['record-reply', 'apply-message-events']))
    await db.webhookDelivery.updateMany({ data: { outcome: 'failed' } })
    expect(await ask('discard', admin)).toEqual({
      discardProblems: { count: await db.webhookDelivery.count() },
    })
    expect(await db.auditEntry.count({ where: { action: 'replayed', subject: 'webhook_delivery' } })).toBe(3)
  })
})
