import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals'
import { draft, lead, running } from '../views/samples.ts'
import { startDoor, type DoorRig } from './door-rig.ts'

let rig: DoorRig
beforeAll(async () => {
  rig = await startDoor('socket')
})
afterEach(() => {
  jest.restoreAllMocks()
})
afterAll(() => rig.stop())

const said = (channelId: string) =>
  rig.slack
    .person('U0MARIA')
    .snapshot()
    .channels.find(({ id }) => id === channelId)?.messages ?? []

it('a member is told in direct messages, with the button that leads on', async () => {
  await rig.chat.tell('U0INES', { kind: 'webhooks-failed', failed: 1 })
  const ines = rig.slack.person('U0INES')
  expect(ines.reads({ channel: '@Baton' }).join('\n')).toContain('1 webhook could not be applied')
  await ines.click({ where: { channel: '@Baton' }, text: 'Decide' })
  await rig.slack.waitForModal({ user: 'U0INES' })
  await ines.close('all')
})

describe('a card', () => {
  it('is posted once and redrawn where it stands', async () => {
    const at = await rig.chat.showCampaign(draft, { channelId: 'C0MKT', ts: null })
    expect(at.channelId).toBe('C0MKT')
    const again = await rig.chat.showCampaign(running, at)
    expect(again).toEqual(at)
    const [card, ...others] = said('C0MKT').filter(({ isApp }) => isApp)
    expect(others).toEqual([])
    expect(JSON.stringify(card?.blocks)).toContain('216 of 480 sent')
  })

  it('is posted anew when somebody deleted it', async () => {
    const at = await rig.chat.showCampaign(draft, { channelId: 'C0MKT', ts: '1600000000.000100' })
    expect(at.ts).not.toBe('1600000000.000100')
  })

  it('brings Baton into its channel, so that its thread can be heard', async () => {
    await rig.chat.showHandover(lead, { channelId: 'C0SALES', ts: null })
    const sales = rig.slack
      .person('U0MARIA')
      .snapshot()
      .channels.find(({ id }) => id === 'C0SALES')
    expect(sales?.members).toContain('U0BATON')
  })

  it('fails in a private channel that Baton is not in, so that the job tries again', async () => {
    await expect(rig.chat.showHandover(lead, { channelId: 'C0DEALS', ts: null })).rejects.toThrow(
      'channel_not_found',
    )
  })

  it('gets its notes, files and marks in its thread, and marks twice as once', async () => {
    const at = await rig.chat.showHandover(lead, { channelId: 'C0SALES', ts: null })
    await rig.chat.say(at, { kind: 'lead-wrote', name: 'Ada', text: 'Tuesday?', fromOtherAddress: null })
    await rig.chat.shareFile(at, {
      name: 'refused.csv',
      content: 'line,reason\n3,no address\n',
      comment: '12 rows',
    })
    await rig.chat.mark(at, 'sent')
    await rig.chat.mark(at, 'sent')
    const thread = said('C0SALES').filter(({ threadTs }) => threadTs === at.ts)
    expect(thread.some(({ blocks }) => JSON.stringify(blocks).includes('Tuesday?'))).toBe(true)
    expect(thread.flatMap(({ files }) => files.map(({ name }) => name))).toEqual(['refused.csv'])
    const card = said('C0SALES').find(({ ts }) => ts === at.ts)
    expect(card?.reactions).toMatchObject([{ name: 'white_check_mark', count: 1 }])
  })

  it('leaves a review alone that was closed meanwhile', async () => {
    await expect(rig.chat.showCampaignReview('V0GONE', draft, { kind: 'nobody' })).resolves.toBeUndefined()
  })
})

