import { describe, expect, it } from '@jest/globals'
import { replayedAllSentence } from '../../src/bot/views/all-problems.ts'
import { explanationModal } from '../../src/bot/views/explanation.ts'
import { type PausedShown, pausedModal } from '../../src/bot/views/paused.ts'
import { type ListedProblem, problemsModal } from '../../src/bot/views/problems.ts'
import { campaignId, contactId as someId, hostile } from './samples.ts'
import { buttonsOf, viewText } from './seen.ts'

const now = new Date('2026-11-20T09:00:00Z')
const later = new Date('2026-11-23T09:00:00Z')

const mail: ListedProblem = {
  kind: 'message',
  id: someId,
  reason: 'not found at the provider after 2 attempts',
  since: now,
  address: 'ada@example.com',
  purpose: 'sequence',
  source: null,
  campaignName: 'Spring launch',
}
const webhook: ListedProblem = {
  ...mail,
  kind: 'webhook',
  reason: 'it could not be applied; the log says why',
  address: null,
  purpose: null,
  source: 'postmark-event',
  campaignName: null,
}
const first = { campaignId: null, after: null }
const usual = { late: [], replaying: false }

describe('the list of what waits for a decision', () => {
  it('says of each what it is, why, and since when, with both decisions', () => {
    const total = { messages: 1, webhooks: 1 }
    const view = problemsModal(first, {
      problems: [mail, webhook],
      total,
      tests: 0,
      next: null,
      ...usual,
    })
    const text = viewText(view)
    expect(text).toContain('1 mail waits for a decision · 1 webhook could not be applied')
    expect(text).toContain(
      '*ada@example.com* · Spring launch\nNot found at the provider after 2 attempts · since <!date',
    )
    expect(text).toContain('*Webhook postmark-event*\nIt could not be applied')
    expect(buttonsOf(view.blocks)).toEqual(['Try again', 'Leave it', 'Try again', 'Leave it'])
  })

  it('offers to decide about all at once, by their exact number, where there is more than one', () => {
    const total = { messages: 1_312, webhooks: 2 }
    const view = problemsModal(first, { problems: [], total, tests: 2, next: null, ...usual })
    expect(buttonsOf(view.blocks)).toEqual([
      'Try all 1,310 again',
      'Leave all 1,312 as they are',
      'Try all 2 again',
      'Leave all 2 as they are',
    ])
    expect(viewText(view)).toContain('Try all 1,310 mails again?')
  })

  it('offers no second sending of a test', () => {
    const total = { messages: 1, webhooks: 0 }
    const test = { ...mail, purpose: 'test' as const }
    const view = problemsModal(first, { problems: [test], total, tests: 1, next: null, ...usual })
    expect(viewText(view)).toContain('· a test')
    expect(buttonsOf(view.blocks)).toEqual(['Leave it'])
  })

  it('offers no decision about all mails while the provider is asked about them', () => {
    const counted = { total: { messages: 20, webhooks: 2 }, tests: 0, next: null, late: [] }
    const view = problemsModal(first, { ...counted, problems: [], replaying: true })
    expect(viewText(view)).toContain('Being asked about now; the outcome comes in the thread.')
    expect(buttonsOf(view.blocks)).toEqual(['Try all 2 again', 'Leave all 2 as they are'])
  })

  it('tells of mails that were all tried again only what came of some', () => {
    expect(replayedAllSentence({ inLine: 20, wasSent: 0, waiting: 0 })).toBe('20 are in line again.')
    expect(replayedAllSentence({ inLine: 0, wasSent: 1, waiting: 2 })).toMatch(
      /^1 was sent after all and goes out no second time, 2 still wait\. The email/,
    )
    expect(replayedAllSentence({ inLine: 0, wasSent: 0, waiting: 0 })).toBe('they were settled meanwhile.')
  })

  it('says which campaigns have people who are too late, and leads to their cards', () => {
    const late = [
      { name: 'Autumn roast', late: 1_500, link: 'https://acme.slack.com/card' },
      { name: hostile, late: 1, link: null },
    ]
    const none = { problems: [], total: { messages: 0, webhooks: 0 }, tests: 0, replaying: false, next: null }
    const text = viewText(problemsModal(first, { ...none, late }))
    expect(text).toContain(
      '1,500 people of *Autumn roast* are too late to be written to without you: decide on <https://acme.slack.com/card|its card>.',
    )
    expect(text).toContain('is too late to be written to without you: decide on its card.')
    expect(text).not.toContain('Nothing waits')
  })

  it('is one that Slack takes when it is empty, and at its longest and wildest', () => {
    const none = { messages: 0, webhooks: 0 }
    expect(
      viewText(problemsModal(first, { problems: [], total: none, tests: 0, next: null, ...usual })),
    ).toContain('Nothing waits for a decision.')
    const wild = { ...mail, address: hostile, reason: hostile, campaignName: hostile }
    const problems = Array.from({ length: 10 }, () => wild)
    const total = { messages: 900, webhooks: 0 }
    const view = problemsModal(
      { campaignId, after: someId },
      { problems, total, tests: 0, next: someId, ...usual },
    )
    viewText(view)
    expect(buttonsOf(view.blocks).slice(-2)).toEqual(['Newest', 'Older'])
  })
})

