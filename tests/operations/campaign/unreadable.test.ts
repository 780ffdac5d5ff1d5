import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals'
import { publicHolidays } from '../../../src/adapters/holidays.ts'
import { campaignCardMessage } from '../../../src/bot/views/campaign-card.ts'
import { checkEdit, ifMoved } from '../../../src/operations/campaign/check-edit.ts'
import { discardEdit } from '../../../src/operations/campaign/discard-edit.ts'
import { explainCampaign } from '../../../src/operations/campaign/explain.ts'
import { openPlan } from '../../../src/operations/campaign/open-plan.ts'
import { savePlan } from '../../../src/operations/campaign/save-plan.ts'
import { showCampaign } from '../../../src/operations/campaign/show.ts'
import type { CampaignCard } from '../../../src/ports/chat.ts'
import { type TestDatabase, testDatabase } from '../../support/database.ts'
import { fakeChat } from '../../support/fakes.ts'
import { plannedStep, planOf } from '../../support/plans.ts'
import { admin } from '../../support/rows.ts'
import { type ControlledCampaign, launched } from './control-rig.ts'
import { edit, extra, one, two } from './edit-rig.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await testDatabase()
})
afterAll(() => database.stop())
afterEach(() => database.db.campaign.updateMany({ data: { status: 'cancelled' } }))

const plan = planOf([one, two])
const window = { days: [1, 2, 3, 4, 5], from: 'nine', to: '17:00' }
const reason = 'Baton cannot work out what comes next in this campaign. Its log says why.'
const unreadable = { steps: 'lost' }

/** A campaign of three people with something stored as its plan that cannot be gone by, once sending has come upon it. */
async function spoilt(stored: object) {
  const campaign = await launched(database.db, plan, { people: 3 })
  await database.db.campaignVersion.updateMany({
    where: { campaignId: campaign.id },
    data: { plan: stored },
  })
  await campaign.rig.send()
  return campaign
}

async function cardOf({ id, rig }: ControlledCampaign): Promise<CampaignCard> {
  const chat = fakeChat()
  const drawn: CampaignCard[] = []
  const showing: typeof chat.showCampaign = (card, place) => {
    drawn.push(card)
    return chat.showCampaign(card, place)
  }
  await showCampaign({ ...rig.deps, chat: { ...chat, showCampaign: showing } }, { campaignId: id })
  const [card] = drawn
  if (!card) throw new Error('No card was drawn')
  return card
}

const emptyTexts = ({ blocks }: ReturnType<typeof campaignCardMessage>) =>
  (blocks ?? []).filter((block) => block.type === 'section' && block.text?.text === '')

describe.each([
  ['that cannot be read', unreadable],
  ['that another release has written', { ...plan, ofAnotherRelease: true }],
  ['with hours that are none', { ...plan, window }],
  [
    'with a wait that is none',
    {
      ...plan,
      steps: [one, plannedStep('Two', { wait: { kind: 'until-date', date: 'soon', time: '09:00' } })],
    },
  ],
  [
    'with a wait beyond all time',
    { ...plan, steps: [one, plannedStep('Two', { wait: { kind: 'for', amount: 1e15, unit: 'minutes' } })] },
  ],
])('a campaign with a plan %s', (_, stored) => {
  it('shows on its card that it is paused, and why', async () => {
    const card = await cardOf(await spoilt(stored))
    expect(card).toMatchObject({ status: 'paused', statusReason: reason, progress: { waiting: 3 } })
    const message = campaignCardMessage(card)
    expect(JSON.stringify(message.blocks)).toContain(reason)
    expect(JSON.stringify(message.blocks)).toContain('Resume')
    expect(emptyTexts(message)).toEqual([])
  })

  it('explains why it is not finished', async () => {
    const { id, rig } = await spoilt(stored)
    const why = `the campaign is paused: ${reason}`
    expect(await explainCampaign(rig.deps, { campaignId: id })).toMatchObject({
      status: 'paused',
      statusReason: reason,
      total: 3,
      lines: [{ count: 3, kind: 'paused', why }],
    })
    await database.db.campaign.update({ where: { id }, data: { status: 'running' } })
    const inHours = new Date(rig.deps.clock.now().getTime() + 7_200_000)
    await database.db.enrollment.updateMany({ where: { campaignId: id }, data: { nextAt: inHours } })
    expect(await explainCampaign(rig.deps, { campaignId: id })).toMatchObject({
      total: 3,
      lines: [{ count: 3, until: inHours }],
    })
  })
})

describe('a campaign whose plan cannot be read', () => {
  it('shows its draft where that is what cannot be read', async () => {
    const campaign = await launched(database.db, plan, { people: 3 })
    await database.db.campaign.update({ where: { id: campaign.id }, data: { plan: unreadable } })
    expect(await cardOf(campaign)).toMatchObject({ status: 'running', plan, edited: false })
  })

  it('has a card before its launch, too', async () => {
    const campaign = await launched(database.db, plan, { people: 3 })
    await database.db.campaign.update({
      where: { id: campaign.id },
      data: { plan: unreadable, status: 'draft', launchedAt: null },
    })
    const message = campaignCardMessage(await cardOf(campaign))
    expect(JSON.stringify(message.blocks)).toContain('cannot be read')
    expect(emptyTexts(message)).toEqual([])
  })

  it('refuses to be edited, and says what to do', async () => {
    const campaign = await spoilt(unreadable)
    const { id: campaignId, rig, as } = campaign
    const deps = { ...rig.deps, holidays: publicHolidays() }
    const refused = {
      code: 'plan-unreadable',
      message: expect.stringMatching(
        /cannot read.*cannot be launched, edited.*Ask whoever runs Baton.*cancel/,
      ),
    }
    const change = { kind: 'remove-step', key: two.key } as const
    for (const asked of [
      () => openPlan(deps, { campaignId, actor: admin }),
      () => checkEdit(deps, { campaignId, plan: null, actor: admin }),
      () => savePlan(deps, { ...as, change }),
      () => discardEdit(deps, as),
      () => edit(campaign, [one]),
    ])
      await expect(asked()).rejects.toMatchObject(refused)
  })

  it('refuses to have people moved who are on an older version that cannot be read', async () => {
    const campaign = await launched(database.db, plan, { people: 3 })
    await edit(campaign, [one, two, extra], { inFlight: 'finish' })
    await database.db.campaignVersion.updateMany({
      where: { campaignId: campaign.id, number: 1 },
      data: { plan: unreadable },
    })
    const refused = { code: 'plan-unreadable' }
    const next = { ...plan, steps: [one, extra] }
    const moved = ifMoved(campaign.rig.deps, { campaignId: campaign.id, plan: next, changes: ['something'] })
    await expect(moved).rejects.toMatchObject(refused)
    await expect(edit(campaign, next.steps)).rejects.toMatchObject(refused)
    expect(await edit(campaign, next.steps, { inFlight: 'finish' })).toMatchObject({ kind: 'saved' })
  })
})
