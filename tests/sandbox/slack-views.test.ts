import { afterEach, beforeEach, expect, it } from '@jest/globals'
import type { App, ViewClosedAction, ViewResponseAction, ViewSubmitAction } from '@slack/bolt'
import type { ModalView, View } from '@slack/types'
import type { WebClient } from '@slack/web-api'
import { startRig, type Rig } from './slack-rig.ts'

const plain = (text: string) => ({ type: 'plain_text' as const, text })

const nameInput = (initial: string, blockId = 'name') => ({
  type: 'input' as const,
  block_id: blockId,
  label: plain('Name'),
  element: { type: 'plain_text_input' as const, action_id: 'name', initial_value: initial },
})

const step = (title: string, change: Partial<ModalView> = {}): ModalView => ({
  type: 'modal',
  callback_id: 'step',
  title: plain(title),
  submit: plain('Next'),
  notify_on_close: true,
  blocks: [
    nameInput(''),
    { type: 'actions', elements: [{ type: 'button', action_id: 'more', text: plain('More') }] },
  ],
  ...change,
})

type Told = { answers: unknown[]; closed: boolean[] }

/** Some tests answer what Slack refuses, so the check is no deeper than this. */
const isAnswer = (given: unknown): given is ViewResponseAction => given !== undefined

function register(app: App, told: Told, answer: () => unknown): void {
  app.command('/campaign', async ({ ack, client, body }) => {
    await ack()
    await client.views.open({ trigger_id: body.trigger_id, view: step('One') })
  })
  app.action('more', async ({ ack, body, client }) => {
    await ack()
    if (body.type !== 'block_actions') return
    const pushed = client.views.push({ trigger_id: body.trigger_id, view: step('Pushed') })
    told.answers.push(await pushed.then(() => 'ok').catch((error: unknown) => String(error)))
  })
  app.view<ViewSubmitAction>({ callback_id: 'step', type: 'view_submission' }, async ({ ack }) => {
    const given = answer()
    await (isAnswer(given) ? ack(given) : ack())
  })
  app.view<ViewClosedAction>({ callback_id: 'step', type: 'view_closed' }, async ({ ack, body }) => {
    await ack()
    told.closed.push(body.is_cleared)
  })
  app.shortcut('create_campaign', async ({ ack }) => ack())
  app.event('app_home_opened', async ({ event, client }) => {
    await client.views.publish({
      user_id: event.user,
      view: { type: 'home', blocks: [{ type: 'header', text: plain('Your campaigns') }] },
    })
  })
}

let rig: Rig
let told: Told
let answer: unknown
let clock: { now: number }
let client: WebClient
beforeEach(async () => {
  told = { answers: [], closed: [] }
  answer = undefined
  clock = { now: Date.now() }
  rig = await startRig('http', (app) => register(app, told, () => answer), {
    protocolNow: () => clock.now,
  })
  client = rig.app.client
})
afterEach(async () => rig.stop())

const maya = () => rig.slack.person('U0MAYA')
const open = async () => {
  await maya().slash('#sales', '/campaign new')
  return rig.slack.waitForModal({ user: 'U0MAYA', title: 'One' })
}
const typed = () => maya().snapshot().modals.at(-1)?.state

it('keeps what was typed through an update, and ignores the new initial value', async () => {
  const { viewId } = await open()
  await maya().fill('Name', 'Spring')
  await client.views.update({ view_id: viewId, view: step('One', { blocks: [nameInput('Summer')] }) })
  expect(typed()).toEqual({ name: { name: { type: 'plain_text_input', value: 'Spring' } } })
  const renamed = step('One', { blocks: [nameInput('Summer', 'name-2')] })
  await client.views.update({ view_id: viewId, view: renamed })
  expect(typed()).toEqual({ 'name-2': { name: { type: 'plain_text_input', value: 'Summer' } } })
})

