import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals'
import { type TestDatabase, testDatabase } from '../../support/database.ts'
import { after, planOf } from '../../support/plans.ts'
import { launched, mailsGot, standingAll } from '../campaign/control-rig.ts'
import { edit, extra, one, rowOf, runOut, three, two } from '../campaign/edit-rig.ts'
import { readPlan } from '../../../src/db/stored-plan.ts'
import { resumeCampaign } from '../../../src/operations/campaign/resume.ts'
import type { PlannedStep } from '../../../src/domain/plan.ts'
import { hearOf, killedWhileCalling, whileCalling } from './open-call-rig.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await testDatabase()
})
afterAll(() => database.stop())
afterEach(() => database.db.campaign.updateMany({ data: { status: 'cancelled' } }))

const reason = 'Baton cannot work out what comes next in this campaign. Its log says why.'

type Campaign = Awaited<ReturnType<typeof launched>>
type Learn = (campaign: Campaign, spoiled: () => Promise<void>) => Promise<void>

/** Edits a campaign, after which the plan of its new version makes no sense. Returns what mends it. */
async function spoiledEdit(campaign: Campaign, steps: PlannedStep[], spoil: (plan: object) => object) {
  const { db } = database
  await edit(campaign, steps)
  const { id, plan } = await db.campaignVersion.findFirstOrThrow({
    where: { campaignId: campaign.id },
    orderBy: { number: 'desc' },
  })
  const write = (changed: object) => db.campaignVersion.update({ where: { id }, data: { plan: changed } })
  const sound = readPlan(plan)
  await write(spoil(sound))
  return () => write(sound)
}

const answered: Learn = ({ rig }, spoiled) => whileCalling(rig, spoiled)

const asked: Learn = async ({ rig }, spoiled) => {
  await killedWhileCalling(rig, 3)
  await spoiled()
  await rig.reconcileLater()
}

const told: Learn = async ({ rig }, spoiled) => {
  const mails = await killedWhileCalling(rig, 3)
  await spoiled()
  const outcomes = await hearOf(
    rig,
    mails.map(({ metadata }) => metadata),
  )
  expect(outcomes).toEqual(['applied', 'applied', 'applied'])
}

const hoursThatAreNone = (plan: object) => ({
  ...plan,
  window: { days: [1, 2, 3, 4, 5], from: 'nine', to: '17:00' },
})
const waitsBeyondAllTime = (plan: object) => ({
  ...plan,
  steps: readPlan(plan).steps.map((step) => Object.assign(step, { wait: after(1e10, 'minutes') })),
})
const unreadable = () => ({ steps: 'lost' })

const edits: [string, PlannedStep[], PlannedStep[], string][] = [
  ['goes on with a step that was added', [one, two], [one, extra, two], 'One, Extra, Two'],
  ['goes on after the last of the old steps', [one], [one, two], 'One, Two'],
  ['gets nothing that is put before the last of the old steps', [one], [three, one, two], 'One, Two'],
  ['goes on after what was taken out', [one], [two], 'One, Two'],
]

describe.each([
  ['the provider answers', answered],
  ['the provider is asked', asked],
  ['webhooks tell of it', told],
])(
  'a mail that was with the provider while people moved to a plan that makes no sense, once %s',
  (_, learn) => {
    describe.each([
      ['has hours that are none', hoursThatAreNone],
      ['has a wait beyond all time', waitsBeyondAllTime],
      ['cannot be read', unreadable],
    ])('where that plan %s', (_why, spoil) => {
      // Whoever has nothing left needs no hours to be through.
      const through: typeof edits =
        spoil === unreadable ? [['has nothing left', [one, two], [one], 'One']] : []

      it.each([...edits, ...through])(
        'is settled, and whoever got it %s when that is mended',
        async (...[, old, next, got]) => {
          const { db } = database
          const campaign = await launched(db, planOf(old, { maxLatenessMinutes: 10_080 }), { people: 3 })
          const { rig } = campaign
          let mend = (): Promise<unknown> => Promise.resolve()
          await learn(campaign, async () => {
            mend = await spoiledEdit(campaign, next, spoil)
          })
          expect(await db.message.count({ where: { campaignId: campaign.id, state: 'sent' } })).toBe(3)
          expect(rig.lines.filter(({ message }) => /could not/.test(message))).toEqual([])
          await runOut(campaign)
          expect(await mailsGot(db, campaign)).toEqual({ One: 3 })
          expect(await rowOf(db, campaign)).toMatchObject({ status: 'paused', statusReason: reason })
          await standingAll(db, campaign)

          await mend()
          await resumeCampaign(rig.deps, campaign.as)
          await runOut(campaign)
          expect(await mailsGot(db, campaign)).toEqual({ [got]: 3 })
          expect(await rowOf(db, campaign)).toMatchObject({ status: 'completed' })
          expect(new Set(rig.office.copies.values())).toEqual(new Set([1]))
        },
      )
    })
  },
)
