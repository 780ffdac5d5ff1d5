import type { Browser, Page as Tab } from 'playwright-core'
import { type BatonProcess, startBatonProcess } from '../../sandbox/demo/baton-process.ts'
import { batonEnvironment } from '../../sandbox/demo/environment.ts'
import { connectBaton, type Sandbox, startSandbox } from '../../sandbox/demo/sandbox.ts'
import { makeTime } from '../../sandbox/demo/time.ts'
import { people } from '../../sandbox/demo/workspace-seed.ts'
import { type Page, startPage } from '../../sandbox/page/server.ts'
import { freePort } from '../../sandbox/postgres/free-port.ts'
import { type TestDatabase, testDatabase } from '../support/database.ts'
import { patientSlack } from '../support/patient-slack.ts'
import { draftedCampaign, expectTaken, launch, type ToldCampaign, whisperedTo } from '../support/story.ts'
import { until } from '../support/until.ts'
import { launchBrowser, openTab } from './page-rig.ts'

/** The demo: Baton in a process of its own on a clock that can be moved, its stand-ins, and the page in a browser. */
export type ClockRig = Sandbox & {
  database: TestDatabase
  baton: BatonProcess
  page: Page
  open: (hash: string) => Promise<Tab>
  troubles: string[]
  /** Posts to the page's server as the page does. */
  post: (path: string, body: object) => Promise<{ status: number; body: string }>
}

/** Starts it with signed requests, so that a clock that runs away would be noticed. */
export async function startClockRig(): Promise<ClockRig> {
  const transport = 'http'
  const [database, browser] = await Promise.all([testDatabase(), launchBrowser()])
  const sandbox = await startSandbox({ transport, slack: patientSlack })
  const port = await freePort()
  connectBaton(sandbox, `http://127.0.0.1:${port}`, transport)
  const baton = await startBatonProcess(
    batonEnvironment(sandbox, { databaseUrl: database.url, port, transport }),
    'src/cli/rehearse.ts',
  )
  const { slack, postmark, openai } = sandbox
  const time = makeTime({ baton: baton.clock, sandbox })
  const page = await startPage({ slack, postmark, openai, time, people: Object.values(people), port: 0 })
  const troubles: string[] = []
  return {
    ...sandbox,
    database,
    baton,
    page,
    troubles,
    open: (hash) => openTab(browser, { url: `${page.url}/?screenshot#${hash}` }, troubles),
    post: (path, body) => post(`${page.url}${path}`, body),
    stop: () => stopAll([browser, page, baton, sandbox, database]),
  }
}

/** A Baton that has just started may take longer than a second to look Maya up, and asks her to try again. */
export async function untilKnown(sandbox: Pick<Sandbox, 'slack'>): Promise<void> {
  await until('Baton to know Maya', async () => {
    await sandbox.slack.person(people.maya).slash('#campaigns', '/campaign help')
    return whisperedTo(sandbox, people.maya).some((line) => !line.startsWith('Slack did not say'))
  })
}

async function stopAll(parts: readonly (Browser | { stop: () => Promise<void> })[]): Promise<void> {
  for (const part of parts) await ('stop' in part ? part.stop() : part.close())
}

async function post(url: string, body: object): Promise<{ status: number; body: string }> {
  const headers = { 'content-type': 'application/json' }
  const answer = await fetch(url, { method: 'POST', headers, body: JSON.stringify(body) })
  return { status: answer.status, body: await answer.text() }
}

/** Maya makes a campaign whose later steps follow so many days after the one before, and launches it. */
export async function launchedSequence(rig: ClockRig, days: readonly number[]): Promise<ToldCampaign> {
  const campaign = await draftedCampaign(rig, { contacts: 3 })
  if (days.length > 0) await addSteps(rig, days)
  await launch(rig)
  return campaign
}

/** In the review before her, Maya adds steps, and waits until it shows them. */
async function addSteps(rig: ClockRig, days: readonly number[]): Promise<void> {
  const maya = rig.slack.person(people.maya)
  const modalSays = (words: string) =>
    rig.slack.waitFor(
      words,
      () => maya.snapshot().modals.length > 0 && maya.reads('modal').join('\n').includes(words),
    )
  expectTaken(await maya.click({ where: 'modal', text: 'Edit sequence' }))
  await modalSays('1 step')
  for (const [index, wait] of days.entries()) {
    expectTaken(await maya.click({ where: 'modal', text: 'Add step' }))
    await modalSays('When it goes out')
    await maya.fill('Wait', String(wait))
    await maya.choose('Unit', 'days')
    await maya.fill('Subject', `Mail ${index + 2} for {{ first_name }}`)
    await maya.fill('Email', 'Hi {{ first_name }}')
    expectTaken(await maya.submit())
    await modalSays(`Mail ${index + 2}`)
  }
  await maya.close('top')
  await until('the review of all steps', async () => {
    const asked = await maya.click({ where: 'modal', text: 'Launch' })
    maya.dismissConfirm()
    return asked.kind === 'needs-confirmation' && asked.dialog.text.includes(`${days.length + 1} emails each`)
  })
}
