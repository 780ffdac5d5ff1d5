import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { randomUUID } from 'node:crypto'
import { sendConversationMessage } from '../../../src/operations/conversation/send.ts'
import { writeToLead } from '../../../src/operations/conversation/write.ts'
import { claimHandover } from '../../../src/operations/handover/claim.ts'
import { closeHandover } from '../../../src/operations/handover/close.ts'
import { noteHandover } from '../../../src/operations/handover/note.ts'
import type { SendOutcome } from '../../../src/ports/email.ts'
import { type TestDatabase, testDatabase } from '../../support/database.ts'
import { fakeChat, fakeEmail } from '../../support/fakes.ts'
import { admin } from '../../support/rows.ts'
import { ledgerRig } from '../message/ledger-rig.ts'
import { replyRig, writtenTo } from '../reply/reply-rig.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await testDatabase()
})
afterAll(() => database.stop())

const rep = (number: number) =>
  ({ kind: 'member', slackUserId: `U0REP${number}`, name: `Rep ${number}`, slackAdmin: false }) as const

/** A lead whose card is posted, and that nobody has claimed. */
async function openLead() {
  const rig = replyRig(database.db)
  const person = await writtenTo(database.db)
  const reply = await rig.files(person)
  await rig.assess(reply?.id ?? '')
  const { id } = await database.db.handover.findFirstOrThrow({ where: { contactId: person.contact.id } })
  const cardTs = randomUUID()
  const handover = await database.db.handover.update({ where: { id }, data: { cardTs } })
  rig.recorded.length = 0
  const say = (number: number, ts: string, text = 'Hello') =>
    writeToLead(rig.deps, { channelId: handover.channelId, threadTs: cardTs, ts, text, actor: rep(number) })
  const outbound = () =>
    database.db.message.findMany({ where: { handoverId: id, direction: 'outbound' }, orderBy: { id: 'asc' } })
  return { rig, person, id, say, outbound }
}

/** Sends everything of a conversation, with Postmark ending the call in `outcome`. */
async function sendAll({ outbound }: Awaited<ReturnType<typeof openLead>>, outcome?: SendOutcome) {
  const { deps, recorded } = ledgerRig(database.db)
  const [email, chat] = [fakeEmail(outcome), fakeChat()]
  const messages = await outbound()
  await Promise.all(
    messages.flatMap(({ id }) =>
      [1, 2, 3].map(() => sendConversationMessage({ ...deps, email, chat }, { messageId: id })),
    ),
  )
  return { sent: email.sent, recorded, marks: chat.calls.filter(({ what }) => what === 'mark') }
}

