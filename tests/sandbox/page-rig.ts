import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'
import { chromium } from 'playwright-core'
import type { Browser, Page as Tab } from 'playwright-core'
import { createFaults } from '../../sandbox/openai/faults.ts'
import { startPage } from '../../sandbox/page/server.ts'
import type { Page } from '../../sandbox/page/server.ts'
import type { Time } from '../../sandbox/page/clock-view.ts'
import type { PostmarkStandIn } from '../../sandbox/postmark/types.ts'
import { registerPageApp } from './page-app.ts'
import { message, startRig as startPostmarkRig } from './postmark-rig.ts'
import { startRig } from './slack-rig.ts'
import type { Rig } from './slack-rig.ts'

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']

/** The browser to drive: CHROMIUM_PATH, or the first of the usual names on PATH. @throws Error saying how to get one. */
function findChromium(): string {
  const folders = (process.env['PATH'] ?? '').split(delimiter)
  const onPath = names.flatMap((name) => folders.map((folder) => join(folder, name)))
  const found = [process.env['CHROMIUM_PATH'] ?? '', ...onPath].find(isProgram)
  if (found === undefined) throw new Error('needs Chromium: apt-get install chromium (or set CHROMIUM_PATH)')
  return found
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return path !== ''
  } catch {
    return false
  }
}

const quiet = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

/** How long a browser may take over one thing; it only matters where the thing never happens. */
const patienceMs = 60_000

const people = ['U0MAYA', 'U0RAJ']

/** The sandbox's page in a browser, with a small app in its Slack and one mail in its inbox. */
export type PageRig = {
  slack: Rig['slack']
  postmark: PostmarkStandIn
  page: Page
  /** A new tab on a place of the page, as in its address after `#`. */
  open: (hash: string, screen?: Screen) => Promise<Tab>
  /** What any tab reported as an error. */
  troubles: string[]
  /** Closes what a test left open, also one that failed: tabs, modals, faults on order. */
  clear: () => Promise<void>
  stop: () => Promise<void>
}

/** @throws Error where there is no Chromium, saying how to get it */
export async function launchBrowser(): Promise<Browser> {
  return chromium.launch({ executablePath: findChromium(), args: quiet, timeout: patienceMs })
}

/** With a clock when it is given one. @throws Error where there is no Chromium, saying how to get it */
export async function startPageRig(time: Time | null = null): Promise<PageRig> {
  const browser = await launchBrowser()
  const rig = await startRig('socket', registerPageApp)
  const { standIn: postmark, client } = await startPostmarkRig({
    inboundAddress: 'box@inbound.postmarkapp.com',
  })
  await client.sendEmail(message())
  const openai = { calls: () => [], rules: () => [], onChange: () => () => undefined, faults: createFaults() }
  const page = await startPage({ slack: rig.slack, postmark, openai, time, people, port: 0 })
  const troubles: string[] = []
  const { slack } = rig
  return {
    slack,
    postmark,
    page,
    troubles,
    open: (hash, screen) =>
      openTab(browser, { url: `${page.url}/?screenshot#${hash}`, ...(screen && { screen }) }, troubles),
    async clear() {
      await Promise.all(browser.contexts().map((context) => context.close()))
      slack.faults.clear()
      await Promise.all(people.map((id) => closeAll(slack, id)))
      troubles.length = 0
    },
    async stop() {
      await browser.close()
      await page.stop()
      await postmark.stop()
      await rig.stop()
    },
  }
}

async function closeAll(slack: Rig['slack'], id: string): Promise<void> {
  const { confirm, modals } = slack.snapshot(id)
  if (confirm) slack.person(id).dismissConfirm()
  if (modals.length > 0) await slack.person(id).close('all')
}

/** What a tab is looked at on: its size in pixels, and the time zone of whoever looks. */
export type Screen = { width?: number; height?: number; timezoneId?: string }

type Place = { url: string; screen?: Screen }

/** A tab on an address of the page; what it reports as an error is added to `troubles`. */
export async function openTab(
  browser: Browser,
  { url, screen = {} }: Place,
  troubles: string[],
): Promise<Tab> {
  const { width = 1600, height = 900, timezoneId } = screen
  const zone = timezoneId === undefined ? {} : { timezoneId }
  const tab = await browser.newPage({ viewport: { width, height }, ...zone })
  tab.setDefaultTimeout(patienceMs)
  tab.on('pageerror', (error) => troubles.push(error.message))
  tab.on('console', (line) => {
    if (line.type() === 'error' && !line.text().includes('422')) troubles.push(line.text())
  })
  await tab.goto(url)
  return tab
}
