import { randomUUID } from 'node:crypto'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals'
import type { Person } from '../../sandbox/slack/person-types.ts'
import type { Prisma } from '../../src/db/generated/prisma/client.ts'
import { launchCampaign } from '../../src/operations/campaign/launch.ts'
import { showCampaign } from '../../src/operations/campaign/show.ts'
import { admin } from '../support/rows.ts'
import { type DraftDoor, startDraftDoor } from './draft-door.ts'

let door: DraftDoor
let maria: Person
let ines: Person
let campaignId: string
let name: string
beforeAll(async () => {
  door = await startDraftDoor()
  maria = door.maria
  ines = door.rig.slack.person('U0INES')
})
afterAll(() => door.rig.stop())
beforeEach(async () => {
  ;({ campaignId, name } = await door.openSequence())
  await maria.close('all')
})
afterEach(async () => {
  await door.rig.deps.db.message.deleteMany()
  await door.rig.deps.db.webhookDelivery.deleteMany()
})

const stuck = (address: string, given: Partial<Prisma.MessageUncheckedCreateInput> = {}) =>
  door.rig.deps.db.message.create({
    data: {
      direction: 'outbound',
      purpose: 'sequence',
      state: 'needs_human',
      reason: 'not found at the provider after 2 attempts',
      campaignId,
      address,
      attempt: randomUUID(),
      claimedAt: new Date(),
      ...given,
    },
  })
const failedWebhook = () =>
  door.rig.deps.db.webhookDelivery.create({
    data: { source: 'postmark-event', dedupeKey: randomUUID(), payload: {}, outcome: 'failed' },
  })

async function decide(): Promise<void> {
  await showCampaign(door.rig.deps, { campaignId })
  await maria.click({ where: { channel: '#marketing', containing: name }, text: 'Decide' })
}

const sees = (who: Person, words: string) =>
  door.rig.slack.waitFor(
    `a modal with ${words}`,
    () => who.snapshot().modals.length > 0 && who.reads('modal').join('\n').includes(words),
  )

describe('the list of what waits for a decision', () => {
  it('has pages, and goes back to the first when the last is emptied', async () => {
    for (let n = 1; n <= 11; n += 1) await stuck(`person${n}.@example.com`)
    await decide()
    await door.sees('11 mails wait for a decision')
    await door.sees('person11.@')
    expect(door.lines()).not.toContain('person1.@')
    await maria.click({ where: 'modal', text: 'Older' })
    await door.sees('person1.@')
    await maria.click({ where: 'modal', text: 'Leave it', confirm: true })
    await door.sees('person1.@example.com is left as it is: the mail counts as skipped.')
    await door.sees('10 mails wait for a decision')
    await door.sees('person11.@')
  })

  it('says why a mail cannot be tried again, in place, and keeps it', async () => {
    await stuck('old@example.com', { claimedAt: new Date('2020-01-01T00:00:00Z') })
    await decide()
    await door.sees('old@example.com')
    await maria.click({ where: 'modal', text: 'Try again', confirm: true })
    await door.sees(
      'It is too long ago for the email provider to know whether this was sent. Leave it as it is.',
    )
    await door.sees('1 mail waits for a decision')
    expect(await door.rig.deps.db.message.count({ where: { state: 'needs_human' } })).toBe(1)
  })

  it('lets a test only be left', async () => {
    await stuck('maria@acme.example', { purpose: 'test' })
    await decide()
    await door.sees('· a test')
    expect(door.lines()).not.toContain('Try again\n')
    await maria.click({ where: 'modal', text: 'Leave it', confirm: true })
    await door.sees('Nothing waits for a decision.')
  })
})

describe('all that a list counts', () => {
  it('is left as it is by one press that names the number, and only as long as it is that many', async () => {
    for (let n = 1; n <= 3; n += 1) await stuck(`person${n}@example.com`)
    await decide()
    await door.sees('3 mails wait for a decision')
    const late = await stuck('late@example.com')
    await maria.click({ where: 'modal', text: 'Leave all 3 as they are', confirm: true })
    await door.sees('There were 3, and now there are 4. Nothing was done: look at them again, then decide.')
    await door.rig.deps.db.message.delete({ where: { id: late.id } })
    await maria.click({ where: 'modal', text: 'Leave all 4 as they are', confirm: true })
    await door.sees('There were 4, and now there are 3.')
    await maria.click({ where: 'modal', text: 'Leave all 3 as they are', confirm: true })
    await door.sees('3 mails are left as they are and count as skipped.')
    await door.sees('Nothing waits for a decision.')
    const states = await door.rig.deps.db.message.groupBy({ by: ['state'], _count: true })
    expect(states).toEqual([{ state: 'skipped', _count: 3 }])
  })

  it('is tried again by a job, but for tests, and asked for once at a time', async () => {
    for (let n = 1; n <= 2; n += 1) await stuck(`person${n}@example.com`)
    await stuck('maria@acme.example', { purpose: 'test' })
    await decide()
    await door.sees('3 mails wait for a decision')
    await maria.click({ where: 'modal', text: 'Try all 2 again', confirm: true })
    await door.sees(
      'The email provider is being asked about 2 mails. What came of them is told in the thread of the campaign’s card.',
    )
    expect(door.rig.jobs.map(({ job }) => job)).toContain('replay-mails')
    await door.sees('Being asked about now; the outcome comes in the thread.')
    expect(door.lines()).not.toMatch(/Try all|Leave all/)
    await door.rig.deps.db.replay.updateMany({ data: { finishedAt: new Date() } })
    await decide()
    await door.sees('Leave all 3 as they are')
  })
})

