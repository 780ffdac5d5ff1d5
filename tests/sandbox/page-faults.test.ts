import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals'
import type { FaultsPage } from '../../sandbox/page/faults-view.ts'
import { type PageRig, startPageRig } from './page-rig.ts'

let rig: PageRig
beforeAll(async () => {
  rig = await startPageRig()
})
afterEach(() => rig.clear())
afterAll(() => rig?.stop())

async function ask(path: string, body?: object): Promise<FaultsPage> {
  const headers = { 'content-type': 'application/json' }
  const init = body && { method: 'POST', headers, body: JSON.stringify(body) }
  const answer = await fetch(`${rig.page.url}${path}`, init)
  const read: (text: string) => FaultsPage = JSON.parse
  return read(await answer.text())
}

describe('the faults of the page', () => {
  it('are those of Postmark, Slack and OpenAI; each is ordered under its name, grows, and is taken back', async () => {
    const { offered } = await ask('/api/faults')
    expect([...new Set(offered.map(({ vendor }) => vendor))]).toEqual(['Postmark', 'Slack', 'OpenAI'])
    for (const { kind, vendor, label } of offered) {
      await ask('/api/faults', { kind, times: 2 })
      const { waiting } = await ask('/api/faults', { kind, times: 1 })
      expect(waiting).toEqual([{ id: expect.any(Number), vendor, label, left: 3 }])
      const { waiting: left } = await ask('/api/faults/take-back', waiting[0])
      expect(left).toEqual([])
    }
  })

  it('let somebody read that a command was answered too late, though what was asked for happens', async () => {
    const tab = await rig.open('workspace/U0MAYA:C0SALES')
    await tab.getByRole('button', { name: 'Faults' }).click()
    const panel = tab.getByRole('dialog', { name: 'Faults' })
    await panel.getByRole('button', { name: 'Slack' }).click()
    await panel.getByRole('radio', { name: 'Command answered too late' }).click()
    await panel.getByRole('button', { name: 'Order it' }).click()
    await panel.getByText('Slack: Command answered too late').waitFor()
    await tab.getByText('1 on order').waitFor()
    await tab.keyboard.press('Escape')
    const composer = tab.getByRole('textbox', { name: 'Message #sales' })
    await composer.fill('/campaign')
    await composer.press('Enter')
    await tab.getByText('respond in time').waitFor()
    await tab.getByRole('dialog', { name: 'New campaign' }).waitFor()
    await tab.getByText('1 on order').waitFor({ state: 'detached' })
    expect(rig.slack.faults.waiting()).toEqual([])
    expect(rig.troubles).toEqual([])
  })
})
