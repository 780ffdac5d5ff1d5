import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals'
import type { Page as Tab } from 'playwright-core'
import { claimCard } from './page-app.ts'
import { startPageRig } from './page-rig.ts'
import type { PageRig } from './page-rig.ts'
import { callApi } from './slack-rig.ts'

let rig: PageRig

beforeAll(async () => {
  rig = await startPageRig()
})

afterEach(async () => rig.clear())
afterAll(async () => rig?.stop())

const escape = `document.activeElement.dispatchEvent(
  new KeyboardEvent('keydown', { key: 'Escape', bubbles: true, cancelable: true }))`
const pressOutside = `document.body.dispatchEvent(new PointerEvent('pointerdown', { bubbles: true }))`
const typesOnAndEnters = `(async () => {
  const box = document.activeElement
  box.value = 'ap'
  box.dispatchEvent(new InputEvent('input', { bubbles: true }))
  for (let rest = 0; rest < 50; rest += 1) await null
  box.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, cancelable: true }))
})()`
const choosesLast = `(async () => {
  const last = [...document.querySelectorAll('.traffic-row')].at(-1)
  last.click()
  for (let rest = 0; rest < 50; rest += 1) await null
  return last.getAttribute('aria-selected')
})()`
const whereKeysGo = `document.activeElement.getAttribute('aria-label') || document.activeElement.textContent`

/**
 * Does something in the tab as soon as something is there, and says what came of it. The browser has drawn nothing by
 * then: a key is an event of its own, so all that comes before it is what the page does within the same one.
 */
async function atOnce(tab: Tab, appears: string, act: string): Promise<() => Promise<unknown>> {
  await tab.evaluate(`void (window.firstMoment = new Promise((resolve) => {
    const look = async () => {
      if (!document.querySelector(${JSON.stringify(appears)})) return
      watch.disconnect()
      for (let rest = 0; rest < 50; rest += 1) await null
      resolve(${act})
    }
    const watch = new MutationObserver(look)
    watch.observe(document.body, { childList: true, subtree: true })
  }))`)
  return () => tab.evaluate('window.firstMoment')
}

/** Maya's Slack on #sales; `writes` sends a line there. */
async function asMaya(): Promise<{ tab: Tab; writes: (line: string) => Promise<void> }> {
  const tab = await rig.open('workspace/U0MAYA:C0SALES')
  const composer = tab.getByRole('textbox', { name: 'Message #sales' })
  const writes = async (line: string) => {
    await composer.fill(line)
    await composer.press('Enter')
  }
  return { tab, writes }
}

describe('somebody faster than the browser draws', () => {
  it('closes a dialog in the moment it opens', async () => {
    const { tab, writes } = await asMaya()
    const pressed = await atOnce(tab, '[role=dialog]', escape)
    await writes('/campaign new')
    await pressed()
    const dialog = tab.getByRole('dialog')
    await dialog.waitFor({ state: 'detached' })
    expect(await dialog.count()).toBe(0)
  })

  it('types into a dialog’s first field in the moment it opens', async () => {
    const { tab, writes } = await asMaya()
    const found = await atOnce(tab, '[role=dialog]', whereKeysGo)
    await writes('/campaign new')
    expect(await found()).toBe('Name')
  })

  it('searches a select, or closes it and not the dialog beneath, in the moment it opens', async () => {
    const { tab, writes } = await asMaya()
    await writes('/campaign new')
    const dialog = tab.getByRole('dialog', { name: 'New campaign' })
    const select = dialog.getByRole('button', { name: /^Company/ })
    const list = tab.getByRole('dialog', { name: 'Company' })
    const found = await atOnce(tab, '.popover', whereKeysGo)
    await select.click()
    expect(await found()).toBe('Search options')
    await tab.keyboard.press('Escape')
    await list.waitFor({ state: 'detached' })
    for (const deed of [escape, pressOutside]) {
      const done = await atOnce(tab, '.popover', deed)
      await select.click()
      await done()
      await list.waitFor({ state: 'detached' })
    }
    expect(await dialog.count()).toBe(1)
  })

  it('takes no option that was offered for fewer letters', async () => {
    const { tab, writes } = await asMaya()
    await writes('/campaign new')
    const select = tab.getByRole('button', { name: /^Company/ })
    await select.click()
    await tab.keyboard.type('a')
    await tab.getByRole('option', { name: 'Acme' }).waitFor()
    await tab.evaluate(typesOnAndEnters)
    await tab.getByRole('option', { name: 'Acme' }).waitFor({ state: 'detached' })
    await tab.getByRole('option', { name: 'Apex' }).waitFor()
    await tab.keyboard.press('Enter')
    const chosen = tab.getByRole('button', { name: 'Company: Apex' })
    await chosen.waitFor()
    expect(await chosen.count()).toBe(1)
  })

  it('answers the question of a button in the moment it is asked', async () => {
    await callApi(rig.slack, 'chat.postMessage', {
      channel: 'C0SALES',
      text: 'A',
      blocks: claimCard('A lead'),
    })
    const { tab } = await asMaya()
    const question = tab.getByRole('alertdialog')
    const pressed = await atOnce(tab, '[role=alertdialog]', escape)
    await tab.getByRole('button', { name: 'Claim' }).click()
    await pressed()
    await question.waitFor({ state: 'detached' })
    const found = await atOnce(tab, '[role=alertdialog]', whereKeysGo)
    await tab.getByRole('button', { name: 'Claim' }).click()
    expect(await found()).toBe('Claim it')
  })

  it('closes a message’s payload in the moment it opens', async () => {
    await rig.slack.person('U0RAJ').say('#sales', 'Hello Maya')
    const { tab } = await asMaya()
    const line = tab.getByRole('article').filter({ hasText: 'Hello Maya' })
    await line.hover()
    const pressed = await atOnce(tab, '[aria-label="Raw payload"][role=dialog]', escape)
    await line.getByRole('button', { name: 'Raw payload' }).click()
    await pressed()
    const dialog = tab.getByRole('dialog')
    await dialog.waitFor({ state: 'detached' })
    expect(await dialog.count()).toBe(0)
  })

  it('keeps what was chosen in the moment a list appears', async () => {
    const { tab } = await asMaya()
    const chosen = await atOnce(tab, '.traffic-row', choosesLast)
    await tab.getByRole('tab', { name: 'Traffic' }).click()
    expect(await chosen()).toBe('true')
  })

  it('answers a mail in the moment its reply box opens', async () => {
    const tab = await rig.open('inbox')
    await tab.getByRole('option', { name: /john@example\.com/ }).click()
    const found = await atOnce(tab, '.reply-box', whereKeysGo)
    await tab.getByRole('button', { name: 'Reply' }).click()
    expect(await found()).toBe('Reply')
  })
})
