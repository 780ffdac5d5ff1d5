import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals'
import { z } from 'zod'
import type { Person } from '../../sandbox/slack/person-types.ts'
import { discardEdit } from '../../src/operations/campaign/discard-edit.ts'
import { showCampaign } from '../../src/operations/campaign/show.ts'
import { until } from '../support/until.ts'
import { type DraftDoor, startDraftDoor } from './draft-door.ts'

const owner = { kind: 'member', slackUserId: 'U0MARIA', name: 'Maria Rossi', slackAdmin: false } as const

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
  await press('Launch')
  await until('the launch', async () => (await row()).status === 'running')
})

const row = () => door.rig.deps.db.campaign.findUniqueOrThrow({ where: { id: campaignId } })
const card = () => ({ channel: '#marketing', containing: name })
const reads = (text: RegExp) => door.rig.slack.waitForMessage({ channel: '#marketing', as: 'U0MARIA', text })
const stepsNow = async () => (await door.planNow()).steps.length

/** Draws the card as the job does, and presses a button on it. */
async function press(text: string, who = maria): Promise<void> {
  await showCampaign(door.rig.deps, { campaignId })
  expect(await who.click({ where: card(), text, confirm: true })).toEqual({ kind: 'acknowledged' })
}

/** Adds a step that is not applied; the list of steps stays open. */
async function editIt(): Promise<void> {
  await press('Edit sequence')
  await door.sees('This campaign is under way')
  await maria.click({ where: 'modal', text: 'Add step' })
  await door.sees('When it goes out')
  await maria.fill('Subject', 'One more')
  await maria.fill('Email', 'Hello again')
  expect(await maria.submit()).toEqual({ kind: 'acknowledged' })
  await door.sees('“One more”')
}

describe('an edit that was not applied', () => {
  it('is thrown away by one press on the card, which says what is gone', async () => {
    await editIt()
    await maria.close('all')
    expect(await stepsNow()).toBe(2)
    await press('Throw away changes')
    await reads(/^Thrown away: 1 change\.\n• Step 2 was added: “One more”/)
    expect(await stepsNow()).toBe(1)
    await showCampaign(door.rig.deps, { campaignId })
    expect(maria.reads(card()).join('\n')).not.toContain('Throw away changes')
    const entry = await door.rig.deps.db.auditEntry.findFirstOrThrow({
      where: { subjectId: campaignId, action: 'discarded edit' },
    })
    expect(entry).toMatchObject({
      origin: 'slack',
      detail: { changes: [expect.stringContaining('One more')] },
    })
  })

  it('is thrown away in the list of steps, which shows the sequence as it goes out', async () => {
    await editIt()
    await maria.click({ where: 'modal', text: 'Throw away changes', confirm: true })
    await door.sees('Thrown away: 1 change.')
    const steps = door.lines().split('• Step 2')[1] ?? ''
    expect(steps).not.toContain('*2* ·')
    expect(door.lines()).toContain('1 step')
    expect(await stepsNow()).toBe(1)
  })

  it('is no longer there to be applied or thrown away, in the list below, once it was applied', async () => {
    await editIt()
    await maria.click({ where: 'modal', text: 'Apply changes' })
    await door.sees('Step 2 was added')
    expect(await maria.submit()).toEqual({ kind: 'acknowledged' })
    await door.sees('Applied.')
    await maria.close('top')
    await door.sees('What you change here is kept')
    expect(door.lines()).not.toContain('Throw away changes')
  })

  it('is thrown away once: a second press on an old card, and anybody else, is told so', async () => {
    await editIt()
    await maria.close('all')
    await showCampaign(door.rig.deps, { campaignId })
    const raj = door.rig.slack.person('U0RAJ')
    await raj.click({ where: card(), text: 'Throw away changes', confirm: true })
    const refusal = await door.rig.slack.waitForMessage({
      channel: '#marketing',
      as: 'U0RAJ',
      text: /Only Maria Rossi/,
    })
    expect(refusal.text).toContain('can edit it')
    await discardEdit(door.rig.deps, { campaignId, actor: owner, origin: 'slack' })
    await maria.click({ where: card(), text: 'Throw away changes', confirm: true })
    await reads(/waits to be applied, so there is nothing to throw away/)
  })
})

describe('a test mail', () => {
  const outbox = z.object({ sent: z.array(z.object({ subject: z.string() })) })
  const lastSubject = () => outbox.parse(door.rig.deps.email).sent.at(-1)?.subject

  it('of a running campaign is what it sends', async () => {
    await press('Send test to me')
    await reads(/^Test sent to maria@acme\.example/)
    expect(lastSubject()).toBe('[Test] Hello Ada')
  })

  it('of a pending edit is what it would send, and the preview says that', async () => {
    await editIt()
    await maria.close('all')
    await press('Preview')
    await door.sees('the changes are not applied yet')
    await maria.choose({ where: 'modal', field: 'Another email', option: '2 · One more' })
    await door.sees('step 2 of 2')
    await maria.click({ where: 'modal', text: 'Send test to me' })
    await door.sees('Test sent to maria@acme.example.')
    expect(lastSubject()).toBe('[Test] One more')
  })

  it('is refused to others, and once the campaign is over', async () => {
    const raj = door.rig.slack.person('U0RAJ')
    await press('Send test to me', raj)
    await door.rig.slack.waitForMessage({
      channel: '#marketing',
      as: 'U0RAJ',
      text: /Only Maria Rossi, who owns this campaign, or an admin can send a test of it/,
    })
    await showCampaign(door.rig.deps, { campaignId })
    await door.rig.deps.db.campaign.update({ where: { id: campaignId }, data: { status: 'completed' } })
    await maria.click({ where: card(), text: 'Send test to me' })
    const refusal = await reads(/is finished, so it cannot be tested/)
    expect(refusal.ephemeral).toBe(true)
  })
})
