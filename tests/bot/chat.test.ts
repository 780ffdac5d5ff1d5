import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { draft, lead, running } from '../views/samples.ts'
import { startDoor, type DoorRig } from './door-rig.ts'

let rig: DoorRig
beforeAll(async () => {
  rig = await startDoor('socket')
})
afterAll(() => rig.stop())

const said = (channelId: string) =>
  rig.slack
    .person('U0MARIA')
    .snapshot()
    .channels.find(({ id }) => id === channelId)?.messages ?? []

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

it('knows people by name, address and time zone', async () => {
  expect(await rig.chat.profile('U0RAJ')).toEqual({
    name: 'Raj Patel',
    email: 'raj@acme.example',
    timeZone: 'Europe/Berlin',
  })
})
