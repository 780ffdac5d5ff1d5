import { afterAll, afterEach, beforeAll, expect, it } from '@jest/globals'
import type { Person } from '../../sandbox/slack/person-types.ts'
import { showCampaign } from '../../src/operations/campaign/show.ts'
import { sendDueMessages } from '../../src/operations/message/send-due.ts'
import { until } from '../support/until.ts'
import { type DraftDoor, startDraftDoor } from './draft-door.ts'

let door: DraftDoor
let maria: Person
beforeAll(async () => {
  door = await startDraftDoor()
  maria = door.maria
})
afterAll(() => door.rig.stop())
// All drafts are for the same two people, whom one campaign has at a time.
afterEach(async () => {
  const { campaign, enrollment } = door.rig.deps.db
  await campaign.updateMany({ data: { status: 'cancelled' } })
  await enrollment.updateMany({ data: { status: 'stopped' } })
})

const never = new AbortController().signal
const row = (id: string) => door.rig.deps.db.campaign.findUniqueOrThrow({ where: { id } })
const reads = (text: RegExp) => door.rig.slack.waitForMessage({ channel: '#marketing', as: 'U0MARIA', text })

/** Draws the card of a campaign as the job does, and gives its place. */
async function cardOf(campaignId: string) {
  await showCampaign(door.rig.deps, { campaignId })
  const { cardTs } = await row(campaignId)
  return { channel: '#marketing', ts: cardTs ?? '' }
}

async function press(campaignId: string, text: string): Promise<void> {
  const where = await cardOf(campaignId)
  expect(await maria.click({ where, text, confirm: true })).toEqual({ kind: 'acknowledged' })
}

/** A campaign that Maria launched, with both mails out. */
async function finished() {
  const { campaignId, name } = await door.openSequence()
  await maria.close('all')
  await press(campaignId, 'Launch')
  await until('the launch', async () => (await row(campaignId)).status === 'running')
  await until('the end', async () => {
    await sendDueMessages(door.rig.deps, { lane: 1 }, never)
    return (await row(campaignId)).status === 'completed'
  })
  return { campaignId, name }
}

const runOf = async (name: string) =>
  (await door.rig.deps.db.campaign.findFirst({ where: { name: `${name}, run 2` } }))?.id ?? ''

it('a finished campaign is run again from its card: as a draft that says whom it would enroll, and takes another rule', async () => {
  const { campaignId, name } = await finished()
  await press(campaignId, 'Run again')
  await reads(new RegExp(`^${name}, run 2 is a draft now, with the same mails, rules and contacts\\.`))
  const again = await runOf(name)
  const whole = async () => maria.reads(await cardOf(again)).join('\n')
  expect(await whole()).toContain('All 2 contacts were enrolled in an earlier run')
  await press(again, 'Launch')
  expect((await reads(/^All 2 contacts were enrolled in an earlier run/)).ephemeral).toBe(true)
  expect(await row(again)).toMatchObject({ status: 'draft' })

  await press(again, 'Edit sequence')
  await door.sees('1 step')
  await maria.click({ where: 'modal', text: 'Sending rules' })
  await door.sees('When it is run again')
  await maria.choose('Whoever went through this campaign before', 'May be enrolled again')
  expect(await maria.submit()).toEqual({ kind: 'acknowledged' })
  await door.sees('1 step')
  await maria.close('all')
  expect(await whole()).not.toContain('earlier run')
  await press(again, 'Launch')
  await until('the second launch', async () => (await row(again)).status === 'running')
  expect(await door.rig.deps.db.enrollment.count({ where: { campaignId: again } })).toBe(2)
  expect(await row(campaignId)).toMatchObject({ status: 'completed' })
})

it('pressed once more, the button says that there is a draft of it already', async () => {
  const { campaignId, name } = await finished()
  await press(campaignId, 'Run again')
  await reads(new RegExp(`^${name}, run 2 is a draft now`))
  await press(campaignId, 'Run again')
  expect((await reads(/is a run of it that has not been launched yet/)).ephemeral).toBe(true)
})

it('somebody else’s campaign is not run again', async () => {
  const { campaignId, name } = await finished()
  const where = await cardOf(campaignId)
  await door.rig.slack.person('U0RAJ').click({ where, text: 'Run again' })
  await door.rig.slack.waitForMessage({
    channel: '#marketing',
    as: 'U0RAJ',
    text: /^Only Maria Rossi, who owns this campaign, or an admin can run it again/,
  })
  expect(await runOf(name)).toBe('')
})
