import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals'
import type { Person } from '../../sandbox/slack/person-types.ts'
import { showCampaign } from '../../src/operations/campaign/show.ts'
import { until } from '../support/until.ts'
import { type DraftDoor, startDraftDoor } from './draft-door.ts'

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

const types = async (line: string, who = maria) =>
  expect(await who.slash('#marketing', line)).toEqual({ kind: 'acknowledged' })
const reads = (text: RegExp) => door.rig.slack.waitForMessage({ channel: '#marketing', as: 'U0MARIA', text })
const status = async () =>
  (await door.rig.deps.db.campaign.findUniqueOrThrow({ where: { id: campaignId } })).status

async function launched(): Promise<void> {
  await showCampaign(door.rig.deps, { campaignId })
  await maria.click({ where: { channel: '#marketing', containing: name }, text: 'Launch', confirm: true })
  await until('the launch', async () => (await status()) === 'running')
}

describe('the words for what the buttons of a card open', () => {
  it('edit opens the sequence, schedule asks for the time, and sets it', async () => {
    await types(`/campaign edit ${name}`)
    await door.sees('1 step')
    await maria.close('all')
    await types(`/campaign schedule ${name}`)
    await door.sees('Launch it at')
    await maria.choose('Launch it at', String(Math.floor(Date.now() / 1000) + 3600))
    expect(await maria.submit()).toEqual({ kind: 'acknowledged' })
    await door.sees('It starts by itself')
    expect(await status()).toBe('scheduled')
  })

  it('recall shows where everybody stands and asks, and recalls', async () => {
    await launched()
    await types(`/campaign recall ${name.toLowerCase()}`)
    await door.sees('*2* nothing handed over')
    expect(await status()).toBe('running')
    expect(await maria.submit()).toEqual({ kind: 'acknowledged' })
    await door.sees('all that was still to come was taken back')
    expect(await status()).toBe('cancelled')
  })

  it('say in place what is not possible, and who can do what somebody cannot', async () => {
    await types(`/campaign recall ${name}`)
    await door.sees('has not been launched yet, so it cannot be recalled.')
    await maria.close('all')
    await launched()
    await types(`/campaign schedule ${name}`)
    await door.sees('is running, so it cannot be scheduled.')
    expect(maria.snapshot().modals).toHaveLength(1)
    await maria.close('all')
    const raj = door.rig.slack.person('U0RAJ')
    for (const [word, deed] of [
      ['edit', 'edit it'],
      ['schedule', 'schedule it'],
      ['recall', 'recall it'],
      ['problems', 'decide about its mails'],
    ]) {
      await types(`/campaign ${word} ${name}`, raj)
      const sentence = `Only Maria Rossi, who owns this campaign, or an admin can ${deed}.`
      await door.rig.slack.waitFor(
        `the refusal of ${word}`,
        () => raj.snapshot().modals.length > 0 && raj.reads('modal').join('\n').includes(sentence),
      )
      await raj.close('all')
    }
  })

  it.each([
    ['edit', 'Edit sequence', '1 step'],
    ['schedule', 'Schedule', 'Launch it at'],
    ['recall', 'Recall', 'has not been launched yet'],
    ['problems', 'Decide', 'Nothing waits for a decision'],
  ])(
    '%s leaves a button where finding the campaign took too long to open a modal',
    async (word, button, shown) => {
      door.rig.slack.faults.add({ method: 'views.open', error: 'expired_trigger_id', times: 1 })
      await types(`/campaign ${word} ${name}`)
      const late = { channel: '#marketing', containing: 'Finding it took too long' }
      await reads(/Finding it took too long/)
      await until('its button', () => maria.reads(late).join('\n').includes(button))
      await maria.click({ where: late, text: button })
      await door.sees(shown)
      expect(maria.snapshot().modals).toHaveLength(1)
    },
  )

  it('ask which campaign is meant, and for a name where there is none', async () => {
    await door.openSequence()
    await maria.close('all')
    for (const word of ['edit', 'schedule', 'recall']) {
      await types(`/campaign ${word}`)
      await reads(new RegExp(`Say which campaign: .*/campaign ${word} `))
    }
    await types('/campaign edit sequence')
    await reads(/campaigns match “sequence”/)
    await maria.click({
      where: { channel: '#marketing', containing: 'match “sequence”' },
      text: 'Edit sequence',
    })
    await door.sees('1 step')
    expect(maria.snapshot().modals).toHaveLength(1)
  })

  it('show tells the way to the card, and of one that is under way why it isn’t finished', async () => {
    await types(`/campaign show ${name}`)
    await reads(/Here is its card/)
    expect(maria.snapshot().modals).toEqual([])
    await launched()
    await types(`/campaign show ${name}`)
    const answer = { channel: '#marketing', containing: 'Here is its card' }
    await until('its button', () => maria.reads(answer).join('\n').includes('Why isn’t'))
    await maria.click({ where: answer, text: 'Why isn’t it finished?' })
    await door.sees('*2 people are not through yet:*')
    await door.sees('These numbers add up to 2.')
  })
})
