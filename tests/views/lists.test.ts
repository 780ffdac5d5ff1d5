import { describe, expect, it } from '@jest/globals'
import { cancelQuestion } from '../../src/bot/views/campaign-answers.ts'
import { campaignChoice } from '../../src/bot/views/campaign-choice.ts'
import { campaignListMessage, linked } from '../../src/bot/views/campaign-list.ts'
import { handoverListMessage } from '../../src/bot/views/handover-list.ts'
import { campaignHelp, leadHelp } from '../../src/bot/views/help.ts'
import { homeView } from '../../src/bot/views/home.ts'
import { campaignId, handoverId, hostile } from './samples.ts'
import { buttonsOf, messageText, viewText } from './seen.ts'

const campaign = {
  id: campaignId,
  name: hostile,
  status: 'draft' as const,
  audience: 480,
  waiting: 200,
  createdAt: new Date('2026-11-23T09:00:00Z'),
  link: 'https://baton.slack.com/archives/C1/p1',
}
const lead = {
  id: handoverId,
  contactName: hostile,
  company: hostile,
  leadScore: 85,
  status: 'open' as const,
  createdAt: new Date('2026-11-23T09:00:00Z'),
  link: null,
}
const noLeads = { handovers: [], elsewhere: 0 }
const many = <Item>(item: Item) => Array.from({ length: 40 }, () => item)

describe('help', () => {
  it('advertises what there is, with its buttons, and nothing else', () => {
    const text = messageText(campaignHelp())
    const words = [
      'new',
      'list',
      'show',
      'edit',
      'schedule',
      'pause',
      'resume',
      'recall',
      'cancel',
      'problems',
    ]
    for (const word of words) expect(text).toContain(word)
    for (const word of ['report', 'templates', 'simulate', 'settings', 'token'])
      expect(text).not.toContain(word)
    expect(buttonsOf(campaignHelp().blocks)).toEqual([
      'New campaign',
      'My campaigns',
      'What needs a decision',
    ])
    expect(messageText(leadHelp())).not.toMatch(/find|why/)
    expect(buttonsOf(leadHelp().blocks)).toEqual(['My leads', 'Open leads'])
  })

  it('is honest about words that are planned, and about words that are none', () => {
    expect(messageText(campaignHelp('report'))).toContain(
      '`/campaign report` is not available in this version yet',
    )
    expect(messageText(campaignHelp('luanch'))).toContain('I do not know `/campaign luanch`')
    expect(messageText(campaignHelp(hostile))).not.toContain('<!channel>')
  })
})

describe('lists', () => {
  it('fit into a message however many there are', () => {
    expect(messageText(campaignListMessage(Array.from({ length: 10 }, () => campaign)))).toContain(
      '480 contacts',
    )
    const leads = many({ ...lead, contactName: 'Ada', company: 'Engines' })
    messageText(handoverListMessage('open', { handovers: leads, elsewhere: 0 }))
    expect(messageText(campaignListMessage([]))).toContain('You have no campaigns yet.')
    expect(messageText(handoverListMessage('open', { handovers: [], elsewhere: 3 }))).toBe(
      'Open leads: 0\nNo lead is waiting in the channels that you are in.',
    )
  })

  it('say how many of their own leads somebody cannot see any more, and nothing of other people’s', () => {
    const list = { handovers: [lead], elsewhere: 2 }
    expect(messageText(handoverListMessage('mine', list))).toContain(
      '2 leads that you hold are in channels that you or Baton are not in any more.',
    )
    expect(messageText(handoverListMessage('open', list))).not.toContain('any more')
  })

  it('link a name without letting it end the link', () => {
    expect(linked('A|B>', 'https://x.example/1')).toBe('<https://x.example/1|A¦B&gt;>')
  })
})

