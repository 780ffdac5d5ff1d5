import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import type { App } from '@slack/bolt'
import { WebClient } from '@slack/web-api'
import { objectAt, objectsAt, stringAt, stringsAt } from '../../sandbox/slack/json.ts'
import { startSlack } from '../../sandbox/slack/start.ts'
import { callApi, manifestFor, startRig, workspace, type Rig, type TransportKind } from './slack-rig.ts'

const modal = {
  type: 'modal' as const,
  title: { type: 'plain_text' as const, text: 'Hello' },
  blocks: [{ type: 'divider' as const }],
}

/** Opens a modal twice with one trigger, or waits for leave before it acknowledges. */
function register(app: App, gate: { open: Promise<void>; answers: string[] }): void {
  app.command('/campaign', async ({ ack, client, body }) => {
    if (body.text === 'slow') await gate.open
    await ack()
    if (body.text !== 'twice') return
    await client.views.open({ trigger_id: body.trigger_id, view: modal })
    const again = client.views.open({ trigger_id: body.trigger_id, view: modal })
    gate.answers.push(await again.then(() => 'ok').catch(String))
  })
}

describe.each<TransportKind>(['http', 'socket'])('what Slack refuses over %s', (transport) => {
  let rig: Rig
  let leave = (): void => undefined
  let gate: Promise<void>
  const answers: string[] = []
  beforeEach(async () => {
    gate = new Promise<void>((resolve) => {
      leave = resolve
    })
    rig = await startRig(transport, (app) => register(app, { open: gate, answers }))
  })
  afterEach(async () => {
    leave()
    await rig.stop()
  })

  it('a slash command that the manifest does not declare reaches nobody', async () => {
    const outcome = await rig.slack.person('U0MAYA').slash('#sales', '/lead mine')
    expect(outcome).toEqual({ kind: 'refused', notice: '/lead is not a valid command.' })
    expect(rig.slack.journal.deliveries()).toEqual([])
    expect(rig.slack.snapshot('U0MAYA').notices).toMatchObject([{ text: '/lead is not a valid command.' }])
  })

  it('an acknowledgement after the limit is a notice for the person and late in the journal', async () => {
    const strict = await startRig(transport, (app) => register(app, { open: gate, answers }), {
      ackLimitMs: 150,
    })
    const maya = strict.slack.person('U0MAYA')
    const slow = maya.slash('#sales', '/campaign slow')
    expect(maya.snapshot().pending).toMatchObject([{ what: '/campaign slow', of: 'command' }])
    expect(await slow).toEqual({ kind: 'failed', notice: "/campaign: Relay didn't respond in time" })
    expect(strict.slack.journal.deliveries('command')).toMatchObject([{ ack: { kind: 'late' } }])
    expect(maya.snapshot()).toMatchObject({ pending: [], notices: [{ channel: 'C0SALES' }] })
    leave()
    await strict.stop()
  })

  it('a late acknowledgement on order counts as late although the app answered', async () => {
    rig.slack.faults.lateAck({ of: 'command', times: 1 })
    const maya = rig.slack.person('U0MAYA')
    expect(await maya.slash('#sales', '/campaign new')).toMatchObject({ kind: 'failed' })
    expect(await maya.slash('#sales', '/campaign new')).toEqual({ kind: 'acknowledged' })
  })

  it('a trigger opens one modal only', async () => {
    await rig.slack.person('U0MAYA').slash('#sales', '/campaign twice')
    await rig.slack.waitFor('the second answer', () => answers.pop()?.includes('exchanged_trigger_id'))
    expect(rig.slack.snapshot('U0MAYA').modals).toHaveLength(1)
  })

  it('an answer of a deactivated person: they can do nothing', () => {
    rig.slack.admin.deactivateUser('U0RAJ')
    return expect(rig.slack.person('U0RAJ').slash('#sales', '/campaign')).rejects.toThrow(/deactivated/)
  })
})

