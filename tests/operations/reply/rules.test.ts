import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import type { Reaction } from '../../../src/domain/plan.ts'
import { defaultPlan } from '../../../src/domain/plan-defaults.ts'
import { replayProblem } from '../../../src/operations/message/replay.ts'
import { type TestDatabase, testDatabase } from '../../support/database.ts'
import { admin } from '../../support/rows.ts'
import { ledgerRig } from '../message/ledger-rig.ts'
import { alsoWrittenTo, replyRig, writtenTo } from './reply-rig.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await testDatabase()
})
afterAll(() => database.stop())

const enrollmentOf = ({ enrollment: { id } }: { enrollment: { id: string } }) =>
  database.db.enrollment.findUniqueOrThrow({ where: { id } })
const reactions = (given: Partial<Record<'reply' | 'out-of-office', Reaction>>) => ({
  rules: { rules: { ...defaultPlan([], 'UTC').rules, ...given } },
})

describe('a reply', () => {
  it.each([
    ['stop', { status: 'replied', reason: 'replied', nextAt: null }],
    ['pause', { status: 'paused', reason: 'replied', resumeAt: null, nextAt: expect.any(Date) }],
    ['continue', { status: 'active', reason: null, nextAt: expect.any(Date) }],
  ] as const)('by a rule that says %s', async (rule, enrollment) => {
    const rig = replyRig(database.db)
    const person = await writtenTo(database.db, reactions({ reply: rule }))
    await rig.files(person)
    expect(await enrollmentOf(person)).toMatchObject(enrollment)
    expect(rig.recorded.map(({ job }) => job)).toContain('assess-reply')
  })

  it('concerns the enrollment that it answers and no other', async () => {
    const rig = replyRig(database.db)
    const person = await writtenTo(database.db)
    const other = await writtenTo(database.db, reactions({ reply: 'pause' }))
    const elsewhere = await database.db.enrollment.create({
      data: {
        campaignId: other.campaign.id,
        campaignVersionId: other.campaign.versionId,
        contactId: person.contact.id,
        stepId: other.campaign.stepId,
        nextAt: new Date(),
      },
    })
    await rig.files(person)
    expect(await enrollmentOf(person)).toMatchObject({ status: 'replied' })
    expect(await enrollmentOf({ enrollment: elsewhere })).toMatchObject({ status: 'active' })
    await rig.files({ ...person, enrollment: elsewhere })
    expect(await enrollmentOf({ enrollment: elsewhere })).toMatchObject({ status: 'paused' })
  })

  it('follows the version that its enrollment runs on, not a later one', async () => {
    const rig = replyRig(database.db)
    const person = await writtenTo(database.db, reactions({ reply: 'continue' }))
    const plan = { ...defaultPlan([], 'UTC') }
    const { campaign } = person
    await database.db.campaignVersion.create({
      data: { campaignId: campaign.id, number: 2, senderName: 'M', senderEmail: 'm@example.com', plan },
    })
    await database.db.campaign.update({ where: { id: campaign.id }, data: { plan } })
    await rig.files(person)
    expect(await enrollmentOf(person)).toMatchObject({ status: 'active' })
  })

  it('to a sequence that is through is still a reply', async () => {
    const rig = replyRig(database.db)
    const person = await writtenTo(database.db)
    await database.db.enrollment.update({
      where: { id: person.enrollment.id },
      data: { status: 'completed' },
    })
    await rig.files(person)
    expect(await enrollmentOf(person)).toMatchObject({ status: 'replied' })
  })

  it('takes what is in line out of it when it stops, and leaves it there when it pauses', async () => {
    const rig = replyRig(database.db)
    for (const [rule, state] of [
      ['stop', 'skipped'],
      ['pause', 'queued'],
    ] as const) {
      const person = await writtenTo(database.db, reactions({ reply: rule }))
      const { id } = person.message
      await database.db.message.update({ where: { id }, data: { state: 'queued' } })
      await rig.files(person)
      expect(await database.db.message.findUnique({ where: { id } })).toMatchObject({ state })
    }
  })
})

describe('an out-of-office note', () => {
  const away = { subject: 'Automatic reply: Hello', text: 'I will be back on 7 December.' }

  it('pauses until the day it names, in the morning where the person is, and is no reply', async () => {
    const rig = replyRig(database.db)
    const person = await writtenTo(database.db)
    await database.db.enrollment.update({ where: { id: person.enrollment.id }, data: { zone: 'Asia/Tokyo' } })
    expect(await rig.files(person, away)).toMatchObject({ kind: 'out_of_office' })
    const resumeAt = new Date('2026-12-07T00:00:00Z')
    expect(await enrollmentOf(person)).toMatchObject({ status: 'paused', reason: 'out of office', resumeAt })
    expect(rig.recorded.map(({ job }) => job)).not.toContain('assess-reply')
  })

  it('that names no day pauses for two weeks', async () => {
    const rig = replyRig(database.db)
    const person = await writtenTo(database.db)
    await rig.files(person, { ...away, text: 'I am travelling.' })
    expect(await enrollmentOf(person)).toMatchObject({ resumeAt: new Date('2026-12-04T09:00:00Z') })
  })

  it('stops or changes nothing where the rule says so', async () => {
    const rig = replyRig(database.db)
    const [stopped, unmoved] = [
      await writtenTo(database.db, reactions({ 'out-of-office': 'stop' })),
      await writtenTo(database.db, reactions({ 'out-of-office': 'continue' })),
    ]
    await rig.files(stopped, away)
    await rig.files(unmoved, away)
    expect(await enrollmentOf(stopped)).toMatchObject({ status: 'stopped', reason: 'out of office' })
    expect(await enrollmentOf(unmoved)).toMatchObject({ status: 'active' })
  })

  it('moves the day when a later one names another', async () => {
    const rig = replyRig(database.db)
    const person = await writtenTo(database.db)
    await rig.files(person, away)
    await rig.files(person, { ...away, text: 'Back on 14 December' })
    expect(await enrollmentOf(person)).toMatchObject({ resumeAt: new Date('2026-12-14T09:00:00Z') })
  })

  it('does not let the clock go on with somebody whom a person must let go on', async () => {
    const rig = replyRig(database.db)
    const person = await writtenTo(database.db, reactions({ reply: 'pause' }))
    await rig.files(person)
    await rig.files(person, away)
    expect(await enrollmentOf(person)).toMatchObject({ reason: 'replied', resumeAt: null })
  })

  it('ends when the person answers after all', async () => {
    const rig = replyRig(database.db)
    const person = await writtenTo(database.db)
    await rig.files(person, away)
    await rig.files(person)
    expect(await enrollmentOf(person)).toMatchObject({ status: 'replied', resumeAt: null, nextAt: null })
  })
})