describe('a name that could mean several campaigns', () => {
  const choice = { ...campaign, status: 'running' as const, channelId: 'C0MKT' }
  const asked = { name: hostile, total: 12, campaigns: Array.from({ length: 10 }, () => choice) }

  it.each([
    ['show', ['Why isn’t it finished?']],
    ['edit', ['Edit sequence']],
    ['schedule', []],
    ['problems', ['Decide']],
    ['pause', ['Pause']],
    ['resume', []],
    ['recall', ['Recall']],
    ['cancel', ['Cancel campaign']],
  ] as const)('brings the buttons that %s each of those that it is possible for', (deed, words) => {
    const message = campaignChoice({ ...asked, deed })
    const text = messageText(message)
    expect(text).toContain('12 campaigns match')
    expect(text).toContain('▶️ Running · <#C0MKT> ·')
    expect(text).toContain('And 2 older ones: type more of its name.')
    expect(message.text).not.toContain('<!channel>')
    expect(text).toMatch(/\n\*<[^>]*\|&lt;!channel&gt;/)
    expect(buttonsOf(message.blocks)).toEqual(asked.campaigns.flatMap(() => words))
  })
})

describe('cancelling asks first', () => {
  it.each([
    [1200, '1,200 people will not be written to'],
    [1, '1 person will not be written to'],
    [0, 'Nobody else will be written to'],
  ])('and says for %s people: %s', (waiting, words) => {
    const question = cancelQuestion({ id: campaignId, name: 'Spring launch', waiting })
    const dialog = `${words}, and it does not go on from there. Replies to what went out still arrive.`
    expect(question.text).toBe(`Cancel Spring launch? ${words}.`)
    expect(messageText(question)).toContain(dialog)
  })
})

const nothing = { messages: 0, webhooks: 0 }

describe('the Home tab', () => {
  it('is a view that Slack takes, full or empty, and has a button for every command', () => {
    const full = homeView({
      campaigns: many(campaign),
      mine: { handovers: many({ ...lead, status: 'claimed' }), elsewhere: 2 },
      open: { handovers: many(lead), elsewhere: 2 },
      problems: { messages: 2, webhooks: 1 },
      late: 3,
    })
    expect(viewText(full)).toContain(
      '*2 mails wait for a decision · 1 webhook could not be applied.*\n⏰ *3 people are too late to be written to without you.*',
    )
    expect(new Set(buttonsOf(full.blocks))).toEqual(
      new Set([
        'New campaign',
        'Decide',
        'Preview',
        'Send test to me',
        'Edit sequence',
        'Launch',
        'Schedule',
        'Cancel campaign',
        'Claim',
        'Won',
        'Lost',
      ]),
    )
    const running = homeView({
      campaigns: [{ ...campaign, status: 'running' }],
      mine: noLeads,
      open: noLeads,
      problems: nothing,
      late: 0,
    })
    expect(buttonsOf(running.blocks)).toEqual([
      'New campaign',
      'Preview',
      'Send test to me',
      'Edit sequence',
      'Pause',
      'Why isn’t it finished?',
      'Recall',
      'Cancel campaign',
    ])
    expect(
      viewText(homeView({ campaigns: [], mine: noLeads, open: noLeads, problems: nothing, late: 0 })),
    ).toContain('You hold no leads')
  })

  it('counts those who are too late, also where nothing else waits for a person', () => {
    const withLate = (late: number) =>
      homeView({ campaigns: [], mine: noLeads, open: noLeads, problems: nothing, late })
    expect(viewText(withLate(1))).toContain('⏰ *1 person is too late to be written to without you.*')
    expect(viewText(withLate(1))).not.toContain('Nothing waits')
    expect(buttonsOf(withLate(1).blocks)).toContain('Decide')
    expect(buttonsOf(withLate(0).blocks)).not.toContain('Decide')
  })

  it('says above everything what a press came to', () => {
    expect(
      viewText(
        homeView({ campaigns: [], mine: noLeads, open: noLeads, problems: nothing, late: 0 }, 'Paused.'),
      ).startsWith('Paused.'),
    ).toBe(true)
  })
})
