import { afterAll, beforeAll, expect, it } from '@jest/globals'
import { noLimits } from '../../../src/domain/plan-defaults.ts'
import { type TestDatabase, testDatabase } from '../../support/database.ts'
import { after, plannedStep, planOf } from '../../support/plans.ts'
import { day, launched, minute, standingAll } from '../campaign/control-rig.ts'
import { rowOf } from '../campaign/edit-rig.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await testDatabase()
})
afterAll(() => database.stop())

it('mails of a step that are all rejected pause their campaign at the fifth, however many of others go out between', async () => {
  const { db } = database
  const limits = { ...noLimits, gap: { seconds: 60, jitterSeconds: 0 } }
  const steps = [plannedStep('One'), plannedStep('Two', { wait: after(1, 'days') })]
  const campaign = await launched(db, planOf(steps, { limits }), { people: 6 })
  const { rig } = campaign
  const sixTimes = async (meanwhile: () => Promise<unknown>) => {
    for (let n = 0; n < 6; n += 1) {
      await rig.send()
      await meanwhile()
      rig.pass(2 * minute)
    }
  }
  await sixTimes(() => Promise.resolve())
  rig.pass(day)
  const rejected = {
    kind: 'rejected',
    code: 300,
    reason: 'Too long.',
    inactive: false,
    about: 'mail',
  } as const
  rig.office.sendBatch = (mails) => Promise.resolve({ kind: 'answered', outcomes: mails.map(() => rejected) })
  const elsewhere = {
    direction: 'outbound',
    purpose: 'sequence',
    state: 'sent',
    address: 'x@lead.example',
    campaignId: campaign.id,
  } as const

  await sixTimes(() => db.message.createMany({ data: Array.from({ length: 500 }, () => elsewhere) }))

  expect(await standingAll(db, campaign)).toMatchObject({ rejected: 4 })
  expect(await rowOf(db, campaign)).toMatchObject({
    status: 'paused',
    statusReason: 'The email provider rejects these mails, whoever they are for: Too long (code 300).',
  })
})
