import { afterAll, afterEach, beforeEach, expect, it, jest } from '@jest/globals'
import { startDoor, type DoorRig } from './door-rig.ts'
import { redraw, seedLead } from './seeds.ts'

let rig: DoorRig
beforeEach(async () => {
  await rig?.stop()
  rig = await startDoor('socket')
})
afterEach(() => {
  jest.restoreAllMocks()
})
afterAll(() => rig.stop())

const whispers = (user: string) =>
  rig.slack
    .person(user)
    .snapshot()
    .channels.flatMap(({ messages }) => messages)
    .filter(({ ephemeral }) => ephemeral)

async function hears(user: string, act: () => Promise<unknown>): Promise<string> {
  const before = new Set(whispers(user).map(({ ts }) => ts))
  await act()
  const line = await rig.slack.waitFor('an answer', () => whispers(user).find(({ ts }) => !before.has(ts)))
  return [line.text, JSON.stringify(line.blocks)].join('\n')
}

const statusOf = async (id: string) =>
  (await rig.deps.db.handover.findUniqueOrThrow({ where: { id } })).status

/** Ines is not in #sales; the channel is public, so she can read it and press its buttons. */
const inesClaims = (ts: string) => () =>
  rig.slack.person('U0INES').click({ where: { channel: '#sales', ts }, text: 'Claim' })

it('is not claimed by somebody who is not in its channel, until they join', async () => {
  const { id, ts } = await seedLead(rig)
  expect(await hears('U0INES', inesClaims(ts))).toContain(
    'Only members of the channel of this lead can claim it.',
  )
  expect(await statusOf(id)).toBe('open')
  rig.slack.admin.join('#sales', 'U0INES')
  expect(await hears('U0INES', inesClaims(ts))).toContain('It is yours.')
  expect(await statusOf(id)).toBe('claimed')
})

it('stays open while Slack does not say who is in its channel', async () => {
  const { id, ts } = await seedLead(rig)
  rig.slack.faults.add({ method: 'conversations.members', error: 'fetch_members_failed', times: 1 })
  const raj = rig.slack.person('U0RAJ')
  const press = () => raj.click({ where: { channel: '#sales', ts }, text: 'Claim' })
  expect(await hears('U0RAJ', press)).toContain('Slack did not say whether you are in the channel')
  expect(await statusOf(id)).toBe('open')
  expect(await hears('U0RAJ', press)).toContain('It is yours.')
})

it('is in the queue of those who are in its channel, and of nobody else', async () => {
  await seedLead(rig)
  const queue = (user: string) => () => rig.slack.person(user).slash('#marketing', '/lead queue')
  expect(await hears('U0RAJ', queue('U0RAJ'))).toContain('Open leads: 1')
  const seen = await hears('U0INES', queue('U0INES'))
  expect(seen).toContain('Open leads: 0')
  expect(seen).not.toContain('Ada')
})

it('is on the Home tab of those who are in its channel, and of nobody else', async () => {
  await seedLead(rig)
  const homeOf = async (user: string) => {
    const person = rig.slack.person(user)
    await person.openHome()
    await rig.slack.waitFor('the Home tab', () => person.snapshot().home)
    return person.reads('home').join('\n')
  }
  expect(await homeOf('U0MARIA')).toContain('score 85')
  expect(await homeOf('U0INES')).not.toContain('score 85')
})

it('leaves the lists of somebody who is not in its channel any more', async () => {
  const { id, ts } = await seedLead(rig)
  const raj = rig.slack.person('U0RAJ')
  await hears('U0RAJ', () => raj.click({ where: { channel: '#sales', ts }, text: 'Claim' }))
  const mine = () => raj.slash('#marketing', '/lead mine')
  expect(await hears('U0RAJ', mine)).toContain('Leads you hold: 1')
  const other = 'C0ELSEWHERE'
  rig.slack.admin.addChannel({ id: other, name: 'elsewhere', members: ['U0MARIA'] })
  await rig.deps.db.handover.update({ where: { id }, data: { channelId: other } })
  const seen = await hears('U0RAJ', mine)
  expect(seen).toContain('Leads you hold: 0')
  expect(seen).toContain('1 lead that you hold is in a channel that you or Baton are not in any more.')
  expect(seen).not.toContain('You hold no leads')
})

it('is not closed by a holder who has left its channel', async () => {
  const { id, ts } = await seedLead(rig)
  const raj = rig.slack.person('U0RAJ')
  await hears('U0RAJ', () => raj.click({ where: { channel: '#sales', ts }, text: 'Claim' }))
  await redraw(rig, id, ts)
  rig.slack.admin.leave('#sales', 'U0RAJ')
  const press = () => raj.click({ where: { channel: '#sales', ts }, text: 'Won', confirm: true })
  jest.spyOn(Date, 'now').mockReturnValue(Date.now() + 11_000)
  expect(await hears('U0RAJ', press)).toContain('Only members of the channel of this lead can close it.')
  expect(await statusOf(id)).toBe('claimed')
  rig.slack.admin.join('#sales', 'U0RAJ')
  expect(await hears('U0RAJ', press)).toContain('Closed as won')
})

it('tells members of a private channel that Baton has been put out of how to let it in', async () => {
  const { id, ts } = await seedLead(rig)
  await rig.deps.db.handover.update({ where: { id }, data: { channelId: 'C0DEALS' } })
  const raj = rig.slack.person('U0RAJ')
  const press = () => raj.click({ where: { channel: '#sales', ts }, text: 'Claim' })
  expect(await hears('U0RAJ', press)).toContain(
    'If you are in it already, Baton is not: type /invite @baton there.',
  )
  expect(await statusOf(id)).toBe('open')
})
