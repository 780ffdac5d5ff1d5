import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals'
import type { Person } from '../../sandbox/slack/person-types.ts'
import { type DraftDoor, mistakesIn, startDraftDoor } from './draft-door.ts'

let door: DraftDoor
let maria: Person
beforeAll(async () => {
  door = await startDraftDoor()
  maria = door.maria
})
afterAll(() => door.rig.stop())

/** Fresh rules, open before Maria. */
beforeEach(async () => {
  await door.openSequence()
  await maria.click({ where: 'modal', text: 'Sending rules' })
  await door.sees('When mails go out')
})

describe('the sending rules', () => {
  it('are kept as they were filled in, with the public holidays of the next four years', async () => {
    await maria.choose('At which hours', 'Only at certain hours')
    await door.sees('On these days')
    await maria.choose('Time zone', await named('Time zone', 'berl', 'Europe/Berlin'))
    await maria.choose('Public holidays of', await named('Public holidays of', 'germ', 'Germany'))
    await maria.fill('Other days without mail', '2026-12-24, 2026-12-31')
    await maria.fill('Send at most so late', '6')
    await maria.choose('Unit of lateness', 'hours')
    await maria.choose('After a reply', 'It waits until a person lets it go on')
    await maria.choose('When somebody replies, others at the same company', 'Are not written to any more')
    await maria.choose('Other campaigns', ['Contacts may be in other campaigns at the same time'])
    await maria.fill('Priority', '8')
    await maria.fill('Percent held out', '10')
    await maria.fill('Mails to one contact, over all campaigns', '3')
    await maria.fill('in so many days', '7')
    await maria.fill('Seconds between two mails of this campaign', '120')
    await maria.choose('Warm-up', ['The sender’s address is new: raise its daily limit slowly'])
    expect(await maria.submit()).toEqual({ kind: 'acknowledged' })
    await door.sees('Where a time zone is not known, Europe/Berlin counts. 10 % are held out.')
    const plan = await door.planNow()
    expect(plan).toMatchObject({
      window: { days: [1, 2, 3, 4, 5], from: '09:00', to: '17:00' },
      zone: 'Europe/Berlin',
      maxLatenessMinutes: 360,
      rules: { reply: 'pause', click: 'continue', bounce: 'stop' },
      company: 'stop',
      besideOthers: true,
      priority: 8,
      holdoutPercent: 10,
      limits: { perContact: { mails: 3, days: 7 }, gap: { seconds: 120, jitterSeconds: 0 }, warmUp: true },
    })
    const year = new Date().getUTCFullYear()
    expect(plan.holidays.calendar).toBe('DE')
    expect(plan.holidays.dates).toEqual(
      expect.arrayContaining(['2026-12-24', '2026-12-31', `${year + 1}-10-03`, `${year + 3}-12-25`]),
    )
    expect(plan.holidays.dates).toEqual(plan.holidays.dates.toSorted())
  })

  it('are shown again as they are, with somebody’s own dates apart from the calendar’s', async () => {
    await maria.choose('Public holidays of', await named('Public holidays of', 'France', 'France'))
    await maria.fill('Other days without mail', '2027-08-16')
    expect(await maria.submit()).toEqual({ kind: 'acknowledged' })
    await door.sees('(FR)')
    await maria.click({ where: 'modal', text: 'Sending rules' })
    await door.sees('When mails go out')
    const shown = JSON.stringify(door.rig.slack.snapshot('U0MARIA').modals.at(-1)?.blocks)
    expect(shown).toContain('"initial_value":"2027-08-16"')
    expect(shown).toContain('"text":"France"')
  })

  it('come back with a sentence on each field that is wrong, and nothing is kept', async () => {
    const before = await door.planNow()
    await maria.fill('Other days without mail', 'Christmas')
    await maria.fill('Send at most so late', '30')
    await maria.fill('Priority', '12')
    await maria.fill('Percent held out', '80')
    await maria.fill('in so many days', '7')
    await maria.fill('Mails of this campaign in a day', '0')
    await maria.fill('Seconds between two mails of this campaign', '100000')
    expect(mistakesIn(await maria.submit())).toEqual({
      'Other days without mail': 'Give holidays as dates that exist, YYYY-MM-DD.',
      'Send at most so late': 'A mail may be from 15 minutes to 7 days late before it waits for a person.',
      Priority: 'The priority is a whole number from 1 to 9.',
      'Percent held out': 'Hold out a whole number of percent, from 0 to 50.',
      'Mails to one contact, over all campaigns': 'Allow from 1 to 1,000 mails to a contact in 1 to 90 days.',
      'Mails of this campaign in a day':
        'A limit is a whole number from 1 to 10,000,000; leave it empty for none.',
      'Seconds between two mails of this campaign':
        'Leave from 1 second to a day between two mails, and up to a day of jitter.',
    })
    expect(await door.planNow()).toEqual(before)
  })

  it('say that a window without a day, or with the same start and end, never opens', async () => {
    await maria.choose('At which hours', 'Only at certain hours')
    await door.sees('On these days')
    await maria.choose('On these days', [])
    expect(mistakesIn(await maria.submit())).toEqual({
      'On these days': 'This window never opens: choose at least one weekday.',
    })
    await maria.choose('On these days', ['Sun'])
    await maria.choose('Until', '09:00')
    expect(mistakesIn(await maria.submit())).toEqual({
      Until: 'This window never opens: it closes at the minute it opens.',
    })
  })

  it('find time zones by their city and say when there is none of that name', async () => {
    const found = await maria.suggest({ where: 'modal', field: 'Time zone', query: 'new york' })
    expect(found[0]?.text).toBe('America/New_York')
    expect(await maria.suggest({ where: 'modal', field: 'Time zone', query: 'Atlantis' })).toEqual([])
    const all = await maria.suggest({ where: 'modal', field: 'Time zone', query: '' })
    expect(all).toHaveLength(100)
  })
})

/** Looks for something in a menu, as it must be done before it can be chosen. */
async function named(field: string, query: string, text: string): Promise<string> {
  const found = await maria.suggest({ where: 'modal', field, query })
  expect(found.map((option) => option.text)).toContain(text)
  return text
}
