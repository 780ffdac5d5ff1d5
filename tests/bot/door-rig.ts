import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import express from 'express'
import { parse } from 'yaml'
import { z } from 'zod'
import type { JsonObject } from '../../sandbox/slack/json.ts'
import { startSlack } from '../../sandbox/slack/start.ts'
import type { SlackStandIn } from '../../sandbox/slack/types.ts'
import { csvTables } from '../../src/adapters/csv-tables.ts'
import { publicHolidays } from '../../src/adapters/holidays.ts'
import { createSlackDoor, type SlackDoor } from '../../src/bot/app.ts'
import { slackChat } from '../../src/bot/slack-chat.ts'
import { createSlackClient } from '../../src/bot/slack-client.ts'
import type { Deps } from '../../src/operations/deps.ts'
import type { Chat } from '../../src/ports/chat.ts'
import { testDatabase } from '../support/database.ts'
import { fakeEmail, fakeTemplates, plainLinks } from '../support/fakes.ts'
import { patientSlack } from '../support/patient-slack.ts'
import { quietLog, type LoggedLine } from '../support/quiet-log.ts'
import { recordingQueue, type RecordedJob } from '../support/recording-queue.ts'

export type Transport = 'http' | 'socket'
export type DoorRig = {
  slack: SlackStandIn
  chat: Chat
  deps: Deps
  jobs: RecordedJob[]
  lines: LoggedLine[]
  stop: () => Promise<void>
}

const person = (id: string, name: string, real_name: string) => ({
  id,
  name,
  real_name,
  email: `${name}@acme.example`,
  tz: 'Europe/Berlin',
})

const everybody = ['U0MARIA', 'U0RAJ']
const outside = ['U0GUEST', 'U0OTHER']

/**
 * Maria and Raj; Ines, who runs the workspace and is not in #sales; a guest, and somebody of another workspace. Baton is
 * in no channel yet, and has not been invited to #deals.
 */
const workspace = {
  team: { id: 'T0ACME', name: 'Acme', domain: 'acme' },
  users: [
    person('U0MARIA', 'maria', 'Maria Rossi'),
    person('U0RAJ', 'raj', 'Raj Patel'),
    { ...person('U0INES', 'ines', 'Ines Duarte'), is_admin: true },
    { ...person('U0GUEST', 'gus', 'Gus Guest'), is_restricted: true },
    { ...person('U0OTHER', 'otto', 'Otto Other'), team_id: 'T0ELSEWHERE' },
  ],
  channels: [
    { id: 'C0MKT', name: 'marketing', members: [...everybody, 'U0INES', ...outside] },
    { id: 'C0SALES', name: 'sales', members: [...everybody, ...outside] },
    { id: 'C0DEALS', name: 'deals', is_private: true, members: everybody },
  ],
  app: { app_id: 'A0BATON', bot_id: 'B0BATON', bot_user_id: 'U0BATON' },
}

const json = (text: string): JsonObject => z.custom<JsonObject>().parse(parse(text))

/** The project's manifest, for either transport. */
function manifestFor(transport: Transport): JsonObject {
  const request_url = 'https://baton.example/slack/events'
  const text = readFileSync('manifest.yml', 'utf8')
  if (transport === 'socket') return json(text)
  return json(
    text
      .replace('socket_mode_enabled: true', 'socket_mode_enabled: false')
      .replace('  interactivity:\n', `  interactivity:\n    request_url: ${request_url}\n`)
      .replace('  event_subscriptions:\n', `  event_subscriptions:\n    request_url: ${request_url}\n`)
      .replaceAll('      should_escape', `      url: ${request_url}\n      should_escape`),
  )
}

/** The Slack door as it runs, on a Slack stand-in and a real database; what lies beyond is faked. */
export async function startDoor(
  transport: Transport,
  wrap: (deps: Deps) => Deps = (deps) => deps,
): Promise<DoorRig> {
  const slack = await startSlack({ manifest: manifestFor(transport), workspace, ...patientSlack })
  const database = await testDatabase()
  const { log, lines } = quietLog()
  const { queue, recorded } = recordingQueue()
  const { botToken, signingSecret, apiUrl } = slack
  const chat = slackChat(createSlackClient({ token: botToken, apiUrl, log }))
  const deps = wrap({
    db: database.db,
    queue,
    clock: { now: () => new Date() },
    chat,
    email: fakeEmail(),
    tables: csvTables(),
    mailbox: { readEvent: () => null, readInbound: () => null },
    languageModel: null,
    templates: fakeTemplates(),
    holidays: publicHolidays(),
    links: plainLinks,
    log,
    settings: {
      timeZone: 'UTC',
      sendLanes: 1,
      sendBatch: 500,
      sendTimeoutMs: 30_000,
      inboundAddress: 'reply@baton.example',
      sendLeaseMs: 60_000,
      settleWindowMs: 60_000,
    },
  })
  const appToken = transport === 'socket' ? slack.appToken : null
  const door = createSlackDoor({ botToken, signingSecret, appToken, apiUrl, log }, deps)
  const closeHttp = await connect(slack, door)
  const stop = async () => {
    await door.close()
    await closeHttp()
    await door.finished()
    await slack.stop()
    await database.stop()
  }
  return { slack, chat, deps, jobs: recorded, lines, stop }
}

async function connect(slack: SlackStandIn, door: SlackDoor): Promise<() => Promise<void>> {
  await door.start()
  if (door.router === null) {
    slack.connectApp({ transport: 'socket' })
    await slack.waitForSocket()
    return () => Promise.resolve()
  }
  const server = createServer(express().use(door.router))
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve)
  })
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('No port')
  slack.connectApp({ transport: 'http', requestUrl: `http://127.0.0.1:${address.port}/slack/events` })
  return () =>
    new Promise((resolve) => {
      server.close(() => {
        resolve()
      })
      server.closeAllConnections()
    })
}
