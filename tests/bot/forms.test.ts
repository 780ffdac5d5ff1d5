import { describe, expect, it } from '@jest/globals'
import type { ViewOutput } from '@slack/bolt'
import { z } from 'zod'
import { fieldErrors, readCampaignForm } from '../../src/bot/forms/campaign-form.ts'
import { subjectOf } from '../../src/bot/forms/button-value.ts'
import { previewSubjectOf, previewValue } from '../../src/bot/forms/preview-subject.ts'
import { commandWords } from '../../src/bot/forms/command-words.ts'
import { plainText } from '../../src/bot/forms/plain-text.ts'
import { readThreadMessage } from '../../src/bot/forms/thread-message.ts'
import { inputAction } from '../../src/bot/ids.ts'
import { Refusal } from '../../src/domain/refusal.ts'

type State = ViewOutput['state']

const file = { id: 'F1', name: 'a.csv', size: 2000, url_private_download: 'https://files.slack.com/f/a.csv' }

/** A form as Slack sends it; `change` replaces what is in some of its blocks. */
function submitted(change: Record<string, object> = {}): { state: State } {
  const text = (value: string | null) => ({ type: 'plain_text_input', value })
  const filled: Record<string, object> = {
    campaign_name: text(' Spring launch '),
    sender_name: text('Maria'),
    sender_email: text('maria@baton.example'),
    contacts_file: { type: 'file_input', files: [file] },
    subject: text('Hello'),
    body: text('Hello {{ first_name }},\n\nbye'),
    card_channel: { type: 'conversations_select', selected_conversation: 'C1' },
    sales_channel: { type: 'conversations_select', selected_conversation: 'C2' },
    handover_score: text('70'),
    ...change,
  }
  const values = Object.entries(filled).map(([block, element]) => [block, { [inputAction]: element }])
  return { state: { values: z.custom<State['values']>().parse(Object.fromEntries(values)) } }
}

describe('a submitted campaign form', () => {
  it('becomes what the operation takes', () => {
    expect(readCampaignForm(submitted())).toEqual({
      ok: true,
      form: {
        name: 'Spring launch',
        senderName: 'Maria',
        senderEmail: 'maria@baton.example',
        file: { id: 'F1', name: 'a.csv', size: 2000, url: file.url_private_download },
        subject: 'Hello',
        body: 'Hello {{ first_name }},\n\nbye',
        channelId: 'C1',
        salesChannelId: 'C2',
        handoverScore: 70,
      },
    })
  })

  it('has every mistake shown on its own field at once', () => {
    const read = readCampaignForm(
      submitted({
        campaign_name: { value: '   ' },
        sender_email: { value: 'maria' },
        contacts_file: { files: [] },
        subject: { value: 'Hello\nBcc: all@example.com' },
        sales_channel: { selected_conversation: null },
        handover_score: { value: null },
      }),
    )
    if (read.ok) throw new Error('It was taken')
    expect(fieldErrors(read.problems)).toEqual({
      campaign_name: 'Enter a campaign name.',
      sender_email: 'Enter an email address, such as maria@example.com.',
      contacts_file: 'Choose one CSV file.',
      subject: 'Write a subject on one line.',
      sales_channel: 'Choose a channel for the leads.',
      handover_score: 'Enter a whole number from 0 to 100.',
    })
  })

  it.each([
    [
      'a file over 10 MB',
      { contacts_file: { files: [{ ...file, size: 10 * 1024 * 1024 + 1 }] } },
      'contacts_file',
    ],
    ['a score over 100', { handover_score: { value: '101' } }, 'handover_score'],
    ['a fraction of a score', { handover_score: { value: '7.5' } }, 'handover_score'],
    ['no fields at all', { campaign_name: {} }, 'campaign_name'],
  ])('is not taken with %s', (_, change, block) => {
    const read = readCampaignForm(submitted(change))
    expect(read.ok ? {} : fieldErrors(read.problems)).toHaveProperty([block])
  })

  it('has no name that nobody can see, and none that turns a sentence round', () => {
    const named = (value: string) =>
      readCampaignForm(submitted({ campaign_name: { type: 'plain_text_input', value } }))
    expect(named('\u200B\u2060 ')).toMatchObject({
      ok: false,
      problems: [{ field: 'name', sentence: 'Enter a campaign name.' }],
    })
    expect(named('\u202EgnirpS')).toMatchObject({ ok: true, form: { name: 'gnirpS' } })
  })

  it('takes a file of exactly 10 MB, and the scores 0 and 100', () => {
    for (const score of ['0', '100']) {
      const files = { files: [{ ...file, size: 10 * 1024 * 1024 }] }
      expect(readCampaignForm(submitted({ contacts_file: files, handover_score: { value: score } })).ok).toBe(
        true,
      )
    }
  })
})

