import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals'
import type { Page as Tab } from 'playwright-core'
import type { Time } from '../../sandbox/page/clock-view.ts'
import { type PageRig, startPageRig } from './page-rig.ts'

/** A clock that was moved far, so that the bar has much to say. */
const movedTime: Time = {
  state: () => ({ aheadMs: 1_000_000_000, isMoving: false }),
  view: () => Promise.resolve({ now: Date.now(), aheadMs: 1_000_000_000, isMoving: false, next: [] }),
  jump: () => Promise.resolve({ note: 'Arrived.' }),
  onChange: () => () => undefined,
}

let rig: PageRig
beforeAll(async () => {
  rig = await startPageRig(movedTime)
})
afterEach(() => rig.clear())
afterAll(() => rig?.stop())

const twoPanes = 'workspace/U0MAYA:C0SALES/U0RAJ:C0SALES'

/** What does not fit: the page itself, parts of it that stand out of their pane or the screen, and words that are cut off. */
const misfits = (tab: Tab): Promise<string[]> =>
  tab.evaluate(() => {
    const all = [...document.querySelectorAll('#page *')].filter((each) => each.clientWidth > 1)
    const isOut = (each: Element): boolean => {
      const pane = each.closest('.pane')?.getBoundingClientRect()
      return each.getBoundingClientRect().right > Math.min(innerWidth, pane?.right ?? innerWidth) + 1
    }
    const isCut = (each: Element): boolean =>
      getComputedStyle(each).overflowX !== 'visible' && each.scrollWidth > each.clientWidth + 1
    const isWide = document.documentElement.scrollWidth > innerWidth
    return [
      ...(isWide ? ['the page'] : []),
      ...all
        .filter((each) => isOut(each) || isCut(each))
        .map((each) => `${each.className}: ${each.textContent}`),
    ]
  })

async function openTwo(width: number): Promise<Tab> {
  rig.postmark.faults.add({ match: { path: '/email*' }, times: 13, reply: 'timeout' })
  const tab = await rig.open(twoPanes, { width, height: 900 })
  await tab.getByText('13 on order').waitFor()
  await tab.getByRole('region', { name: 'Raj' }).getByRole('heading', { name: 'sales' }).first().waitFor()
  return tab
}

describe('two panes', () => {
  afterEach(() => rig.postmark.faults.clear())

  it.each([1440, 1280, 1024, 900, 820])(
    'fit on a screen of %i pixels, with every word in full',
    async (width) => {
      expect(await misfits(await openTwo(width))).toEqual([])
    },
  )

  it.each([
    [1024, 'side by side'],
    [820, 'one above the other'],
  ])('stand, at %i pixels, %s', async (width, how) => {
    const tab = await openTwo(width)
    const boxes = await Promise.all((await tab.locator('.pane').all()).map((pane) => pane.boundingBox()))
    const [first, second] = boxes
    if (!first || !second) throw new Error('There are no two panes')
    const isBelow = second.y >= first.y + first.height && second.x === first.x
    expect(isBelow ? 'one above the other' : 'side by side').toBe(how)
    expect(Math.min(first.height, second.height)).toBeGreaterThan(400)
  })
})
