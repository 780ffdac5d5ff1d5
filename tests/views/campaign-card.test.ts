import { describe, expect, it } from '@jest/globals'
import { campaignCardMessage } from '../../src/bot/views/campaign-card.ts'
import type { Standstill } from '../../src/domain/outlook.ts'
import type { CampaignPlan } from '../../src/domain/plan.ts'
import { after, plannedStep, planOf } from '../support/plans.ts'
import { draft, hostile, running } from './samples.ts'
import { buttonsOf, messageText } from './seen.ts'

const buttons = (card: typeof draft) => buttonsOf(campaignCardMessage(card).blocks)

describe('the card of a campaign', () => {
  it('shows a draft with what came in and everything that can be done before launch', () => {
    const text = messageText(campaignCardMessage(draft))
    expect(text).toContain('✏️ Draft')
    expect(text).toContain('<@U0MARIA>')
    expect(text).toContain('Maria Rossi &lt;maria@baton.example&gt;')
    expect(text).toContain('Hello {{ first_name }}')
    expect(text).toContain('<#C0SALES>')
    expect(text).toContain('contacts-500.csv: 500 rows read, 480 contacts, 8 named twice. 12 rows refused')
    expect(buttons(draft)).toEqual([
      'Preview',
      'Send test to me',
      'Edit sequence',
      'Launch',
      'Schedule',
      'Cancel campaign',
    ])
  })

  it('says to how many people it goes before it launches', () => {
    expect(messageText(campaignCardMessage(draft))).toContain('480 people get this email, starting now')
  })

  it('offers no launch while contacts are imported, when none came in, or when the file failed', () => {
    const nobody = { ...draft, importCounts: { ...draft.importCounts, rowsAccepted: 0 } }
    for (const card of [
      { ...draft, importStatus: 'received' as const },
      nobody,
      { ...draft, importStatus: 'failed' as const },
    ]) {
      messageText(campaignCardMessage(card))
      expect(buttons(card)).toEqual(['Edit sequence', 'Cancel campaign'])
    }
    expect(messageText(campaignCardMessage(nobody))).toContain(
      'No row of contacts-500.csv could be used, so there is nobody to write to. Mend the file',
    )
  })

  it('shows how far a running campaign is, with where the rest of its audience stands', () => {
    const text = messageText(campaignCardMessage(running))
    expect(text).toContain('▰▰▰▰▰▰▰▰▰▱▱▱▱▱▱▱▱▱▱▱  *216 of 480 sent* (45 %)')
    for (const figure of [
      '*Opened*\n90',
      '*Clicked*\n30',
      '*Replied*\n12',
      '*Handed over*\n5',
      '*Bounced*\n4',
      '*Unsubscribed*\n2',
    ]) {
      expect(text).toContain(figure)
    }
    expect(text).toContain(
      '190 waiting · 50 being sent · 4 too late to go out by themselves · 6 held out · 8 skipped · 3 rejected',
    )
    expect(text).toContain('2 unknown')
    expect(text).toContain('1 left for a person to decide about: `/campaign problems`')
    expect(buttons(running)).toEqual([
      'Send late ones',
      'Skip them',
      'Preview',
      'Send test to me',
      'Edit sequence',
      'Pause',
      'Why isn’t it finished?',
      'Recall',
      'Cancel campaign',
    ])
  })

  it('says why a campaign stands still and when it goes on', () => {
    const held = {
      ...running,
      statusReason: 'Postmark takes no mail.',
      holdUntil: new Date('2026-11-23T09:30:00Z'),
    }
    const text = messageText(campaignCardMessage(held))
    expect(text).toContain('Postmark takes no mail. Sending is tried again <!date^1795426200^')
  })

  it('lets a paused campaign be tested, resumed and cancelled, and a finished one be run again', () => {
    expect(buttons({ ...running, status: 'paused' })).toEqual([
      'Send late ones',
      'Skip them',
      'Preview',
      'Send test to me',
      'Edit sequence',
      'Resume',
      'Why isn’t it finished?',
      'Recall',
      'Cancel campaign',
    ])
    expect(buttons({ ...running, status: 'completed' })).toEqual(['Run again'])
    expect(buttons({ ...running, status: 'cancelled' })).toEqual(['Run again'])
  })

  it('stays a card that Slack takes, and mentions nobody, whatever people call things', () => {
    const card = {
      ...running,
      name: hostile,
      plan: planOf([plannedStep(hostile), plannedStep(hostile)]),
      sender: hostile,
      fileName: hostile,
      statusReason: hostile,
      warning: hostile,
    }
    const { text, blocks } = campaignCardMessage(card)
    messageText({ text, blocks: blocks ?? [] })
    const markup = JSON.stringify(
      (blocks ?? []).filter(({ type }) => type !== 'header' && type !== 'actions'),
    )
    expect(markup).not.toContain('<!channel>')
    expect(markup).not.toContain('<https://evil.example')
    expect(text).not.toContain('<!channel>')
  })
})

