import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals'
import type { Person } from '../../sandbox/slack/person-types.ts'
import { type DraftDoor, mistakesIn, startDraftDoor } from './draft-door.ts'

let door: DraftDoor
let maria: Person
let name: string
beforeAll(async () => {
  door = await startDraftDoor()
  maria = door.maria
})
afterAll(() => door.rig.stop())
beforeEach(async () => {
  ;({ name } = await door.openSequence())
})

const sees = (words: string) => door.sees(words)
const planNow = () => door.planNow()

async function addStep(subject: string): Promise<void> {
  await maria.click({ where: 'modal', text: 'Add step' })
  await sees('When it goes out')
  await maria.fill('Subject', subject)
  await maria.fill('Email', 'Hello {{ first_name }}')
  expect(await maria.submit()).toEqual({ kind: 'acknowledged' })
  await sees(`“${subject}”`)
}

describe('the steps of a campaign', () => {
  it('are added, changed, moved and taken out, and the list shows each change', async () => {
    await addStep('Two')
    await addStep('Three')
    expect(door.lines()).toContain('*2* · 3 business days later · “Two”')
    await maria.click({ where: 'modal', actionId: 'raise_step', ...(await blockOf(3)) })
    await sees('*2* · 3 business days later · “Three”')
    await maria.click({ where: 'modal', actionId: 'remove_step', confirm: true, ...(await blockOf(1)) })
    await sees('2 steps')
    expect((await planNow()).steps.map(({ variants }) => variants[0]?.subject)).toEqual(['Three', 'Two'])
    await door.rig.slack.waitFor('the card to be drawn', () => door.rig.jobs.length > 0)
  })

  it('wait for a time of day or for a date, at hours of their own', async () => {
    await maria.click({ where: 'modal', text: 'Edit' })
    await sees('When it goes out')
    await maria.choose('When it goes out', 'On a date')
    await sees('Date')
    const inDays = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10)
    const soon = inDays(5)
    await maria.choose('Time', '10:30')
    await maria.choose('Date', inDays(-2))
    expect(mistakesIn(await maria.submit())['Date']).toMatch(/at 10:30 in .* is over/)
    await maria.choose('Date', soon)
    await maria.choose('At which hours', 'At hours of its own')
    await sees('On these days')
    await maria.choose('On these days', ['Mon', 'Tue', 'Sat'])
    await maria.choose('Until', '00:00')
    expect(await maria.submit()).toEqual({ kind: 'acknowledged' })
    await sees(`on ${soon} at 10:30, Mon, Tue, Sat 09:00–24:00`)
    expect((await planNow()).steps[0]).toMatchObject({
      wait: { kind: 'until-date', date: soon, time: '10:30' },
      window: { days: [1, 2, 6], from: '09:00', to: '24:00' },
    })
  })

  it('take variants with weights, keep what was typed meanwhile, and give one up again', async () => {
    await maria.click({ where: 'modal', text: 'Edit' })
    await sees('When it goes out')
    await maria.fill('Subject', 'Typed before')
    await maria.click({ where: 'modal', text: 'Add a variant' })
    await sees('Variant B')
    await maria.fill('Subject of variant B', 'The other')
    await maria.fill('Email of variant B', 'Hi')
    await maria.fill('Weight of variant B', '3')
    await maria.click({ where: 'modal', text: 'Add a variant' })
    await sees('Variant C')
    await maria.click({ where: 'modal', text: 'Remove variant C' })
    await door.rig.slack.waitFor('variant C to go', () => !door.lines().includes('Variant C'))
    expect(await maria.submit()).toEqual({ kind: 'acknowledged' })
    await sees('2 variants')
    expect(
      (await planNow()).steps[0]?.variants.map(({ name, weight, subject }) => [name, weight, subject]),
    ).toEqual([
      ['A', 1, 'Typed before'],
      ['B', 3, 'The other'],
    ])
  })

  it('come back with a sentence on each field that is wrong, and nothing is kept', async () => {
    const before = await planNow()
    await maria.click({ where: 'modal', text: 'Edit' })
    await sees('When it goes out')
    await maria.fill('Wait', '3650')
    await maria.choose('Unit', 'business days')
    await maria.fill('Subject', 'Hello {{ nickname }}')
    await maria.choose('At which hours', 'At hours of its own')
    await sees('On these days')
    await maria.choose('On these days', [])
    const wrong = mistakesIn(await maria.submit())
    expect(wrong['Wait']).toMatch(/^Wait at most 365 days, which is 365 business days/)
    expect(wrong['On these days']).toBe('This window never opens: choose at least one weekday.')
    expect(wrong['Subject']).toMatch(/nickname/)
    await maria.choose('On these days', ['Mon'])
    await maria.choose('From', '18:00')
    expect(mistakesIn(await maria.submit())['Until']).toMatch(/closes \(17:00\) before it opens/)
    await maria.click({ where: 'modal', text: 'Add a variant' })
    await sees('Variant B')
    await maria.fill('Weight of variant A', '0')
    await maria.fill('Subject of variant B', 'B')
    await maria.fill('Email of variant B', 'B')
    await maria.fill('Weight of variant B', '0')
    expect(mistakesIn(await maria.submit())['Weight of variant A']).toMatch(/sum to 0/)
    expect(await planNow()).toEqual(before)
  })

  it('can be previewed and tested one by one', async () => {
    await addStep('For {{ company }}')
    await maria.click({ where: 'modal', actionId: 'preview_step', ...(await blockOf(2)) })
    await sees('For Engines')
    await maria.choose({ where: 'modal', field: 'Another email', option: '1 · Hello {{ first_name }}' })
    await sees('Hello Ada')
    const found = await maria.suggest({ where: 'modal', field: 'Another contact', query: 'bob' })
    await maria.choose({ where: 'modal', field: 'Another contact', option: found[0]?.text ?? '' })
    await sees('Hello Bob')
    await maria.choose({ where: 'modal', field: 'Another email', option: '2 · For {{ company }}' })
    await sees('For Barges')
    await maria.click({ where: 'modal', text: 'Send test to me' })
    await sees('Test sent to maria@acme.example.')
    const tests = await door.rig.deps.db.message.count({ where: { purpose: 'test', state: 'sent' } })
    expect(tests).toBe(1)
  })

  it('are changed by their owner and admins only', async () => {
    const raj = door.rig.slack.person('U0RAJ')
    await raj.click({ where: { channel: '#marketing', containing: name }, text: 'Edit sequence' })
    const said = () => raj.snapshot().modals.length > 0 && raj.reads('modal').join('')
    await door.rig.slack.waitFor('the refusal', () => String(said()).includes('Only Maria Rossi'))
    await raj.close('all')
    expect((await planNow()).steps).toHaveLength(1)
  })
})

/** The row of buttons below the step at a position. */
async function blockOf(position: number): Promise<{ blockId: string }> {
  const modal = door.rig.slack.snapshot('U0MARIA').modals.at(-1)
  const rows = (modal?.blocks ?? []).filter(({ type }) => type === 'actions')
  return { blockId: String(rows[position - 1]?.['block_id']) }
}