it('refuses an update made from an older look at the view', async () => {
  const { viewId, view } = await open()
  const update = { view_id: viewId, hash: String(view['hash']), view: step('Two') as View }
  await client.views.update(update)
  await expect(client.views.update({ ...update, view: step('Three') })).rejects.toThrow('hash_conflict')
  expect(maya().snapshot().modals[0]?.title).toBe('Two')
})

it('stacks three modals and no fourth', async () => {
  await open()
  for (let presses = 1; presses <= 3; presses += 1) {
    await maya().click({ where: 'modal', text: 'More' })
    await rig.slack.waitFor('the answer', () => told.answers.length === presses)
  }
  expect(told.answers.slice(0, 2)).toEqual(['ok', 'ok'])
  expect(told.answers[2]).toMatch('push_limit_reached')
  expect(
    maya()
      .snapshot()
      .modals.map(({ title }) => title),
  ).toEqual(['One', 'Pushed', 'Pushed'])
})

it('pushes one view per trigger', async () => {
  await open()
  await maya().click({ where: 'modal', text: 'More' })
  await rig.slack.waitForModal({ user: 'U0MAYA', title: 'Pushed' })
  const trigger_id = String(rig.slack.journal.deliveries('action')[0]?.payload['trigger_id'])
  await expect(client.views.push({ trigger_id, view: step('Again') })).rejects.toThrow('exchanged_trigger_id')
})

it('tells the app which views were closed, and whether all at once', async () => {
  await open()
  await maya().click({ where: 'modal', text: 'More' })
  await rig.slack.waitForModal({ user: 'U0MAYA', title: 'Pushed' })
  await maya().close()
  expect(told.closed).toEqual([false])
  await maya().close('all')
  expect(told.closed).toEqual([false, true])
  expect(maya().snapshot().modals).toEqual([])
})

it('lets a trigger live for three seconds', async () => {
  await open()
  await maya().globalShortcut('Create campaign')
  const trigger_id = String(rig.slack.journal.deliveries('shortcut')[0]?.payload['trigger_id'])
  clock.now += 3001
  await expect(client.views.open({ trigger_id, view: step('Late') })).rejects.toThrow('expired_trigger_id')
})

it.each<[string, ViewResponseAction | undefined, string[]]>([
  ['update', { response_action: 'update', view: step('Two') }, ['Two']],
  ['push', { response_action: 'push', view: step('Two') }, ['One', 'Two']],
  ['clear', { response_action: 'clear' }, []],
  ['nothing', undefined, []],
])('follows the answer %s', async (_name, given, titles) => {
  answer = given
  await open()
  await maya().fill('Name', 'Spring')
  expect(await maya().submit()).toEqual({ kind: 'acknowledged' })
  expect(
    maya()
      .snapshot()
      .modals.map(({ title }) => title),
  ).toEqual(titles)
})

it.each([
  [
    'errors elsewhere',
    { response_action: 'errors', errors: { nowhere: 'x' } },
    /'nowhere', which is no input block/,
  ],
  ['no errors', { response_action: 'errors', errors: {} }, /without errors/],
  [
    'a bad view',
    { response_action: 'update', view: { ...step('x'), title: plain('x'.repeat(25)) } },
    /title/,
  ],
  ['an unknown action', { response_action: 'dance' }, /unknown response_action 'dance'/],
])('stays open and says why when the app answers with %s', async (_name, given, words) => {
  answer = given
  await open()
  await maya().fill('Name', 'Spring')
  const outcome = await maya().submit()
  expect(outcome).toMatchObject({ kind: 'failed', notice: expect.stringMatching(words) })
  expect(maya().snapshot().modals).toMatchObject([{ title: 'One', submitting: false }])
})

it('shows each person their own Home', async () => {
  await maya().openHome()
  await rig.slack.waitForApiCall({ method: 'views.publish' })
  expect(maya().reads('home')).toContain('Your campaigns')
  expect(rig.slack.snapshot('U0RAJ').home).toBeNull()
})
