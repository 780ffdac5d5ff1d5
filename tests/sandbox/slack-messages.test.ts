import { afterEach, beforeEach, expect, it } from '@jest/globals'
import { WebClient } from '@slack/web-api'
import type { SlackStandIn } from '../../sandbox/slack/types.ts'
import { startSlack } from '../../sandbox/slack/start.ts'
import { cpuTimer } from '../support/cpu-time.ts'
import { callApi, manifestFor, startRig, workspace } from './slack-rig.ts'

let slack: SlackStandIn
let client: WebClient
let clock: { now: number }
beforeEach(async () => {
  clock = { now: Date.UTC(2026, 10, 23, 9) }
  slack = await startSlack({ manifest: manifestFor('http'), workspace, now: () => clock.now })
  client = new WebClient(slack.botToken, { slackApiUrl: slack.apiUrl })
})
afterEach(async () => slack.stop())

const sales = (userId: string) =>
  slack.snapshot(userId).channels.find(({ name }) => name === 'sales') ?? { messages: [], unread: -1 }

it('shows an ephemeral message to one person, and to nobody through the history', async () => {
  await client.chat.postEphemeral({ channel: 'C0SALES', user: 'U0MAYA', text: 'Psst' })
  expect(sales('U0MAYA').messages).toMatchObject([{ text: 'Psst', ephemeral: true }])
  expect(sales('U0RAJ').messages).toEqual([])
  expect((await client.conversations.history({ channel: 'C0SALES' })).messages).toEqual([])
})

it('opens direct messages by user id, and counts what was not read', async () => {
  const { channel } = await client.conversations.open({ users: 'U0MAYA' })
  const posted = await client.chat.postMessage({ channel: 'U0MAYA', text: 'For you' })
  expect(posted.channel).toBe(channel?.id)
  const direct = () => slack.snapshot('U0MAYA').channels.find(({ kind }) => kind === 'im')
  expect(direct()).toMatchObject({ unread: 1, withUser: 'U0BOT' })
  slack.person('U0MAYA').read('@Relay')
  expect(direct()?.unread).toBe(0)
  expect(JSON.stringify(slack.snapshot('U0RAJ'))).not.toContain('For you')
})

it('gives metadata back only to those who ask for it', async () => {
  const metadata = { event_type: 'lead', event_payload: { id: '1' } }
  await client.chat.postMessage({ channel: 'C0SALES', text: 'Card', metadata })
  const plain = await client.conversations.history({ channel: 'C0SALES' })
  expect(plain.messages?.[0]).not.toHaveProperty('metadata')
  const asked = await client.conversations.history({ channel: 'C0SALES', include_all_metadata: true })
  expect(asked.messages?.[0]).toMatchObject({ metadata })
})

it('lists a thread with its parent first, page by page', async () => {
  const { ts = '' } = await client.chat.postMessage({ channel: 'C0SALES', text: 'Parent' })
  for (const text of ['One', 'Two', 'Three']) {
    await client.chat.postMessage({ channel: 'C0SALES', text, thread_ts: ts })
  }
  const first = await client.conversations.replies({ channel: 'C0SALES', ts, limit: 2 })
  expect(first.messages?.map(({ text }) => text)).toEqual(['Parent', 'One'])
  expect(first.messages?.[0]).toMatchObject({ reply_count: 3 })
  const cursor = first.response_metadata?.next_cursor ?? ''
  const rest = await client.conversations.replies({ channel: 'C0SALES', ts, limit: 2, cursor })
  expect(rest.messages?.map(({ text }) => text)).toEqual(['Two', 'Three'])
  expect(rest.has_more).toBe(false)
})

