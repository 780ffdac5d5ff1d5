import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { randomUUID } from 'node:crypto'
import { sendConversationMessage } from '../../../src/operations/conversation/send.ts'
import type { SendOutcome } from '../../../src/ports/email.ts'
import { type TestDatabase, testDatabase } from '../../support/database.ts'
import { fakeChat, fakeEmail } from '../../support/fakes.ts'
import { ledgerRig } from '../message/ledger-rig.ts'
import { replyRig, writtenTo } from '../reply/reply-rig.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await testDatabase()
})
afterAll(() => database.stop())

/** A message that a rep has written to a lead, and what it takes to send it. */
async function written() {
  const replies = replyRig(database.db)
  const person = await writtenTo(database.db)
  const reply = await replies.files(person)
  await replies.assess(reply?.id ?? '')
  const { id: handoverId } = await database.db.handover.findFirstOrThrow({
    where: { contactId: person.contact.id },
  })
  await database.db.handover.update({ where: { id: handoverId }, data: { cardTs: randomUUID() } })
  const rig = ledgerRig(database.db)
  const { id } = await database.db.message.create({
    data: {
      direction: 'outbound',
      purpose: 'conversation',
      state: 'queued',
      campaignId: person.campaign.id,
      contactId: person.contact.id,
      handoverId,
      address: person.contact.email,
      text: 'Hello',
      threadTs: '1700.1',
      createdAt: rig.deps.clock.now(),
    },
  })
  const chat = fakeChat()
  const send = (outcome?: SendOutcome) =>
    sendConversationMessage({ ...rig.deps, email: fakeEmail(outcome), chat }, { messageId: id })
  const row = () => database.db.message.findUniqueOrThrow({ where: { id } })
  const said = () =>
    chat.calls.filter(({ what }) => what === 'say').map(({ args }) => JSON.stringify(args[1]))
  const marks = () => chat.calls.filter(({ what }) => what === 'mark').map(({ args }) => args[1])
  return { rig, person, chat, send, row, said, marks }
}

const refused: SendOutcome = { kind: 'refused', reason: 'Postmark answered 429' }
const forbidden: SendOutcome = { kind: 'forbidden', reason: 'Postmark answered 401' }

describe('a rep’s message that Postmark does not take', () => {
  it('is said to wait once, when it has been refused for a while, and then that it is sent', async () => {
    const { rig, send, said, marks, row } = await written()
    await send(refused)
    expect(said()).toEqual([])
    for (const seconds of [5, 5, 10, 20, 40]) {
      rig.pass(seconds * 1000)
      await send(refused)
    }
    expect(said()).toEqual([expect.stringMatching(/not-sent.*tried again by itself.*429/)])
    expect(marks()).toEqual([])
    await send()
    expect(marks()).toEqual(['sent'])
    expect(said()).toHaveLength(1)
    expect(await row()).toMatchObject({ state: 'sent', attempts: 1 })
  })

  it('is said to wait at once where somebody must mend the settings', async () => {
    const { send, said } = await written()
    await send(forbidden)
    await send(forbidden)
    expect(said()).toEqual([expect.stringMatching(/not-sent.*whoever runs Baton.*401/)])
  })

  it('is said to wait all the same when Slack was away the first time', async () => {
    const { send, said, chat } = await written()
    const { say } = chat
    chat.say = () => Promise.reject(new Error('Slack is away'))
    await expect(send(forbidden)).rejects.toThrow('Slack is away')
    chat.say = say
    await send(forbidden)
    expect(said()).toHaveLength(1)
  })

  it('does not lose an attempt by it', async () => {
    const { send, row } = await written()
    for (const outcome of [refused, forbidden, refused]) await send(outcome)
    expect(await row()).toMatchObject({ state: 'queued', attempts: 0 })
    await send({ kind: 'unknown', reason: 'timeout' })
    expect(await row()).toMatchObject({ state: 'unknown', attempts: 1 })
  })
})

describe('a rep’s message that cannot be written', () => {
  it('goes back in line at once, and the failure is told', async () => {
    const { send, row } = await written()
    const { id, handoverId: lead } = await row()
    await database.db.message.update({ where: { id }, data: { handoverId: null } })
    await expect(send()).rejects.toThrow('belongs to no handover')
    expect(await row()).toMatchObject({ state: 'queued', attempts: 0 })
    await database.db.message.update({ where: { id }, data: { handoverId: lead } })
    await send()
    expect(await row()).toMatchObject({ state: 'sent', attempts: 1 })
  })
})

describe('a lead who', () => {
  it.each([
    ['unsubscribed', 'sent'],
    ['bounced', 'skipped'],
    ['complained', 'skipped'],
    ['rejected', 'skipped'],
  ] as const)('%s: what a person writes to them is %s', async (reason, state) => {
    const { send, row, person } = await written()
    await database.db.suppression.create({
      data: { channel: 'email', address: person.contact.email, reason, source: 'postmark' },
    })
    await send()
    expect(await row()).toMatchObject({ state })
  })
})
