import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals'
import type { Person } from '../../sandbox/slack/person-types.ts'
import { showCampaign } from '../../src/operations/campaign/show.ts'
import { until } from '../support/until.ts'
import { type DraftDoor, mistakesIn, startDraftDoor } from './draft-door.ts'

let door: DraftDoor
let maria: Person
let campaignId: string
let name: string
beforeAll(async () => {
  door = await startDraftDoor()
  maria = door.maria
})
afterAll(() => door.rig.stop())
beforeEach(async () => {
  ;({ campaignId, name } = await door.openSequence())
  await maria.close('all')
})

const card = () => ({ channel: '#marketing', containing: name })
const row = () => door.rig.deps.db.campaign.findUniqueOrThrow({ where: { id: campaignId } })
const reads = (text: RegExp) => door.rig.slack.waitForMessage({ channel: '#marketing', as: 'U0MARIA', text })

/** Draws the card as the job does, and presses a button on it. */
async function press(text: string): Promise<void> {
  await showCampaign(door.rig.deps, { campaignId })
  expect(await maria.click({ where: card(), text, confirm: true })).toEqual({ kind: 'acknowledged' })
}

async function launched(): Promise<void> {
  await press('Launch')
  await until('the launch', async () => (await row()).status === 'running')
}

describe('scheduling', () => {
  it('sets a time, changes it and takes it back', async () => {
    await press('Schedule')
    await door.sees('Launch it at')
    const at = Math.floor(Date.now() / 1000) + 3600
    await maria.choose('Launch it at', String(at))
    expect(await maria.submit()).toEqual({ kind: 'acknowledged' })
    await door.sees('It starts by itself')
    await maria.close('all')
    expect(await row()).toMatchObject({ status: 'scheduled', startsAt: new Date(at * 1000) })
    await press('Change time')
    await door.sees('Launch it at')
    const shown = JSON.stringify(door.rig.slack.snapshot('U0MARIA').modals.at(-1)?.blocks)
    expect(shown).toContain(`"initial_date_time":${at}`)
    await maria.close('all')
    await press('Take off schedule')
    await reads(/^Taken off the schedule/)
    expect(await row()).toMatchObject({ status: 'draft', startsAt: null })
  })

  it('says on the field that a time is over', async () => {
    await press('Schedule')
    await door.sees('Launch it at')
    await maria.choose('Launch it at', String(Math.floor(Date.now() / 1000) - 60))
    expect(mistakesIn(await maria.submit())['Launch it at']).toMatch(/over already/)
    expect((await row()).status).toBe('draft')
  })
})

describe('an edit of a launched campaign', () => {
  it('is kept, shown in sentences, and applied as somebody says', async () => {
    await launched()
    await press('Edit sequence')
    await door.sees('This campaign is under way')
    await maria.click({ where: 'modal', text: 'Add step' })
    await door.sees('When it goes out')
    await maria.fill('Subject', 'One more')
    await maria.fill('Email', 'Hello')
    expect(await maria.submit()).toEqual({ kind: 'acknowledged' })
    await door.sees('“One more”')
    await maria.close('all')
    const versions = () => door.rig.deps.db.campaignVersion.count({ where: { campaignId } })
    expect(await versions()).toBe(1)
    await press('Apply changes')
    await door.sees('Step 2 was added: “One more”, 3 business days later.')
    await maria.choose('2 people have mails still to come', 'They go on by the new sequence')
    expect(await maria.submit()).toEqual({ kind: 'acknowledged' })
    await door.sees('Applied. 2 people go on by the new sequence.')
    await maria.close('all')
    expect(await versions()).toBe(2)
    await showCampaign(door.rig.deps, { campaignId })
    expect(maria.reads(card()).join('\n')).not.toContain('Apply changes')
  })

  it('may not change what was drawn at launch', async () => {
    await launched()
    await press('Edit sequence')
    await door.sees('This campaign is under way')
    await maria.click({ where: 'modal', text: 'Sending rules' })
    await door.sees('When mails go out')
    await maria.fill('Percent held out', '20')
    expect(mistakesIn(await maria.submit())).toEqual({
      'Percent held out': 'Who is held out was drawn at launch: it stays at 0 %.',
    })
  })
})

describe('a launched campaign', () => {
  /** Both contacts have become too late, as after an outage. */
  const tooLate = () =>
    door.rig.deps.db.enrollment.updateMany({
      where: { campaignId },
      data: { status: 'paused', reason: 'late' },
    })

  it('has its late mails sent or left out, as a person says', async () => {
    await launched()
    await tooLate()
    await press('Send late ones')
    await reads(/^2 people get the mail late/)
    const are = (reason: string) => door.rig.deps.db.enrollment.count({ where: { campaignId, reason } })
    expect(await are('released')).toBe(2)
    await tooLate()
    await press('Skip them')
    await reads(/For 2 people it was the last one/)
    const through = { campaignId, status: 'completed' as const }
    expect(await door.rig.deps.db.enrollment.count({ where: through })).toBe(2)
  })

  it('is recalled after showing where everybody stands', async () => {
    await launched()
    await press('Recall')
    await door.sees('*2* nothing handed over')
    expect((await row()).status).toBe('running')
    expect(await maria.submit()).toEqual({ kind: 'acknowledged' })
    await door.sees('For 2 people, all that was still to come was taken back.')
    expect((await row()).status).toBe('cancelled')
  })
})