describe('people', () => {
  it('are known by name, address and time zone', async () => {
    expect(await rig.chat.profile('U0RAJ')).toEqual({
      name: 'Raj Patel',
      email: 'raj@acme.example',
      timeZone: 'Europe/Berlin',
      outsider: false,
      admin: false,
    })
  })

  it('are known by a name that turns no sentence round', async () => {
    const person = { name: 'turner', email: 'turner@acme.example', tz: 'UTC' }
    rig.slack.admin.addUser({ ...person, id: 'U0TURNER', real_name: '\u202Egnihton\n owns this\u200B' })
    expect((await rig.chat.profile('U0TURNER')).name).toBe('gnihton owns this')
    rig.slack.admin.addUser({ ...person, name: 'unseen', id: 'U0UNSEEN', real_name: '\u200B\u200E' })
    expect((await rig.chat.profile('U0UNSEEN')).name).toBe('unseen')
  })

  it('are admins where Slack calls them admin or owner', async () => {
    rig.slack.admin.addUser({ ...newcomer('U0OWNER'), is_owner: true })
    expect(await rig.chat.profile('U0INES')).toMatchObject({ admin: true, outsider: false })
    expect(await rig.chat.profile('U0OWNER')).toMatchObject({ admin: true })
  })

  it('are outsiders as guests of any kind, from another workspace, deactivated, as a bot, or unknown', async () => {
    rig.slack.admin.addUser({ ...newcomer('U0SINGLE'), is_ultra_restricted: true })
    rig.slack.admin.addUser(newcomer('U0LEFT'))
    rig.slack.admin.deactivateUser('U0LEFT')
    for (const id of ['U0GUEST', 'U0OTHER', 'U0SINGLE', 'U0LEFT', 'U0BATON', 'U0NOBODY'])
      expect([id, (await rig.chat.profile(id)).outsider]).toEqual([id, true])
  })

  it('are asked about again after a minute, so that somebody who was let go is turned away', async () => {
    rig.slack.admin.addUser(newcomer('U0FIRED'))
    expect(await rig.chat.profile('U0FIRED')).toMatchObject({ outsider: false })
    rig.slack.admin.deactivateUser('U0FIRED')
    jest.spyOn(Date, 'now').mockReturnValue(Date.now() + 60_001)
    expect(await rig.chat.profile('U0FIRED')).toMatchObject({ outsider: true })
  })

  it('are never admins from outside', async () => {
    rig.slack.admin.addUser({ ...newcomer('U0BOSS'), is_admin: true, team_id: 'T0ELSEWHERE' })
    expect(await rig.chat.profile('U0BOSS')).toMatchObject({ admin: false, outsider: true })
  })
})

describe('a channel', () => {
  it('has the members that Slack says, also on a second page and right after somebody joined', async () => {
    const crowd = Array.from({ length: 1100 }, (_, index) => `U0CROWD${index}`)
    for (const id of crowd) rig.slack.admin.addUser(newcomer(id))
    rig.slack.admin.addChannel({ id: 'C0CROWD', name: 'crowd', members: crowd })
    expect(await rig.chat.isChannelMember('U0CROWD1099', 'C0CROWD')).toBe(true)
    expect(await rig.chat.isChannelMember('U0INES', 'C0SALES')).toBe(false)
    rig.slack.admin.join('#sales', 'U0INES')
    expect(await rig.chat.isChannelMember('U0INES', 'C0SALES')).toBe(true)
  })

  it('is not asked about again for everybody in it', async () => {
    // Time stands still, so that no answer grows old on a busy machine.
    jest.spyOn(Date, 'now').mockReturnValue(Date.now())
    await rig.chat.isChannelMember('U0MARIA', 'C0MKT')
    const asked = rig.slack.journal.calls('conversations.members').length
    await Promise.all(['U0MARIA', 'U0RAJ'].map((id) => rig.chat.isChannelMember(id, 'C0MKT')))
    expect(rig.slack.journal.calls('conversations.members')).toHaveLength(asked)
  })

  it('is asked about again after ten seconds, so that somebody who was put out of it stays out', async () => {
    rig.slack.admin.addUser(newcomer('U0GONE'))
    rig.slack.admin.join('#marketing', 'U0GONE')
    expect(await rig.chat.isChannelMember('U0GONE', 'C0MKT')).toBe(true)
    rig.slack.admin.leave('#marketing', 'U0GONE')
    jest.spyOn(Date, 'now').mockReturnValue(Date.now() + 10_001)
    expect(await rig.chat.isChannelMember('U0GONE', 'C0MKT')).toBe(false)
  })

  it('has nobody in it as far as Baton can tell where it is private and Baton is not in it', async () => {
    expect(await rig.chat.isChannelMember('U0RAJ', 'C0DEALS')).toBe(false)
    expect(await rig.chat.canSeeChannel('U0RAJ', 'C0DEALS')).toBe(false)
  })

  it('is seen by everybody where it is public, and by its members where it is not', async () => {
    const members = ['U0MARIA', 'U0BATON']
    rig.slack.admin.addChannel({ id: 'C0BOARD', name: 'board', is_private: true, members })
    expect(await rig.chat.canSeeChannel('U0RAJ', 'C0CROWD')).toBe(true)
    expect(await rig.chat.canSeeChannel('U0MARIA', 'C0BOARD')).toBe(true)
    expect(await rig.chat.canSeeChannel('U0RAJ', 'C0BOARD')).toBe(false)
  })

  it('is answered for with an error when Slack cannot be asked', async () => {
    rig.slack.faults.add({ method: 'conversations.members', error: 'fetch_members_failed', times: 1 })
    await expect(rig.chat.isChannelMember('U0NOBODY', 'C0SALES')).rejects.toThrow('fetch_members_failed')
  })
})

const newcomer = (id: string) => ({
  id,
  name: id.toLowerCase(),
  real_name: id,
  email: `${id.toLowerCase()}@acme.example`,
  tz: 'UTC',
})