describe('webhooks that could not be applied', () => {
  it('are for admins: on their Home tab and in their list, applied once more or left', async () => {
    await failedWebhook()
    await failedWebhook()
    await ines.openHome()
    await door.rig.slack.waitFor('the Home tab', () => ines.snapshot().home !== null)
    expect(ines.reads('home').join('\n')).toContain('2 webhooks could not be applied')
    await ines.click({ where: 'home', text: 'Decide' })
    await sees(ines, 'Webhook postmark-event')
    await ines.click({ where: 'modal', text: 'Try again', confirm: true })
    await sees(ines, 'Webhook postmark-event is applied once more.')
    await ines.click({ where: 'modal', text: 'Leave it', confirm: true })
    await sees(ines, 'Webhook postmark-event is left as it is: what it says is not counted.')
    await sees(ines, 'Nothing waits for a decision.')
    await door.rig.slack.waitFor('the Home tab', () => !ines.reads('home').join('\n').includes('webhook'))
    await ines.close('all')
    const outcomes = await door.rig.deps.db.webhookDelivery.findMany({ select: { outcome: true } })
    expect(new Set(outcomes.map(({ outcome }) => outcome))).toEqual(new Set([null, 'discarded']))
    expect(door.rig.jobs.map(({ job }) => job)).toContain('apply-message-events')
  })

  it('are not shown to marketers, nor are mails of other people’s campaigns', async () => {
    await failedWebhook()
    const raj = door.rig.slack.person('U0RAJ')
    await stuck('ada@example.com')
    await raj.slash('#marketing', '/campaign problems')
    await sees(raj, 'Nothing waits for a decision.')
    await raj.close('all')
    await maria.slash('#marketing', '/campaign help')
    await door.rig.slack.waitForMessage({ channel: '#marketing', as: 'U0MARIA', text: /^Help for/ })
    await maria.click({ where: { channel: '#marketing' }, text: 'What needs a decision' })
    await door.sees('1 mail waits for a decision')
    expect(door.lines()).not.toContain('webhook')
  })

  it('are all applied once more by one press, too', async () => {
    await failedWebhook()
    await failedWebhook()
    await ines.slash('#marketing', '/campaign problems')
    await sees(ines, '2 webhooks could not be applied')
    await ines.click({ where: 'modal', text: 'Try all 2 again', confirm: true })
    await sees(ines, '2 webhooks are applied once more.')
    await ines.close('all')
    expect(await door.rig.deps.db.webhookDelivery.count({ where: { outcome: null } })).toBe(2)
  })
})

describe('people who are too late', () => {
  it('are named with their campaign and a way to its card, to whoever may decide about them', async () => {
    const { db } = door.rig.deps
    await launchCampaign(door.rig.deps, { campaignId, actor: admin, origin: 'slack' })
    await showCampaign(door.rig.deps, { campaignId })
    await db.enrollment.updateMany({ where: { campaignId }, data: { status: 'paused', reason: 'late' } })
    await maria.slash('#marketing', '/campaign problems')
    await door.sees(`2 people of *${name}* are too late to be written to without you: decide on <http`)
    expect(door.lines()).not.toContain('Nothing waits')
    await maria.close('all')
    const raj = door.rig.slack.person('U0RAJ')
    await raj.slash('#marketing', '/campaign problems')
    await sees(raj, 'Nothing waits for a decision.')
    await raj.close('all')
    await raj.openHome()
    await door.rig.slack.waitFor('the Home tab', () => raj.snapshot().home !== null)
    expect(raj.reads('home').join('\n')).not.toContain('too late')
    for (const who of [maria, ines]) {
      await who.openHome()
      const reads = () => who.reads('home').join('\n')
      await door.rig.slack.waitFor('the Home tab', () => reads().includes('2 people are too late'))
      await who.click({ where: 'home', text: 'Decide' })
      await sees(who, `2 people of *${name}* are too late`)
      await who.close('all')
    }
  })
})
