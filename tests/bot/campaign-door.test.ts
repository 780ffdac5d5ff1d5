import { afterEach, describe, expect, it } from '@jest/globals'
import type { Person } from '../../sandbox/slack/person-types.ts'
import { until } from '../support/until.ts'
import { textBytes } from '../support/samples.ts'
import { startDoor, type DoorRig } from './door-rig.ts'

let rig: DoorRig
afterEach(() => rig.stop())

const csv = 'Email,First name,Company\nada@example.com,Ada,Engines\nbob@example.com,Bob,Barges\n'

async function fillForm(maria: Person, content = csv, salesChannel = 'sales') {
  await maria.fill('Campaign name', 'Spring launch')
  await maria.fill('Sender name', 'Maria')
  await maria.fill('Sender email', 'maria@baton.example')
  await maria.upload('Contacts', { name: 'leads.csv', content: textBytes(content) })
  await maria.fill('Subject', 'Hello {{ first_name }}')
  await maria.fill('Email', 'How is {{ company }}?')
  await maria.choose('Channel for its leads', salesChannel)
}

const titleOf = (maria: Person) => maria.snapshot().modals.at(-1)?.title

describe.each(['socket', 'http'] as const)('a campaign over %s', (transport) => {
  it('is made from /campaign new: the form opens, is sent, and its contacts are imported', async () => {
    rig = await startDoor(transport)
    const maria = rig.slack.person('U0MARIA')
    await maria.slash('#marketing', '/campaign new')
    await rig.slack.waitForModal({ user: 'U0MARIA', title: 'New campaign' })
    await fillForm(maria)
    const pressed = performance.now()
    expect(await maria.submit()).toEqual({ kind: 'acknowledged' })
    // A machine that takes longer to read the file than Slack waits for may say that it reads.
    const isInTime = performance.now() - pressed < 1600
    expect(isInTime ? ['Importing'] : ['Importing', 'Reading your file']).toContain(titleOf(maria))
    await until('the modal is remembered', () => rig.jobs.some(({ job }) => job === 'show-campaign'))
    const campaign = await rig.deps.db.campaign.findFirstOrThrow({ include: { owner: true } })
    expect(campaign).toMatchObject({
      name: 'Spring launch',
      channelId: 'C0MKT',
      salesChannelId: 'C0SALES',
      handoverScore: 70,
      reviewViewId: maria.snapshot().modals[0]?.viewId,
      owner: { slackUserId: 'U0MARIA', name: 'Maria Rossi' },
    })
    expect(rig.jobs.map(({ job }) => job)).toEqual(['apply-import', 'show-campaign'])
  })

  it('comes back with a sentence on the field when the file is no use', async () => {
    rig = await startDoor(transport)
    const maria = rig.slack.person('U0MARIA')
    await maria.globalShortcut('Create campaign')
    await rig.slack.waitForModal({ user: 'U0MARIA', title: 'New campaign' })
    await maria.choose('Channel for the campaign’s card', 'marketing')
    await fillForm(maria, 'Name,Company\nAda,Engines\n')
    const outcome = await maria.submit()
    expect(outcome).toMatchObject({ kind: 'field-errors', from: 'app' })
    expect(JSON.stringify(outcome)).toContain('No column holds email addresses')
    expect(await rig.deps.db.campaign.count()).toBe(0)
  })
})

describe('a campaign', () => {
  it('is not made with a merge field that no column fills', async () => {
    rig = await startDoor('socket')
    const maria = rig.slack.person('U0MARIA')
    await maria.slash('#marketing', '/campaign new')
    await rig.slack.waitForModal({ user: 'U0MARIA' })
    await fillForm(maria)
    await maria.fill('Email', 'Hello {{ nickname }}')
    const outcome = await maria.submit()
    expect(outcome).toMatchObject({ kind: 'field-errors', errors: [{ blockId: 'body' }] })
    expect(JSON.stringify(outcome)).toContain('nickname')
  })

  it('is not made for a channel that Baton cannot post to', async () => {
    rig = await startDoor('socket')
    const maria = rig.slack.person('U0MARIA')
    await maria.slash('#marketing', '/campaign new')
    await rig.slack.waitForModal({ user: 'U0MARIA' })
    await fillForm(maria, csv, 'deals')
    const outcome = await maria.submit()
    expect(outcome).toMatchObject({ kind: 'field-errors', errors: [{ blockId: 'sales_channel' }] })
    expect(JSON.stringify(outcome)).toContain('/invite @baton')
  })

  it('shows the form again, with everything typed, when Slack is slow to give the file and it is no use', async () => {
    const { promise: opened, resolve: open } = Promise.withResolvers<undefined>()
    rig = await startDoor('socket', (deps) => ({
      ...deps,
      chat: {
        ...deps.chat,
        readFile: async (...file) => {
          await opened
          return deps.chat.readFile(...file)
        },
      },
    }))
    const maria = rig.slack.person('U0MARIA')
    await maria.slash('#marketing', '/campaign new')
    await rig.slack.waitForModal({ user: 'U0MARIA' })
    await fillForm(maria, 'Name\nAda\n')
    expect(await maria.submit()).toEqual({ kind: 'acknowledged' })
    expect(titleOf(maria)).toBe('Reading your file')
    open(undefined)
    const form = await rig.slack.waitForModal({ user: 'U0MARIA', title: 'New campaign' })
    expect(maria.reads('modal').join('\n')).toContain('No column holds email addresses')
    expect(maria.reads('modal').join('\n')).toContain('choose leads.csv again')
    expect(JSON.stringify(form.state)).toContain('How is {{ company }}?')
  })

  it('says that it did not work, with a ref that is in the log, when something breaks', async () => {
    rig = await startDoor('socket', (deps) => ({
      ...deps,
      tables: { ...deps.tables, read: () => Promise.reject(new Error('disk full')) },
    }))
    const maria = rig.slack.person('U0MARIA')
    await maria.slash('#marketing', '/campaign new')
    await rig.slack.waitForModal({ user: 'U0MARIA' })
    await fillForm(maria)
    expect(await maria.submit()).toEqual({ kind: 'acknowledged' })
    const [, ref] = /\(ref ([0-9a-f]{4})\)/.exec(maria.reads('modal').join('\n')) ?? []
    expect(
      rig.lines.filter(({ facts }) => facts['ref'] === ref).map(({ facts }) => String(facts['error'])),
    ).toEqual([expect.stringContaining('disk full')])
    expect(JSON.stringify(maria.snapshot().modals[0]?.state)).toContain('Spring launch')
  })
})