describe('the Web API refuses', () => {
  const start = async () => startSlack({ manifest: manifestFor('http'), workspace })
  let slack: Awaited<ReturnType<typeof start>>
  beforeEach(async () => {
    slack = await start()
  })
  afterEach(async () => slack.stop())

  const text = { text: 'hello' }
  const dividers = (count: number) => Array.from({ length: count }, () => ({ type: 'divider' }))

  it.each([
    ['a method it does not know', 'chat.shout', {}, 'unknown_method'],
    ['a call without the scope', 'reactions.add', { channel: 'C0SALES' }, 'missing_scope'],
    ['a channel the bot is not in', 'chat.postMessage', { channel: 'C0RANDOM', ...text }, 'not_in_channel'],
    ['a channel that is not there', 'chat.postMessage', { channel: 'C0NONE', ...text }, 'channel_not_found'],
    ['a message with no words', 'chat.postMessage', { channel: 'C0SALES' }, 'no_text'],
    ['an unknown trigger', 'views.open', { trigger_id: '1.2.3', view: modal }, 'invalid_trigger_id'],
    ['an unknown view', 'views.update', { view_id: 'V0NONE', view: modal }, 'not_found'],
    ['an unknown email', 'users.lookupByEmail', { email: 'x@acme.example' }, 'users_not_found'],
    [
      'an unknown message',
      'chat.update',
      { channel: 'C0SALES', ts: '1.000000', ...text },
      'message_not_found',
    ],
    [
      'a reply to no message',
      'chat.postMessage',
      { channel: 'C0SALES', thread_ts: '1.000000', ...text },
      'cannot_reply_to_message',
    ],
    [
      'an ephemeral to a stranger',
      'chat.postEphemeral',
      { channel: 'C0DEALS', user: 'U0RAJ', ...text },
      'user_not_in_channel',
    ],
  ])('%s', async (...[, method, args, error]) => {
    expect(await callApi(slack, method, args)).toMatchObject({ ok: false, error })
  })

  it('51 blocks, and says where and why in response_metadata', async () => {
    const posted = await callApi(slack, 'chat.postMessage', {
      channel: 'C0SALES',
      ...text,
      blocks: dividers(51),
    })
    expect(posted).toMatchObject({ ok: false, error: 'invalid_blocks' })
    expect(stringsAt(objectAt(posted, 'response_metadata'), 'messages').join()).toMatch(/51|50/)
    expect(
      await callApi(slack, 'chat.postMessage', { channel: 'C0SALES', blocks: dividers(50) }),
    ).toMatchObject({
      ok: true,
    })
  })

  it('tokens of the wrong kind', async () => {
    const call = async (token: string) => new WebClient(token, { slackApiUrl: slack.apiUrl }).auth.test()
    await expect(call('xoxb-other')).rejects.toThrow('invalid_auth')
    await expect(call(slack.appToken)).rejects.toThrow('not_allowed_token_type')
    expect(await call(slack.botToken)).toMatchObject({ user_id: 'U0BOT', bot_id: 'B0RELAY' })
  })

  it("another author's message to be changed or deleted", async () => {
    const { ts } = await slack.person('U0MAYA').say('#sales', 'Mine')
    const named = { channel: 'C0SALES', ts }
    expect(await callApi(slack, 'chat.update', { ...named, ...text })).toMatchObject({
      error: 'cant_update_message',
    })
    expect(await callApi(slack, 'chat.delete', named)).toMatchObject({ error: 'cant_delete_message' })
  })

  it('to give a file without the bot token: it shows its login page with status 200', async () => {
    const maya = slack.person('U0MAYA')
    const content = new TextEncoder().encode('email\n')
    await maya.say('#sales', 'Here', { files: [{ name: 'a.csv', content }] })
    const [file = {}] = objectsAt(await callApi(slack, 'files.list', {}), 'files')
    const get = async (token: string) =>
      fetch(stringAt(file, 'url_private_download'), { headers: { authorization: `Bearer ${token}` } })
    const refused = await get('xoxb-wrong')
    expect([refused.status, refused.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8'])
    const given = await get(slack.botToken)
    expect([given.headers.get('content-type'), await given.text()]).toEqual(['text/csv', 'email\n'])
  })

  it('a call while a fault is on order, with retry-after, which the client then obeys', async () => {
    slack.faults.add({ method: 'chat.postMessage', httpStatus: 429, retryAfterSec: 0, times: 1 })
    const client = new WebClient(slack.botToken, { slackApiUrl: slack.apiUrl })
    expect(await client.chat.postMessage({ channel: 'C0SALES', text: 'Again' })).toMatchObject({ ok: true })
    expect(slack.journal.calls('chat.postMessage').map((call) => call.httpStatus)).toEqual([429, 200])
    slack.faults.add({ method: 'chat.update', error: 'edit_window_closed', times: 1 })
    expect(await callApi(slack, 'chat.update', {})).toEqual({ ok: false, error: 'edit_window_closed' })
  })

  it('nothing, but loses the answer, when that is on order', async () => {
    slack.faults.dropAnswer({ method: 'chat.postMessage', times: 1 })
    await expect(callApi(slack, 'chat.postMessage', { channel: 'C0SALES', ...text })).rejects.toThrow(
      'fetch failed',
    )
    expect(slack.snapshot('U0MAYA').channels.find(({ name }) => name === 'sales')?.messages).toHaveLength(1)
  })
})

it('refuses to start with a manifest that Slack would not take', () => {
  const manifest = { ...manifestFor('http'), display_information: { name: 'x'.repeat(36) } }
  return expect(startSlack({ manifest, workspace })).rejects.toThrow(/Slack would refuse this manifest/)
})
