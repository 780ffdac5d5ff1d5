import { afterAll, beforeAll, expect, it } from '@jest/globals'
import { showCampaign } from '../../src/operations/campaign/show.ts'
import { until } from '../support/until.ts'
import { type DraftDoor, startDraftDoor } from './draft-door.ts'

let door: DraftDoor
beforeAll(async () => {
  door = await startDraftDoor()
})
afterAll(() => door.rig.stop())

it('a card that was not redrawn since a change does not launch what it does not describe', async () => {
  const { maria, rig } = door
  const { campaignId, name } = await door.openSequence()
  const launch = { where: { channel: '#marketing', containing: name }, text: 'Launch', confirm: true }
  const status = async () =>
    (await rig.deps.db.campaign.findUniqueOrThrow({ where: { id: campaignId } })).status
  await maria.click({ where: 'modal', text: 'Sending rules' })
  await door.sees('When mails go out')
  await maria.fill('Priority', '8')
  expect(await maria.submit()).toEqual({ kind: 'acknowledged' })
  await maria.close('all')
  await maria.click(launch)
  await rig.slack.waitForMessage({ channel: '#marketing', as: 'U0MARIA', text: /^The plan was changed/ })
  expect(await status()).toBe('draft')
  await showCampaign(rig.deps, { campaignId })
  await maria.click(launch)
  await until('the launch', async () => (await status()) === 'running')
})