describe('what waits for a person on a card', () => {
  it('says that too many mails went wrong, also when the campaign is over', () => {
    const warning = '3 of 60 mails bounced (5 %). Look at where these addresses came from.'
    for (const status of ['running', 'paused', 'completed', 'cancelled'] as const) {
      expect(messageText(campaignCardMessage({ ...running, status, warning }))).toContain(`⚠️ ${warning}`)
    }
  })

  it('says that mails wait for a decision, with the button to it, for as long as they do', () => {
    const stuck = { ...running, progress: null, stuck: 1 }
    expect(messageText(campaignCardMessage(stuck))).toContain(
      '*1 mail waits for a decision.* The email provider has no trace of it.',
    )
    expect(buttons(stuck)).toContain('Decide')
    expect(buttons({ ...stuck, status: 'completed', stuck: 2 })).toEqual([
      'Decide',
      'Why isn’t it finished?',
      'Run again',
    ])
    expect(buttons({ ...stuck, stuck: 0 })).not.toContain('Decide')
  })
})

const office = { days: [1, 2, 3, 4, 5], from: '09:00', to: '17:00' } as CampaignPlan['window']
const steps = [
  plannedStep('One'),
  plannedStep('Two', { wait: after(3, 'business-days') }),
  plannedStep('Three', { wait: after(1, 'days'), window: { days: [6], from: '10:00', to: '12:00' } }),
]
const sequence = {
  ...draft,
  plan: planOf(steps, { window: office, holdoutPercent: 10 }),
  outlook: { first: new Date('2026-11-23T09:00:00Z'), last: new Date('2026-11-30T09:00:00Z') },
  reach: { audience: 480, written: 430, waiting: 0, heldOut: 50, wentThrough: 0, suppressed: [] },
}

describe('the card of a sequence', () => {
  it('tells a draft’s steps, its hours and how long it takes, and what a launch does', () => {
    const text = messageText(campaignCardMessage(sequence))
    expect(text).toContain('*Sequence*\n3 emails, over about 7 days')
    expect(text).toContain('*Sending hours*\nMon–Fri 09:00–17:00')
    expect(text).toContain('*2* · 3 business days later · “Two”')
    expect(text).toContain('*3* · 1 day later, Sat 10:00–12:00 · “Three”')
    expect(text).toContain(
      '430 people get 3 emails each, starting as soon as it is Mon–Fri 09:00–17:00 where they are. The last goes out about 7 days after the first. 50 are held out.',
    )
  })

  it('says of mails that are a day apart that they are a day apart', () => {
    const plan = planOf([plannedStep('One'), plannedStep('Two', { wait: after(1, 'days') })])
    const outlook = { first: new Date('2026-11-23T09:00:00Z'), last: new Date('2026-11-24T09:00:00Z') }
    const text = messageText(campaignCardMessage({ ...sequence, plan, outlook }))
    expect(text).toContain('*Sequence*\n2 emails, over about 1 day')
    expect(text).toContain('The last goes out about 1 day after the first.')
  })

  it('shows who is at which step, why nothing goes out just now, and that an edit waits to be applied', () => {
    const people = [
      { position: 1, sent: 400, waiting: 20 },
      { position: 2, sent: 100, waiting: 300 },
      { position: 3, sent: 0, waiting: 100 },
    ]
    const until = new Date('2026-11-24T08:00:00Z')
    const { plan, outlook } = sequence
    const card = { ...running, plan, outlook, people, edited: true }
    const said = (reason: Standstill['reason']) =>
      messageText(campaignCardMessage({ ...card, standstill: { reason, until } }))
    expect(said('window')).toContain('*400 of 480 people written to* (83 %)')
    expect(said('window')).toMatch(/“Two”\n\s+100 sent · 300 waiting/)
    expect(said('window')).toContain('mails may not go out at this hour. They go on <!date^1795507200^')
    expect(said('limit')).toContain('A sending limit is used up. Mails go on <!date^1795507200^')
    expect(said('wait')).toContain('Nobody is due just now.')
    expect(said('held')).toContain(
      'Whoever is due waits for the email provider. Mails go on <!date^1795507200^',
    )
    expect(said('retry')).toContain(
      'What is due could not be handed over and is tried again <!date^1795507200^',
    )
    for (const reason of ['held', 'retry', 'limit', 'window'] as const)
      expect(said(reason)).not.toContain('Nobody is due')
    expect(said('wait')).toContain('The last mail is due <!date^')
    expect(said('wait')).toContain('before you apply the changes')
    expect(buttons(card)).toEqual(expect.arrayContaining(['Apply changes', 'Throw away changes']))
    const over = { ...card, status: 'completed' as const }
    expect(messageText(campaignCardMessage(over))).not.toContain('apply the changes')
  })

  it('says when a scheduled one starts, and lets its time be changed and taken back', () => {
    const card = { ...sequence, status: 'scheduled' as const, startsAt: new Date('2026-11-24T08:00:00Z') }
    expect(messageText(campaignCardMessage(card))).toContain('Starts by itself <!date^1795507200^')
    expect(buttons(card)).toEqual(expect.arrayContaining(['Launch', 'Change time', 'Take off schedule']))
  })

  it('stays a card that Slack takes with thirty steps of eight hostile variants', () => {
    const variants = Array.from({ length: 8 }, () => ({
      name: hostile,
      weight: 1,
      subject: hostile,
      body: hostile,
    }))
    const many = planOf(Array.from({ length: 30 }, () => plannedStep('', { variants })))
    const text = messageText(campaignCardMessage({ ...sequence, plan: many }))
    expect(text).toContain('… and 20 more steps')
    expect(text).not.toContain('<!channel>')
  })
})