describe('claiming a handover', () => {
  it('is for exactly one of twenty at once, and is on record once', async () => {
    const { rig, id } = await openLead()
    const decisions = await Promise.all(
      Array.from({ length: 20 }, (_, n) => claimHandover(rig.deps, { handoverId: id, actor: rep(n) })),
    )
    const kinds = decisions.map(({ kind }) => kind)
    expect(kinds.filter((kind) => kind === 'claimed')).toHaveLength(1)
    expect(kinds.filter((kind) => kind === 'held-by-other')).toHaveLength(19)
    const holder = `U0REP${kinds.indexOf('claimed')}`
    const others = decisions.filter((decision) => decision.kind === 'held-by-other')
    expect(new Set(others.map((decision) => decision.holder.slackUserId))).toEqual(new Set([holder]))
    expect(await database.db.auditEntry.count({ where: { subjectId: id, action: 'claimed' } })).toBe(1)
    expect(rig.recorded.map(({ job }) => job)).toEqual(['show-handover', 'note-handover'])
  })

  it('of a lead that is gone, or was closed, says so', async () => {
    const { rig, id } = await openLead()
    const gone = { handoverId: randomUUID(), actor: rep(1) }
    expect(await claimHandover(rig.deps, gone)).toEqual({ kind: 'gone' })
    await claimHandover(rig.deps, { handoverId: id, actor: rep(1) })
    await closeHandover(rig.deps, { handoverId: id, actor: rep(1), result: 'lost' })
    expect(await claimHandover(rig.deps, { handoverId: id, actor: rep(2) })).toEqual({
      kind: 'closed',
      status: 'lost',
    })
  })

  it('whose holder has left is closed by an admin, and the thread says by whom', async () => {
    const { rig, id } = await openLead()
    await claimHandover(rig.deps, { handoverId: id, actor: rep(1) })
    const closing = { handoverId: id, result: 'lost' } as const
    await expect(closeHandover(rig.deps, { ...closing, actor: rep(2) })).rejects.toThrow('or an admin')
    await closeHandover(rig.deps, { ...closing, actor: admin })
    const by = admin.slackUserId
    const payload = { handoverId: id, note: 'lost', by } as const
    expect(rig.recorded.at(-1)).toMatchObject({ job: 'note-handover', payload })
    const chat = fakeChat()
    await noteHandover({ db: database.db, chat }, payload)
    expect(chat.calls.map(({ args }) => args[1])).toEqual([
      { kind: 'closed', slackUserId: by, status: 'lost' },
    ])
  })

  it('won and lost at once ends in one of the two', async () => {
    const { rig, id } = await openLead()
    await claimHandover(rig.deps, { handoverId: id, actor: rep(1) })
    const ends = await Promise.allSettled(
      (['won', 'lost'] as const).map((result) =>
        closeHandover(rig.deps, { handoverId: id, actor: rep(1), result }),
      ),
    )
    expect(ends.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected'])
  })
})

describe('writing to a lead', () => {
  it('is one message, however often Slack delivers it', async () => {
    const lead = await openLead()
    await claimHandover(lead.rig.deps, { handoverId: lead.id, actor: rep(1) })
    const decisions = await Promise.all(Array.from({ length: 10 }, () => lead.say(1, '1700.1')))
    expect(new Set(decisions.map(({ kind }) => kind))).toEqual(new Set(['queued']))
    expect(await lead.outbound()).toHaveLength(1)
  })

  it('is one mail, however many send it at once', async () => {
    const lead = await openLead()
    await claimHandover(lead.rig.deps, { handoverId: lead.id, actor: rep(1) })
    await lead.say(1, '1700.1')
    const { sent, marks } = await sendAll(lead)
    expect(sent).toMatchObject([{ to: lead.person.contact.email, stream: 'transactional' }])
    expect(marks.length).toBeGreaterThan(0)
    expect(await lead.outbound()).toMatchObject([{ state: 'sent', attempts: 1 }])
  })

  it('waits and comes back when Postmark takes nothing now', async () => {
    const lead = await openLead()
    await claimHandover(lead.rig.deps, { handoverId: lead.id, actor: rep(1) })
    await lead.say(1, '1700.1')
    const { recorded, marks } = await sendAll(lead, { kind: 'refused', reason: '429' })
    expect(await lead.outbound()).toMatchObject([{ state: 'queued' }])
    expect(recorded.some(({ job }) => job === 'send-conversation-message')).toBe(true)
    expect(marks).toEqual([])
  })

  it('is not repeated when nobody knows whether Postmark took it', async () => {
    const lead = await openLead()
    await claimHandover(lead.rig.deps, { handoverId: lead.id, actor: rep(1) })
    await lead.say(1, '1700.1')
    const { sent } = await sendAll(lead, { kind: 'unknown', reason: 'timeout' })
    await sendAll(lead)
    expect(sent).toHaveLength(1)
    expect(await lead.outbound()).toMatchObject([{ state: 'unknown', attempts: 1 }])
  })

  it('is for its holder, in its thread, while it is open', async () => {
    const lead = await openLead()
    expect(await lead.say(1, '1')).toEqual({ kind: 'not-yours', holder: null })
    await claimHandover(lead.rig.deps, { handoverId: lead.id, actor: rep(1) })
    expect(await lead.say(2, '2')).toEqual({ kind: 'not-yours', holder: 'U0REP1' })
    const elsewhere = { channelId: 'C9', threadTs: '1', ts: '2', text: 'Hi', actor: rep(1) }
    expect(await writeToLead(lead.rig.deps, elsewhere)).toEqual({ kind: 'not-a-handover' })
    await closeHandover(lead.rig.deps, { handoverId: lead.id, actor: rep(1), result: 'won' })
    expect(await lead.say(1, '3')).toEqual({ kind: 'closed' })
    expect(await lead.outbound()).toEqual([])
  })
})