const explained = { campaignId, name: 'Spring launch', status: 'running' as const, paused: 0, stuck: 0 }
const line = (count: number, why: string, until: Date | null) => ({
  count,
  kind: 'wait' as const,
  why,
  until,
})

describe('the explanation', () => {
  it('says of everybody what they wait for and until when, in the reader’s own time', () => {
    const lines = [
      line(5, 'waiting for step 2, the first of them until then', later),
      { ...line(3, 'out of office', later), kind: 'away' as const },
      { ...line(1, 'out of office', later), kind: 'away' as const },
      line(2, 'let go on by a person, and next in line', now),
      line(1, 'unknown whether the email provider has it: it is asked then', now),
    ]
    const text = viewText(explanationModal({ ...explained, total: 12, lines }, now))
    expect(text).toContain('*12 people are not through yet:*')
    expect(text).toContain('• *5* waiting for step 2, the first of them until <!date^1795424400^')
    expect(text).toContain('• *3* out of office, the first until <!date^1795424400^')
    expect(text).toContain('• *1* out of office, until <!date^1795424400^')
    expect(text).toContain('• *2* let go on by a person, and next in line\n')
    expect(text).toContain('it is asked soon')
    expect(text).toContain('These numbers add up to 12.')
  })

  it('leads to what a person can do about it', () => {
    const lines = [line(2, 'paused (replied): a person must decide', null)]
    const buttons = (more: { paused: number; stuck: number }) =>
      buttonsOf(explanationModal({ ...explained, ...more, total: 2, lines }, now).blocks)
    expect(buttons({ paused: 1, stuck: 1 })).toEqual(['Decide', 'Let somebody go on'])
    expect(buttons({ paused: 0, stuck: 0 })).toEqual([])
  })

  it('is one that Slack takes with a line for every time zone, whose rest is summed up', () => {
    const lines = Array.from({ length: 420 }, () => line(2, hostile, later))
    const text = viewText(explanationModal({ ...explained, name: hostile, total: 840, lines }, now))
    expect(text).toContain('• *712* for other reasons')
    expect(text).not.toContain('<!channel>')
    expect(viewText(explanationModal({ ...explained, total: 0, lines: [] }, now))).toContain(
      'Everybody is through',
    )
    const draft = { ...explained, status: 'draft' as const, total: 0, lines: [] }
    expect(viewText(explanationModal(draft, now))).toContain('It has not been launched yet.')
  })
})

const ada = {
  enrollmentId: someId,
  name: 'Ada Lovelace',
  email: 'ada@example.com',
  company: 'Engines',
  reason: 'replied',
  resumeAt: null,
}
const shown: PausedShown = {
  campaignId,
  campaignName: 'Spring launch',
  total: 1,
  people: [ada],
  after: null,
  next: null,
  chosen: false,
}

describe('the list of paused people', () => {
  it('says of each why they are paused, and until when where that ends by itself', () => {
    const away = { ...ada, name: '', company: null, reason: 'out of office', resumeAt: later }
    const view = pausedModal({ ...shown, total: 2, people: [ada, away] })
    const text = viewText(view)
    expect(text).toContain('*2 people* in *Spring launch* are paused.')
    expect(text).toContain('*Ada Lovelace* · Engines · ada@example.com\nAnswered')
    expect(text).toContain('*ada@example.com*\nOut of office until <!date^')
    expect(buttonsOf(view.blocks)).toEqual(['Let go on', 'Let go on'])
  })

  it('is one that Slack takes when it is empty, and at its longest and wildest', () => {
    expect(viewText(pausedModal({ ...shown, total: 0, people: [] }))).toContain(
      'Nobody in *Spring launch* is paused',
    )
    const wild = { ...ada, name: hostile, company: hostile, email: hostile, reason: hostile }
    const people = Array.from({ length: 10 }, () => wild)
    const view = pausedModal({
      ...shown,
      campaignName: hostile,
      people,
      after: someId,
      next: someId,
    })
    expect(viewText(view)).toContain('*&lt;!channel&gt;')
    expect(buttonsOf(view.blocks).slice(-2)).toEqual(['First page', 'Next page'])
    const gone = pausedModal({ ...shown, people: [], chosen: true })
    expect(viewText(gone)).toContain('not paused any more')
    expect(buttonsOf(gone.blocks)).toEqual(['Show all'])
  })
})