it.each([
  ['Tom &amp; Jerry &lt;3', 'Tom & Jerry <3'],
  ['see <https://a.example/x?a=1&amp;b=2|our page>', 'see our page (https://a.example/x?a=1&b=2)'],
  ['<https://a.example>', 'https://a.example'],
  ['<http://a.example|a.example>', 'http://a.example'],
  ['<mailto:ada@example.com|ada@example.com>', 'ada@example.com'],
  ['ask <@U1|Ada> in <#C1|sales> <!here>', 'ask @Ada in #sales @here'],
  ['ask <@U1>', 'ask @U1'],
  ['&amp;lt;b&amp;gt;', '&lt;b&gt;'],
])('reads what Slack made of a message: %s', (mrkdwn, text) => {
  expect(plainText(mrkdwn)).toBe(text)
})

it('reads a command as a word and the rest', () => {
  expect(commandWords('  PAUSE  Spring  &amp; Summer ')).toEqual({ word: 'pause', rest: 'Spring & Summer' })
  expect(commandWords('')).toEqual({ word: '', rest: '' })
})

describe('a message event', () => {
  const said = {
    type: 'message',
    user: 'U1',
    channel: 'C1',
    ts: '2.0',
    thread_ts: '1.0',
    text: 'Hi &amp; bye',
  }

  it('is passed on when a person wrote it in a thread', () => {
    const expected = {
      userId: 'U1',
      channelId: 'C1',
      ts: '2.0',
      threadTs: '1.0',
      text: 'Hi & bye',
      hasFiles: false,
    }
    expect(readThreadMessage(said)).toEqual(expected)
    expect(readThreadMessage({ ...said, subtype: 'thread_broadcast' })).toEqual(expected)
    expect(readThreadMessage({ ...said, subtype: 'file_share', files: [{}] })).toMatchObject({
      hasFiles: true,
    })
  })

  it.each([
    ['outside a thread', { thread_ts: undefined }],
    ['at the head of a thread', { thread_ts: '2.0' }],
    ['an edit', { subtype: 'message_changed' }],
    ['a join', { subtype: 'channel_join' }],
    ['from a bot', { bot_id: 'B1' }],
    ['an internal note', { text: '// do not send' }],
    ['an internal note after a space', { text: ' // do not send' }],
    ['without words', { text: ' ' }],
  ])('stays in Slack when it is %s', (_, change) => {
    expect(readThreadMessage({ ...said, ...change })).toBeNull()
  })
})

it('takes a button only for what it was made for', () => {
  const id = '0193a000-0000-7000-8000-000000000001'
  expect(subjectOf(id)).toBe(id)
  expect(previewSubjectOf(`${id}:`)).toEqual({ campaignId: id, contactId: null, mail: null })
  const mail = { stepKey: id, variant: 2 }
  for (const subject of [
    { campaignId: id, contactId: id, mail },
    { campaignId: id, contactId: null, mail },
    { campaignId: id, contactId: id, mail: null },
  ])
    expect(previewSubjectOf(previewValue(subject))).toEqual(subject)
  for (const broken of [undefined, '', 'x', "' OR 1=1"]) expect(() => subjectOf(broken)).toThrow(Refusal)
  expect(() => previewSubjectOf(`${id}:x`)).toThrow(Refusal)
})
