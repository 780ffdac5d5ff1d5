import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { channelState } from '../../src/bot/slack-channels.ts'
import { createSlackClient } from '../../src/bot/slack-client.ts'
import { campaignInputs } from '../../src/bot/views/campaign-inputs.ts'
import { json, type VendorServer, startVendorServer } from '../adapters/vendor-server.ts'
import { quietLog } from '../support/quiet-log.ts'

let slack: VendorServer
beforeAll(async () => {
  slack = await startVendorServer()
})
afterAll(() => slack.close())

const channel = { id: 'C1', is_private: false, is_member: true, is_archived: false }
const stateOf = (told: object) => {
  slack.willAnswer(json({ ok: true, channel: { ...channel, ...told } }))
  const client = createSlackClient({ token: 'xoxb-1', apiUrl: `${slack.url}/`, log: quietLog().log })
  return channelState(client, 'C1')
}

describe('a channel that people of another workspace are in', () => {
  it.each([
    ['shared with another company', { is_ext_shared: true }, 'shared'],
    ['about to be shared with one', { is_pending_ext_shared: true }, 'shared'],
    [
      'shared within the organisation',
      { is_ext_shared: false, is_org_shared: true, is_shared: true },
      'open',
    ],
    ['not shared', {}, 'open'],
  ])('is known: %s', async (_, told, state) => {
    expect(await stateOf(told)).toBe(state)
  })

  it('is not among those that a campaign can use', () => {
    const menus = campaignInputs().filter(({ field }) => field === 'channel' || field === 'salesChannel')
    expect(menus.map(({ element }) => element)).toEqual(
      menus.map(() =>
        expect.objectContaining({
          filter: {
            include: ['public', 'private'],
            exclude_bot_users: true,
            exclude_external_shared_channels: true,
          },
        }),
      ),
    )
    expect(menus).toHaveLength(2)
  })
})
