import { afterAll, beforeAll, expect, it } from '@jest/globals'
import { conversationSoFar } from '../../src/db/conversation-mail-queries.ts'
import { type TestDatabase, testDatabase } from '../support/database.ts'
import { replyRig, writtenTo } from '../operations/reply/reply-rig.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await testDatabase()
})
afterAll(() => database.stop())

it('of a long conversation the latest mails are loaded, oldest first, and none after the one to be written', async () => {
  const rig = replyRig(database.db)
  const person = await writtenTo(database.db)
  const reply = await rig.files(person)
  await rig.assess(reply?.id ?? '')
  const handover = await database.db.handover.findFirstOrThrow({ where: { contactId: person.contact.id } })
  const ids: string[] = []
  for (let number = 0; number < 80; number += 1) {
    const { id } = await database.db.message.create({
      data: {
        direction: 'inbound',
        purpose: 'conversation',
        state: 'received',
        address: person.contact.email,
        contactId: person.contact.id,
        handoverId: handover.id,
        internetMessageId: `<${number}@theirs.example>`,
      },
    })
    ids.push(id)
  }
  const { earlier } = await conversationSoFar(database.db, ids[70] ?? '')
  expect(earlier.map(({ internetMessageId }) => internetMessageId)).toEqual(
    Array.from({ length: 50 }, (_, index) => `<${index + 20}@theirs.example>`),
  )
})
