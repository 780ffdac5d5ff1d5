import { afterAll, beforeAll, expect, it } from '@jest/globals'
import { showCampaign } from '../../../src/operations/campaign/show.ts'
import { type TestDatabase, testDatabase } from '../../support/database.ts'
import { fakeChat, fakeTemplates } from '../../support/fakes.ts'
import { plannedStep, planOf } from '../../support/plans.ts'
import { recordingQueue } from '../../support/recording-queue.ts'
import { drafted } from './control-rig.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await testDatabase()
})
afterAll(() => database.stop())

it('a review is drawn once more when its plan was changed while it was being drawn', async () => {
  const { db } = database
  const { id } = await drafted(db, planOf([plannedStep('One')]), 1)
  await db.campaign.update({ where: { id }, data: { reviewViewId: 'V1' } })
  const chat = fakeChat()
  const drawn: string[] = []
  const meanwhile = [() => db.campaign.update({ where: { id }, data: { planRevision: { increment: 1 } } })]
  const showCampaignReview: typeof chat.showCampaignReview = async (viewId) => {
    drawn.push(viewId)
    await meanwhile.pop()?.()
  }
  const { queue } = recordingQueue()
  const clock = { now: () => new Date('2026-11-20T09:00:00Z') }
  const deps = { db, queue, clock, templates: fakeTemplates(), chat: { ...chat, showCampaignReview } }
  for (const _ of [1, 2, 3]) await showCampaign(deps, { campaignId: id })
  expect(drawn).toEqual(['V1', 'V1'])
})
