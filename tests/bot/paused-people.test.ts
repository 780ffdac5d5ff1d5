import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals'
import type { Person } from '../../sandbox/slack/person-types.ts'
import { showCampaign } from '../../src/operations/campaign/show.ts'
import { until } from '../support/until.ts'
import { type DraftDoor, startDraftDoor } from './draft-door.ts'

let door: DraftDoor
let maria: Person
let raj: Person
let campaignId: string
let name: string
beforeAll(async () => {
  door = await startDraftDoor()
  maria = door.maria
  raj = door.rig.slack.person('U0RAJ')
})
afterAll(() => door.rig.stop())
beforeEach(async () => {
  // The same two people each time: no campaign before may have them still.
  await door.rig.deps.db.enrollment.updateMany({ data: { status: 'completed', nextAt: null } })
  ;({ campaignId, name } = await door.openSequence())
  await maria.close('all')
  await showCampaign(door.rig.deps, { campaignId })
  await maria.click({ where: card(), text: 'Launch', confirm: true })
  await until('the launch', async () => (await people()).length === 2)
})

const card = () => ({ channel: '#marketing', containing: name })
const people = () =>
  door.rig.deps.db.enrollment.findMany({
    where: { campaignId },
    include: { contact: true },
    orderBy: { id: 'asc' },
  })
const person = async (email: string) => (await people()).find(({ contact }) => contact.email === email)
const pauseAll = (reason: string) =>
  door.rig.deps.db.enrollment.updateMany({ where: { campaignId }, data: { status: 'paused', reason } })

const rajSees = (words: string) =>
  until(
    `a modal with ${words}`,
    () => raj.snapshot().modals.length > 0 && raj.reads('modal').join('\n').includes(words),
  )

async function openExplanation(who = maria): Promise<void> {
  await showCampaign(door.rig.deps, { campaignId })
  expect(await who.click({ where: card(), text: 'Why isn’t it finished?' })).toEqual({ kind: 'acknowledged' })
}

async function openPaused(): Promise<void> {
  await openExplanation()
  await door.sees('Let somebody go on')
  await maria.click({ where: 'modal', text: 'Let somebody go on' })
  await door.sees('2 people* in')
}

describe('the explanation on the card', () => {
  it('tells whom a person must let go on, and the numbers add up', async () => {
    await pauseAll('replied')
    await openExplanation()
    await door.sees('These numbers add up to 2.')
    expect(door.lines()).toContain('*2 people are not through yet:*')
    expect(door.lines()).toContain('• *2* paused (replied): a person must decide')
  })

  it('offers nothing to do where nobody has to, and is there for everybody who sees the card', async () => {
    await openExplanation(raj)
    await rajSees('*2* due, and next in line')
    expect(raj.reads('modal').join('\n')).not.toContain('Let somebody go on')
    await raj.close('all')
  })

  it('names nobody to those who may not decide', async () => {
    await pauseAll('clicked')
    await openExplanation(raj)
    await rajSees('Let somebody go on')
    await raj.click({ where: 'modal', text: 'Let somebody go on' })
    await rajSees('Only Maria Rossi')
    expect(raj.reads('modal').join('\n')).not.toContain('ada@example.com')
    await raj.close('all')
  })
})

describe('somebody who is paused', () => {
  it('is let go on from the list, which says so and shows who is left, as does the explanation below', async () => {
    await pauseAll('replied')
    await openPaused()
    await door.sees('Ada* · Engines · ada@example.com\nAnswered')
    await maria.click({ where: 'modal', text: 'Let go on', confirm: true })
    await door.sees('goes on: the next mail goes out in its time.')
    await door.sees('*1 person* in')
    expect(new Set((await people()).map(({ reason }) => reason))).toEqual(new Set(['released', 'replied']))
    await maria.close('top')
    await door.sees('• *1* let go on by a person, and next in line')
  })

  it('is found by name, alone, and the list comes back', async () => {
    await pauseAll('Ada at Engines replied')
    await openPaused()
    const found = await maria.suggest({ where: 'modal', field: 'Find somebody', query: 'barges' })
    expect(found.map(({ text }) => text)).toEqual(['Bob · Barges · bob@example.com'])
    await maria.choose({ where: 'modal', field: 'Find somebody', option: 'Bob · Barges · bob@example.com' })
    await door.sees('Show all')
    expect(door.lines()).not.toContain('ada@example.com')
    expect(door.lines()).toContain('Ada at Engines replied')
    await maria.click({ where: 'modal', text: 'Let go on', confirm: true })
    await door.sees('Bob goes on')
    expect(await person('bob@example.com')).toMatchObject({ reason: 'released' })
    await door.sees('ada@example.com')
  })

  it('who goes on already, or only waits for another campaign, is not let go on twice', async () => {
    await pauseAll('replied')
    await openPaused()
    await pauseAll('released')
    await door.rig.deps.db.enrollment.updateMany({
      where: { campaignId },
      data: { status: 'active', reason: null },
    })
    await maria.click({ where: 'modal', text: 'Let go on', confirm: true })
    await door.sees('This person is not paused, or waits for another campaign that has them.')
    await door.sees('Nobody in')
    await maria.close('all')
    await pauseAll('waits for another campaign')
    await openExplanation()
    await door.sees('• *2* waiting for another campaign that has them')
    expect(door.lines()).not.toContain('Let somebody go on')
  })

  it('is reached page by page among many', async () => {
    const [first] = await people()
    if (!first) throw new Error('Nobody was enrolled')
    const { id: _, replyToken: __, contact: ___, ...same } = first
    for (let n = 1; n <= 10; n += 1) {
      const contact = await door.rig.deps.db.contact.create({
        data: { email: `more${n}.of@example.com` },
      })
      await door.rig.deps.db.enrollment.create({ data: { ...same, contactId: contact.id } })
    }
    await pauseAll('replied')
    await openExplanation()
    await door.sees('Let somebody go on')
    await maria.click({ where: 'modal', text: 'Let somebody go on' })
    await door.sees('*12 people* in')
    expect(door.lines()).not.toContain('more10.')
    await maria.click({ where: 'modal', text: 'Next page' })
    await door.sees('more10.')
    await maria.click({ where: 'modal', text: 'First page' })
    await door.sees('ada@example.com')
  })
})