describe('when somebody replied, colleagues in the same campaign', () => {
  const ada = { first_name: 'Ada', last_name: 'Lovelace', company: 'Acme' }
  const reason = 'Ada Lovelace at Acme replied'

  async function colleagues(company: 'none' | 'pause' | 'stop', domain: string) {
    const contact = { ...ada, email: `ada@${domain}` }
    const person = await writtenTo(database.db, { rules: { company }, contact })
    const grace = await alsoWrittenTo(database.db, person.campaign, {
      email: `grace@${domain}`,
      company: 'Acme',
    })
    const stranger = await alsoWrittenTo(database.db, person.campaign)
    return { person, grace, stranger }
  }

  it.each([
    ['pause', { status: 'paused', reason, resumeAt: null }],
    ['stop', { status: 'stopped', reason, nextAt: null }],
    ['none', { status: 'active', reason: null }],
  ] as const)('%s, and strangers go on', async (company, enrollment) => {
    const rig = replyRig(database.db)
    const { person, grace, stranger } = await colleagues(company, `${company}.example`)
    await rig.files(person)
    expect(await enrollmentOf(grace)).toMatchObject(enrollment)
    expect(await enrollmentOf(stranger)).toMatchObject({ status: 'active' })
    expect(await enrollmentOf(person)).toMatchObject({ status: 'replied' })
  })

  it('whose mail left no trace are not written to by trying that mail again', async () => {
    const rig = replyRig(database.db)
    const { person, grace, stranger } = await colleagues('stop', 'stuck.example')
    const lost = 'not found at the provider after 2 attempts'
    const data = { status: 'stopped', reason: lost, nextAt: null } as const
    for (const { enrollment, message } of [grace, stranger]) {
      await database.db.enrollment.update({ where: { id: enrollment.id }, data })
      await database.db.message.update({
        where: { id: message.id },
        data: { state: 'needs_human', reason: lost, claimedAt: new Date('2026-11-20T08:00:00Z') },
      })
    }
    await rig.files(person)
    expect(await enrollmentOf(grace)).toMatchObject({ status: 'stopped', reason })
    expect(await enrollmentOf(stranger)).toMatchObject({ status: 'stopped', reason: lost })
    const office = ledgerRig(database.db)
    const replay = ({ message: { id } }: typeof grace) =>
      replayProblem(office.deps, { problem: { kind: 'message', id }, actor: admin, origin: 'slack' })
    await expect(replay(grace)).rejects.toThrow(/not to be written to in this campaign any more/)
    expect(await replay(stranger)).toEqual({ kind: 'in-line' })
  })

  it('are found by the company’s name where they use free mail', async () => {
    const rig = replyRig(database.db)
    const { person, grace, stranger } = await colleagues('stop', 'gmail.com')
    const other = await alsoWrittenTo(database.db, person.campaign, {
      email: 'eve@gmail.com',
      company: 'Apex',
    })
    await rig.files(person)
    expect(await enrollmentOf(grace)).toMatchObject({ status: 'stopped', reason })
    for (const each of [stranger, other]) expect(await enrollmentOf(each)).toMatchObject({ status: 'active' })
  })

  it('of another campaign go on', async () => {
    const rig = replyRig(database.db)
    const { person } = await colleagues('stop', 'two.example')
    const elsewhere = await writtenTo(database.db, { contact: { email: 'kay@two.example' } })
    await rig.files(person)
    expect(await enrollmentOf(elsewhere)).toMatchObject({ status: 'active' })
  })

  it('go on when it was only an out-of-office note', async () => {
    const rig = replyRig(database.db)
    const { person, grace } = await colleagues('stop', 'away.example')
    await rig.files(person, { subject: 'Out of office' })
    expect(await enrollmentOf(grace)).toMatchObject({ status: 'active' })
  })

  it('are stopped once when two reply at the same moment', async () => {
    const rig = replyRig(database.db)
    const { person, grace } = await colleagues('pause', 'both.example')
    const more = await Promise.all(
      Array.from({ length: 20 }, () =>
        alsoWrittenTo(database.db, person.campaign, { email: `${Math.random()}@both.example` }),
      ),
    )
    const mails = await Promise.all([person, grace, ...more.slice(0, 6)].map((each) => rig.arrives(each)))
    await Promise.all(mails.map((mail) => rig.record(mail)))
    for (const each of [person, grace, ...more.slice(0, 6)])
      expect(await enrollmentOf(each)).toMatchObject({ status: 'replied' })
    for (const each of more.slice(6)) expect(await enrollmentOf(each)).toMatchObject({ status: 'paused' })
  })
})
