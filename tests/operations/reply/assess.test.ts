import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { type TestDatabase, testDatabase } from '../../support/database.ts'
import { reading, replyRig, writtenTo } from './reply-rig.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await testDatabase()
})
afterAll(() => database.stop())

const handoversOf = ({ contact }: { contact: { id: string } }) =>
  database.db.handover.findMany({ where: { contactId: contact.id } })
const messagesInThread = (handoverId: string) => database.db.message.count({ where: { handoverId } })

describe('assessing a reply', () => {
  it('hands the lead over once, however many assess it at once', async () => {
    const rig = replyRig(database.db)
    const person = await writtenTo(database.db)
    const reply = await rig.files(person)
    await Promise.allSettled(Array.from({ length: 6 }, () => rig.assess(reply?.id ?? '')))
    expect(await handoversOf(person)).toMatchObject([{ status: 'open', leadScore: 85 }])
    expect(await database.db.assessment.count({ where: { replyId: reply?.id ?? '' } })).toBe(1)
    expect(rig.recorded.filter(({ job }) => job === 'show-handover')).toHaveLength(1)
  })

  it('of two replies at once makes one handover; the other reply is in its thread', async () => {
    const rig = replyRig(database.db)
    const person = await writtenTo(database.db)
    const first = await rig.files(person)
    const second = await rig.files(person, { text: 'We are forty.' })
    await Promise.all([first, second].map((reply) => rig.assess(reply?.id ?? '')))
    const [handover, ...more] = await handoversOf(person)
    expect(more).toEqual([])
    const shown = rig.recorded.filter(({ job }) => job === 'show-conversation-message')
    // Whichever opened it: what came later is shown in its thread, what came before it is history.
    expect([1, 2]).toContain(await messagesInThread(handover?.id ?? ''))
    expect(handover?.replyId === first?.id ? shown.length : 1).toBe(1)
  })

  it('takes a later reply to the thread even when nothing in it is of interest', async () => {
    const rig = replyRig(database.db, () => reading(rig.asked.length === 1 ? 85 : 0))
    const person = await writtenTo(database.db)
    const first = await rig.files(person)
    const second = await rig.files(person, { text: 'Sent from my phone' })
    await rig.assess(first?.id ?? '')
    await rig.assess(second?.id ?? '')
    const [handover] = await handoversOf(person)
    expect(await messagesInThread(handover?.id ?? '')).toBe(2)
    expect(rig.recorded.filter(({ job }) => job === 'show-conversation-message')).toHaveLength(1)
  })

  it('takes nothing to the thread that only claims to be from the lead', async () => {
    const rig = replyRig(database.db)
    const person = await writtenTo(database.db)
    const first = await rig.files(person)
    await rig.files(person, { token: '', text: 'Pay this invoice' })
    await rig.assess(first?.id ?? '')
    const [handover] = await handoversOf(person)
    expect(await messagesInThread(handover?.id ?? '')).toBe(1)
    expect(rig.recorded.map(({ job }) => job)).not.toContain('show-conversation-message')
  })

  it('tries again while the model cannot be asked, and after twenty minutes leaves it to a person', async () => {
    const rig = replyRig(database.db, () => ({ kind: 'transport', reason: 'away' }))
    const person = await writtenTo(database.db)
    const reply = await rig.files(person)
    await expect(rig.assess(reply?.id ?? '')).rejects.toThrow('away')
    expect(await handoversOf(person)).toEqual([])
    // The row's own time is the database's.
    rig.pass(Date.now() - new Date('2026-11-20T09:00:00Z').getTime() + 21 * 60_000)
    await rig.assess(reply?.id ?? '')
    expect(await handoversOf(person)).toMatchObject([
      { leadScore: 70, reasons: ['not assessed (the model gave no usable answer): read it yourself'] },
    ])
  })

  it('suppresses who wants to leave, and never hands them over, however keen the model finds them', async () => {
    const leaving = reading(100)
    if (leaving.kind === 'ok') leaving.reading.intent = 'unsubscribe'
    const rig = replyRig(database.db, () => leaving)
    const person = await writtenTo(database.db)
    const reply = await rig.files(person)
    await rig.assess(reply?.id ?? '')
    expect(await handoversOf(person)).toEqual([])
    expect(
      await database.db.suppression.findFirst({ where: { address: person.contact.email } }),
    ).toMatchObject({ reason: 'unsubscribed' })
  })
})