it('takes a file in the three steps of the SDK and shares it', async () => {
  const content = 'email\na@x.example\n'
  await client.files.uploadV2({
    channel_id: 'C0SALES',
    filename: 'r.csv',
    content,
    initial_comment: 'Report',
  })
  const [message] = sales('U0MAYA').messages
  expect(message).toMatchObject({ text: 'Report', files: [{ name: 'r.csv', size: content.length }] })
  const page = await fetch(new URL(message?.files[0]?.pagePath ?? '', slack.apiUrl))
  expect(await page.text()).toBe(content)
})

it('posts a scheduled message at its time, and never one with metadata', async () => {
  const post_at = clock.now / 1000 + 3600
  const later = { channel: 'C0SALES', post_at }
  await client.chat.scheduleMessage({ ...later, text: 'On time' })
  const metadata = { event_type: 'lead', event_payload: {} }
  await client.chat.scheduleMessage({ ...later, text: 'Lost', metadata })
  await expect(client.chat.scheduleMessage({ ...later, post_at: 1, text: 'Past' })).rejects.toThrow(
    'time_in_past',
  )
  expect(sales('U0MAYA').messages).toEqual([])
  clock.now += 3_600_000
  await slack.waitForMessage({ channel: '#sales', text: 'On time' })
  expect(sales('U0MAYA').messages.map(({ text }) => text)).toEqual(['On time'])
  expect((await client.chat.scheduledMessages.list()).scheduled_messages).toEqual([])
})

it('gives permalinks and follows links by the words on them', async () => {
  const { ts = '' } = await client.chat.postMessage({
    channel: 'C0SALES',
    text: 'Read <https://acme.example/?a=1&amp;b=2|the report>',
  })
  const { permalink } = await client.chat.getPermalink({ channel: 'C0SALES', message_ts: ts })
  expect(permalink).toBe(`https://acme.slack.com/archives/C0SALES/p${ts.replace('.', '')}`)
  const link = await slack.person('U0MAYA').followLink({ channel: '#sales' }, 'the report')
  expect(link.url).toBe('https://acme.example/?a=1&b=2')
  await expect(slack.person('U0MAYA').followLink({ channel: '#sales' }, 'more')).rejects.toThrow(
    /visible links: the report/,
  )
})

it('stays quick through thousands of redraws', async () => {
  const { ts } = await callApi(slack, 'chat.postMessage', { channel: 'C0SALES', text: 'Card' })
  const redraws = Array.from({ length: 2000 }, (_, n) => n)
  const cpuMs = cpuTimer()
  for (const n of redraws) await callApi(slack, 'chat.update', { channel: 'C0SALES', ts, text: `Card ${n}` })
  const early = cpuMs()
  for (const n of redraws) await callApi(slack, 'chat.update', { channel: 'C0SALES', ts, text: `Card ${n}` })
  const late = cpuMs() - early
  expect(late).toBeLessThan(early * 3)
  expect(sales('U0MAYA').messages).toMatchObject([{ text: 'Card 1999', edited: true }])
})

it('takes five answers at a response_url and no sixth', async () => {
  const urls: string[] = []
  const rig = await startRig('http', (app) => {
    app.command('/campaign', async ({ ack, body }) => {
      urls.push(body.response_url)
      await ack()
    })
  })
  await rig.slack.person('U0MAYA').slash('#sales', '/campaign')
  const url = await rig.slack.waitFor('the url', () => urls[0])
  const answers: number[] = []
  for (const text of ['1', '2', '3', '4', '5', '6']) {
    const body = JSON.stringify({ text, response_type: text === '1' ? 'in_channel' : 'ephemeral' })
    answers.push((await fetch(url, { method: 'POST', body })).status)
  }
  expect(answers).toEqual([200, 200, 200, 200, 200, 404])
  const seen = (userId: string) =>
    rig.slack
      .snapshot(userId)
      .channels.find(({ name }) => name === 'sales')
      ?.messages.map(({ text }) => text)
  expect(seen('U0RAJ')).toEqual(['1'])
  expect(seen('U0MAYA')).toEqual(['1', '2', '3', '4', '5'])
  await rig.stop()
})
