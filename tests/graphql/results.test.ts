import { afterAll, afterEach, beforeAll, expect, it } from '@jest/globals'
import type { EventType } from '../../src/domain/event.ts'
import type { Message } from '../../src/db/generated/prisma/client.ts'
import { invariants } from '../../src/domain/invariant.ts'
import { checkInvariants } from '../../src/operations/ledger/check-invariants.ts'
import { day, launched, minute } from '../operations/campaign/control-rig.ts'
import { edit, one, two } from '../operations/campaign/edit-rig.ts'
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

const variants = ['A', 'B'].map((name) => ({ name, weight: 1, subject: name, body: 'Hello' }))

const tell = ({ id: messageId }: Message, type: EventType, given: { machine?: boolean } = {}) =>
  world.database.db.event.create({ data: { messageId, type, occurredAt: new Date(), ...given } })

/** Somebody answers so long after a mail went out to them. */
async function answer(mail: Message, kind: 'human' | 'auto_reply' | 'unsubscribe', ms: number) {
  const { campaignId, enrollmentId, contactId, address } = mail
  const inbound = { direction: 'inbound', purpose: 'conversation', state: 'received' } as const
  const { id: messageId } = await world.database.db.message.create({
    data: { ...inbound, campaignId, contactId, address },
  })
  const receivedAt = new Date(Number(mail.claimedAt) + ms)
  const matched = { matchedBy: 'mailbox-hash', text: 'Yes', kind, receivedAt }
  return world.database.db.reply.create({
    data: { ...matched, messageId, campaignId, enrollmentId, contactId: contactId ?? '' },
  })
}

it('each variant shows what became of its own mails: opened by people, answered before the next mail', async () => {
  const plan = planOf([plannedStep('', { variants }), plannedStep('Two', { wait: after(3, 'days') })])
  const campaign = await launched(world.database.db, plan, { people: 20 })
  await campaign.rig.send()
  campaign.rig.pass(3 * day)
  await campaign.rig.send()
  const mails = await world.database.db.message.findMany({
    where: { campaignId: campaign.id },
    orderBy: { id: 'asc' },
    include: { step: true },
  })
  const of = (position: number, variant: number) =>
    mails.filter((mail) => mail.step?.position === position && mail.variant === variant)
  const [[a, a2, a3], [b]] = [of(1, 1), of(1, 2)]
  if (!a || !a2 || !a3 || !b) throw new Error('The variants were not drawn')
  await tell(a, 'delivered')
  await tell(a, 'opened')
  await tell(a, 'opened')
  await tell(a2, 'opened', { machine: true })
  await tell(a2, 'clicked')
  await tell(b, 'bounced')
  await answer(a, 'human', minute)
  await answer(a, 'human', 2 * minute)
  await answer(a2, 'auto_reply', minute)
  await answer(a3, 'unsubscribe', minute)
  await answer(b, 'human', 4 * day)
  const { body } = await world.ask(
    `query ($id: UUID!) { campaign(id: $id) { currentVersion { steps { variants { name results {
      sent delivered opened clicked replied bounced complained unsubscribed } } } } } }`,
    { id: campaign.id },
  )
  const none = { delivered: 0, opened: 0, clicked: 0, replied: 0, bounced: 0, complained: 0, unsubscribed: 0 }
  const ofA = {
    ...none,
    sent: of(1, 1).length,
    delivered: 1,
    opened: 1,
    clicked: 1,
    replied: 1,
    unsubscribed: 1,
  }
  const ofB = { ...none, sent: of(1, 2).length, bounced: 1 }
  const first = {
    variants: [
      { name: 'A', results: ofA },
      { name: 'B', results: ofB },
    ],
  }
  const second = { variants: [{ name: 'A', results: { ...none, sent: 20, replied: 1 } }] }
  expect(body.data).toEqual({ campaign: { currentVersion: { steps: [first, second] } } })
})

it('a campaign lists its versions, each with what it changed', async () => {
  const campaign = await launched(world.database.db, planOf([one, two]), { people: 2 })
  await edit(campaign, [one])
  await edit(campaign, [one], { priority: 7 })
  const { body } = await world.ask(
    'query ($id: UUID!) { campaign(id: $id) { versions(first: 5) { nodes { number changes plan { priority } } } } }',
    { id: campaign.id },
  )
  const nodes = [
    { number: 3, changes: ['The priority: 7 instead of 5.'], plan: { priority: 7 } },
    { number: 2, changes: ['Step 2 was taken out: “Two”.'], plan: { priority: 5 } },
    { number: 1, changes: [], plan: { priority: 5 } },
  ]
  expect(body.data).toEqual({ campaign: { versions: { nodes } } })
})

it('whoever asks reads what the last look at the ledger found', async () => {
  const query = '{ invariants { name violations checkedAt } }'
  expect((await world.ask(query)).body.data).toEqual({ invariants: [] })
  const { rig } = await launched(world.database.db, planOf([one]), { people: 1 })
  await checkInvariants(rig.deps)
  const { body } = await world.ask(query)
  const all = invariants
    .toSorted()
    .map((name) => ({ name, violations: 0, checkedAt: rig.deps.clock.now().toISOString() }))
  expect(body.data).toEqual({ invariants: all })
})

it('results and differences of many campaigns at once are more than a query may ask for', async () => {
  const { status, text } = await world.ask(`{ campaigns(first: 50) { nodes { versions(first: 20) { nodes {
    changes steps { variants { results { sent } } } } } } } }`)
  expect([status, text]).toEqual([400, expect.stringContaining('At most 25000')])
})
