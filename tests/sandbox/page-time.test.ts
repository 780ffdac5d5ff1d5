import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals'
import type { Locator, Page as Tab } from 'playwright-core'
import type { Foreseen, Time } from '../../sandbox/page/clock-view.ts'
import { type PageRig, startPageRig } from './page-rig.ts'

const dayMs = 86_400_000
const noon = Date.UTC(2026, 11, 1, 12)

/** A clock that tells nobody when it moves: what the page shows of it then, it has asked for by itself. */
function silentTime(): Time {
  const state = { aheadMs: noon - Date.now(), isMoving: false }
  const due: Foreseen = {
    kind: 'step',
    campaign: 'Roast',
    step: 2,
    people: 3,
    at: noon + dayMs,
    lastAt: noon + dayMs,
  }
  return {
    state: () => ({ ...state }),
    view: () => Promise.resolve({ now: Date.now() + state.aheadMs, ...state, next: [due] }),
    jump: (how) => {
      state.aheadMs += how === 'next' ? dayMs : how
      return Promise.resolve({ note: 'Arrived.' })
    },
    onChange: () => () => undefined,
  }
}

let rig: PageRig
beforeAll(async () => {
  rig = await startPageRig(silentTime())
})
afterEach(() => rig.clear())
afterAll(() => rig?.stop())

async function openClock(tab: Tab): Promise<Locator> {
  await tab.locator('.top-button', { has: tab.locator('time') }).click()
  return tab.getByRole('dialog', { name: 'Clock' })
}

describe('the clock of the page', () => {
  it('says whose clock it shows: in the bar, for what is due, and where each jump leads', async () => {
    const tab = await rig.open('inbox', { timezoneId: 'Asia/Kolkata' })
    await tab.getByRole('banner').getByText('GMT+5:30').waitFor()
    const panel = await openClock(tab)
    await panel.getByText('times in Asia/Calcutta').waitFor()
    await panel
      .getByRole('button', { name: 'Jump to the next due moment Wed 2 Dec, 17:30 GMT+5:30' })
      .waitFor()
    const aDay = panel.getByRole('button', { name: '1 day' })
    expect(await aDay.getAttribute('title')).toMatch(/^To Wed 2 Dec, .* GMT\+5:30$/)
  })

  it('says that time goes by as soon as a jump is pressed, before anything has come back', async () => {
    const tab = await rig.open('inbox')
    const asked = Promise.withResolvers<void>()
    const answer = Promise.withResolvers<void>()
    await tab.route('**/api/clock/jump', async (route) => {
      asked.resolve()
      await answer.promise
      await route.fulfill({ status: 422, json: { error: 'Nothing is due.' } })
    })
    const panel = await openClock(tab)
    await panel.getByRole('button', { name: '1 hour' }).click()
    await asked.promise
    await panel.getByText('Time goes by.').waitFor()
    expect(await panel.getByRole('button').and(tab.locator(':enabled')).count()).toBe(0)
    answer.resolve()
    await panel.getByText('Nothing is due.').waitFor()
    await panel.getByRole('button', { name: '1 hour' }).and(tab.locator(':enabled')).waitFor()
  })

  it('shows where a jump has led without waiting to be told', async () => {
    const tab = await rig.open('inbox')
    await tab
      .getByRole('banner')
      .getByText(/^Tue 1 Dec, /)
      .waitFor()
    const panel = await openClock(tab)
    await panel.getByRole('button', { name: '1 week' }).click()
    await panel.getByText('Arrived.').waitFor()
    await tab
      .getByRole('banner')
      .getByText(/^Tue 8 Dec, /)
      .waitFor()
    expect(rig.troubles).toEqual([])
  })
})
