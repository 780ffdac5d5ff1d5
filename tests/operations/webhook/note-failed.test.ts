import { afterAll, beforeAll, beforeEach, expect, it } from '@jest/globals'
import { randomUUID } from 'node:crypto'
import { noteFailedWebhooks } from '../../../src/operations/webhook/note-failed.ts'
import { type TestDatabase, testDatabase } from '../../support/database.ts'
import { fakeChat } from '../../support/fakes.ts'
import { quietLog } from '../../support/quiet-log.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await testDatabase()
  const people = [
    { slackUserId: 'U0INES', name: 'Ines', role: 'admin' as const },
    { slackUserId: 'U0OLGA', name: 'Olga', role: 'admin' as const },
    { slackUserId: 'U0MARIA', name: 'Maria', role: 'marketer' as const },
  ]
  await database.db.member.createMany({ data: people })
})
afterAll(() => database.stop())
beforeEach(() => database.db.webhookDelivery.deleteMany())

const failed = () =>
  database.db.webhookDelivery.create({
    data: {
      source: 'postmark-event',
      dedupeKey: randomUUID(),
      payload: {},
      outcome: 'failed',
      appliedAt: new Date(),
    },
  })

it('webhooks that could not be applied are told to every admin in one line, and to nobody else', async () => {
  await failed()
  await failed()
  const chat = fakeChat()
  await noteFailedWebhooks({ db: database.db, chat, log: quietLog().log })
  const note = { kind: 'webhooks-failed', failed: 2 }
  expect(chat.calls).toEqual([
    { what: 'tell', args: ['U0INES', note] },
    { what: 'tell', args: ['U0OLGA', note] },
  ])
})

it('an admin who cannot be reached keeps no other from hearing it', async () => {
  await failed()
  const chat = fakeChat()
  const tell = (...told: Parameters<typeof chat.tell>) =>
    told[0] === 'U0INES' ? Promise.reject(new Error('user_disabled')) : chat.tell(...told)
  const { log, lines } = quietLog()
  await noteFailedWebhooks({ db: database.db, chat: { ...chat, tell }, log })
  expect(chat.calls.map(({ args }) => args[0])).toEqual(['U0OLGA'])
  expect(lines).toMatchObject([{ level: 'warn', facts: { slackUserId: 'U0INES' } }])
})

it('nobody is told what somebody has decided meanwhile', async () => {
  const chat = fakeChat()
  await noteFailedWebhooks({ db: database.db, chat, log: quietLog().log })
  expect(chat.calls).toEqual([])
})
