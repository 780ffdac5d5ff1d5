import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals'
import { startPageRig } from './page-rig.ts'
import type { PageRig } from './page-rig.ts'

let rig: PageRig

beforeAll(async () => {
  rig = await startPageRig()
})

afterEach(async () => rig.clear())
afterAll(async () => rig?.stop())

describe('the sandbox page', () => {
  it('takes a slash command to a form, its errors to their fields, and a button press to every pane', async () => {
    const tab = await rig.open('workspace/U0MAYA:C0SALES/U0RAJ:C0SALES')
    const maya = tab.getByRole('region', { name: 'Maya Lind’s Slack' })
    const raj = tab.getByRole('region', { name: 'Raj Patel’s Slack' })

    await maya.getByRole('textbox', { name: 'Message #sales' }).fill('/ca')
    await maya.getByRole('option', { name: /\/campaign/ }).click()
    await maya.getByRole('textbox', { name: 'Message #sales' }).press('Enter')
    const dialog = maya.getByRole('dialog', { name: 'New campaign' })
    await dialog.getByRole('textbox', { name: 'Name' }).fill('Taken')
    await dialog.getByRole('button', { name: /^Company/ }).click()
    await tab.keyboard.type('ap')
    await tab.getByRole('option', { name: 'Apex' }).click()
    await dialog.getByRole('button', { name: 'Create' }).click()
    await dialog.getByRole('group', { name: 'Contacts' }).getByRole('alert').waitFor()
    const contacts = dialog.getByLabel('Contacts', { exact: true }).locator('input[type=file]')
    await contacts.setInputFiles({ name: 'wrong.csv', mimeType: 'text/csv', buffer: Buffer.from('a') })
    await dialog.getByRole('button', { name: 'Remove wrong.csv' }).click()
    const csv = { name: 'spring.csv', mimeType: 'text/csv', buffer: Buffer.from('email\na@x.example\n') }
    await contacts.setInputFiles(csv)
    await dialog.getByText('spring.csv').waitFor()
    await dialog.getByRole('button', { name: 'Create' }).click()
    await dialog.getByText('That name is taken.').waitFor()
    await dialog.getByRole('textbox', { name: 'Name' }).fill('Spring')
    await dialog.getByRole('textbox', { name: 'Name' }).press('Enter')
    await dialog.waitFor({ state: 'detached' })

    const card = raj.getByRole('article').filter({ hasText: 'Spring for Apex from spring.csv' })
    await card.getByRole('button', { name: 'Claim' }).click()
    const question = raj.getByRole('alertdialog', { name: 'Claim this lead?' })
    expect(await question.innerText()).toContain('It becomes yours.')
    await question.getByRole('button', { name: 'Claim it' }).click()
    await maya.getByText('@Raj Patel').waitFor()
    await maya.getByRole('button', { name: /1 reply/ }).click()
    await maya.getByRole('complementary', { name: 'Thread' }).getByText('The whole story is here.').waitFor()
    await raj.getByRole('button', { name: /1 reply/ }).click()
    await raj.getByRole('complementary', { name: 'Thread' }).getByText('The whole story is here.').waitFor()
    expect(await maya.getByRole('complementary', { name: 'Thread' }).count()).toBe(1)
    const answer = raj.getByRole('complementary', { name: 'Thread' }).getByRole('textbox')
    await answer.fill('/campaign new')
    await answer.press('Enter')
    await raj.getByText('/campaign is not supported in threads.').waitFor()
    await answer.fill('// keep this among us')
    await answer.press('Enter')
    await maya.getByText('// keep this among us').waitFor()
    expect(rig.troubles).toEqual([])
  })

  it('closes a dialog with Escape, and lets Shift+Enter break a line that Enter then sends', async () => {
    const tab = await rig.open('workspace/U0MAYA:C0SALES')
    const composer = tab.getByRole('textbox', { name: 'Message #sales' })
    await composer.fill('/campaign')
    await composer.press('Enter')
    await tab.getByRole('dialog', { name: 'New campaign' }).waitFor()
    await tab.keyboard.press('Escape')
    await tab.getByRole('dialog').waitFor({ state: 'detached' })
    await composer.fill('first line')
    await composer.press('Shift+Enter')
    await composer.pressSequentially('<b>second</b> & @Raj')
    await composer.press('Enter')
    const sent = tab.getByRole('article').filter({ hasText: 'first line' })
    await sent.getByText('<b>second</b> &').waitFor()
    expect(await sent.locator('b').count()).toBe(0)
  })

  it('says that the app didn’t respond in time, where Slack would', async () => {
    rig.slack.faults.lateAck({ of: 'command', times: 1 })
    const tab = await rig.open('workspace/U0RAJ:C0SALES')
    await tab.getByRole('textbox', { name: 'Message #sales' }).fill('/campaign new')
    await tab.getByRole('button', { name: 'Send now' }).click()
    const notice = tab.getByRole('alert').filter({ hasText: /didn.t respond in time/ })
    await notice.waitFor()
    // Only the acknowledgement was late: the app's form opened all the same.
    await tab.getByRole('dialog').getByRole('button', { name: 'Cancel' }).click()
    await notice.getByRole('button', { name: 'Dismiss' }).click()
    await notice.waitFor({ state: 'detached' })
    expect(rig.slack.snapshot('U0RAJ').notices).toEqual([])
  })

  it('lets a contact answer a mail, and shows what the app was told', async () => {
    const tab = await rig.open('inbox')
    await tab.getByRole('option', { name: /john@example\.com/ }).click()
    await tab.frameLocator('iframe').getByText('offer').waitFor()
    await tab.getByRole('button', { name: 'Reply' }).click()
    await tab.getByRole('button', { name: 'Who is this?' }).click()
    await tab.getByRole('button', { name: 'Send reply' }).click()
    await tab.getByText('Sent back by the recipient').waitFor()
    expect(rig.postmark.inbox.sent().map(({ text }) => text)).toEqual([
      expect.stringContaining('Who is this?'),
    ])
    await tab.getByRole('tab', { name: 'Traffic' }).click()
    await tab.getByRole('option', { name: /POST \/email/ }).click()
    await tab.getByText('"MessageStream"').waitFor()
    expect(rig.troubles).toEqual([])
  })
})

describe('the page’s server', () => {
  it('refuses to act for other pages, for other hosts’ names and for anything but JSON', async () => {
    const act = { as: 'U0MAYA', act: { kind: 'slash', channel: 'C0SALES', line: '/campaign new' } }
    const post = (headers: Record<string, string>) =>
      fetch(`${rig.page.url}/api/act`, { method: 'POST', headers, body: JSON.stringify(act) })
    const json = { 'content-type': 'application/json' }
    expect((await post({ ...json, origin: 'https://evil.example' })).status).toBe(403)
    expect((await post({ 'content-type': 'text/plain' })).status).toBe(415)
    expect(rig.slack.person('U0MAYA').snapshot().modals).toEqual([])
  })

  it('names what is wrong with an act, and serves nothing outside the client', async () => {
    const answer = await fetch(`${rig.page.url}/api/act`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ as: 'U0MAYA', act: { kind: 'slash' } }),
    })
    expect(answer.status).toBe(400)
    expect(await answer.text()).toContain('This is not an act')
    for (const path of [
      '/package.json',
      '/page/server.ts',
      '/page/client/%2e%2e/server.ts',
      '/slack/world.ts',
    ]) {
      expect((await fetch(rig.page.url + path)).status).toBe(404)
    }
  })
})
