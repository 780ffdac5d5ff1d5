import { afterAll, beforeAll, expect, it } from '@jest/globals'
import { readLayout } from '../../../src/adapters/mjml-layout.ts'
import { liquidTemplates } from '../../../src/adapters/templates.ts'
import { sendDueMessages } from '../../../src/operations/message/send-due.ts'
import type { Templates } from '../../../src/ports/templates.ts'
import { type TestDatabase, testDatabase } from '../../support/database.ts'
import { dueCampaign, ledgerRig, never, standing } from '../message/ledger-rig.ts'

let database: TestDatabase
let templates: Templates
beforeAll(async () => {
  database = await testDatabase()
  templates = liquidTemplates({ layout: await readLayout('templates/layout.mjml') })
})
afterAll(() => database.stop())

it.each([
  ['a value that grows without end', '{{ notes | replace: "☃", notes }}', '☃'.repeat(10_000)],
  ['a value that makes the mail too heavy', '{{ notes }} {{ notes }}', '&"'.repeat(5_000)],
  ['a value that nothing can be divided by', '{{ 100 | divided_by: notes }}', 'none'],
])('holds the one of twenty people with %s, says why, and writes to the others', async (_, body, notes) => {
  const { db } = database
  const { deps, office } = ledgerRig(db)
  const campaign = await dueCampaign(db, 20)
  const step = { subject: 'Hello', body }
  expect(templates.check(step, ['notes'])).toEqual([])
  await db.variant.updateMany({ where: { stepId: campaign.stepId }, data: await templates.compile(step) })
  await db.contact.updateMany({
    where: { enrollments: { some: { campaignId: campaign.id } } },
    data: { attributes: { notes: '7' } },
  })
  const poisoned = campaign.people[7]?.id ?? ''
  await db.contact.update({ where: { id: poisoned }, data: { attributes: { notes } } })

  await sendDueMessages({ ...deps, templates }, { lane: 1 }, never)

  expect(await standing(db, campaign)).toMatchObject({ audience: 20, sent: 19, skipped: 1 })
  const held = await db.message.findMany({ where: { campaignId: campaign.id, state: 'skipped' } })
  expect(held).toEqual([
    expect.objectContaining({ contactId: poisoned, reason: expect.stringMatching(/^cannot be written: \w/) }),
  ])
  expect([...office.copies.values()]).toEqual(Array.from({ length: 19 }, () => 1))
  const { status } = await db.campaign.findUniqueOrThrow({ where: { id: campaign.id } })
  expect(status).toBe('completed')
})
