import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals'
import { randomUUID } from 'node:crypto'
import { readPostmarkEvent } from '../../../src/adapters/postmark-events.ts'
import type { Reaction } from '../../../src/domain/plan.ts'
import { defaultPlan } from '../../../src/domain/plan-defaults.ts'
import { applyMessageEvents } from '../../../src/operations/message/apply-events.ts'
import { type TestDatabase, testDatabase } from '../../support/database.ts'
import { plannedStep, planOf } from '../../support/plans.ts'
import { enroll, insertCampaign, insertContact, insertMessage } from '../../support/rows.ts'
import { ledgerRig, never } from './ledger-rig.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await testDatabase()
})
afterAll(() => database.stop())
afterEach(() => database.db.campaign.updateMany({ data: { status: 'cancelled' } }))

const mailbox = { readEvent: readPostmarkEvent, readInbound: () => null }
const browser = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/142.0 Safari/537.36'

/** People of a campaign with that rule for clicks, who each got a mail. */
async function mailed(click: Reaction, count = 1) {
  const rules = { ...defaultPlan([], 'UTC').rules, click }
  const plan = planOf([plannedStep('One'), plannedStep('Two')], { rules })
  const campaign = await insertCampaign(database.db, { plan })
  return Promise.all(
    Array.from({ length: count }, async () => {
      const contact = await insertContact(database.db)
      const enrollment = await enroll(database.db, { campaign, contactId: contact.id })
      return { contact, enrollment, message: await insertMessage(database.db, { enrollment, state: 'sent' }) }
    }),
  )
}

type Mailed = Awaited<ReturnType<typeof mailed>>

/** Tells of each of these people's mails what Postmark would. */
async function tell(people: Mailed, event: Record<string, unknown>): Promise<void> {
  await database.db.webhookDelivery.createMany({
    data: people.map(({ contact, message }) => ({
      source: 'postmark-event',
      dedupeKey: randomUUID(),
      payload: {
        MessageID: `pm-${message.id}`,
        Recipient: contact.email,
        Email: contact.email,
        Metadata: { sendid: message.id, attempt: message.attempt },
        ...event,
      },
    })),
  })
  await applyMessageEvents({ ...ledgerRig(database.db).deps, mailbox }, {}, never)
}

const clicks = (people: Mailed, UserAgent = browser) =>
  tell(people, {
    RecordType: 'Click',
    ReceivedAt: '2026-11-20T09:05:00Z',
    UserAgent,
    OriginalLink: 'https://example.com/',
  })

const enrollmentsOf = async (people: Mailed) =>
  database.db.enrollment.findMany({
    where: { id: { in: people.map(({ enrollment }) => enrollment.id) } },
    select: { status: true, reason: true },
  })

describe('a click', () => {
  it.each([
    ['stop', { status: 'stopped', reason: 'clicked' }],
    ['pause', { status: 'paused', reason: 'clicked' }],
    ['continue', { status: 'active', reason: null }],
  ] as const)('by a rule that says %s', async (rule, enrollment) => {
    const people = await mailed(rule)
    await clicks(people)
    expect(await enrollmentsOf(people)).toEqual([enrollment])
  })

  it.each([['Mozilla/5.0'], ['Barracuda Sentinel'], ['Googlebot/2.1']])(
    'of a machine, %s, is no signal',
    async (agent) => {
      const people = await mailed('stop')
      await clicks(people, agent)
      expect(await enrollmentsOf(people)).toEqual([{ status: 'active', reason: null }])
      expect(
        await database.db.event.count({ where: { messageId: people[0]?.message.id ?? '', machine: true } }),
      ).toBe(1)
    },
  )

  it('of a page of people with different rules does to each what their own campaign says', async () => {
    const [stopping, going] = [await mailed('stop', 40), await mailed('continue', 40)]
    await clicks([...stopping, ...going])
    expect(new Set((await enrollmentsOf(stopping)).map(({ status }) => status))).toEqual(new Set(['stopped']))
    expect(new Set((await enrollmentsOf(going)).map(({ status }) => status))).toEqual(new Set(['active']))
  })

  it('stops somebody for good who was given up with a later mail, which may be tried again', async () => {
    const people = await mailed('stop')
    const reason = 'not found at the provider after 2 attempts'
    for (const { enrollment } of people) {
      const version = { id: enrollment.campaignVersionId }
      const { id: stepId } = await database.db.step.findFirstOrThrow({
        where: { campaignVersion: version, position: 2 },
      })
      const given = { enrollment: { ...enrollment, stepId }, state: 'needs_human' } as const
      const { id } = await insertMessage(database.db, given)
      await database.db.message.update({ where: { id }, data: { reason } })
      const data = { stepId, status: 'stopped', reason, nextAt: null } as const
      await database.db.enrollment.update({ where: { id: enrollment.id }, data })
    }
    await clicks(people)
    expect(await enrollmentsOf(people)).toEqual([{ status: 'stopped', reason: 'clicked' }])
  })

  it('after a reply changes nothing any more', async () => {
    const people = await mailed('pause')
    const [person] = people
    await database.db.enrollment.update({
      where: { id: person?.enrollment.id ?? '' },
      data: { status: 'replied', reason: 'replied' },
    })
    await clicks(people)
    expect(await enrollmentsOf(people)).toEqual([{ status: 'replied', reason: 'replied' }])
  })
})

it('an out-of-office note that Postmark files as a bounce is one, and no bounce', async () => {
  const people = await mailed('continue')
  await tell(people, {
    RecordType: 'Bounce',
    Type: 'AutoResponder',
    BouncedAt: '2026-11-20T09:05:00Z',
    Inactive: false,
  })
  expect(await enrollmentsOf(people)).toEqual([{ status: 'paused', reason: 'out of office' }])
  expect(await database.db.event.count({ where: { messageId: people[0]?.message.id ?? '' } })).toBe(0)
})
