import type { IncomingMessage, ServerResponse } from 'node:http'
import { PageError, readJsonObject, sendJson } from './http.ts'
import { carryOut } from './act.ts'
import { carryOutInbox, listMails, mailPolicy, readInboxAct, readMail } from './inbox-api.ts'
import { readJump, timeOf } from './clock-api.ts'
import { listFaults, orderFault, takeBackFault } from './faults-api.ts'
import { entriesOfMessage, findEntry, listTraffic } from './traffic-api.ts'
import { readActRequest } from './read-act.ts'
import { readModelPage } from './model-api.ts'
import { worldOf } from './world-of.ts'
import type { StandIns } from './stand-ins.ts'

type Call = {
  standIns: StandIns
  url: URL
  request: IncomingMessage
  response: ServerResponse
  /** Tells every open page to look again. */
  changed: () => void
}
type Endpoint = (call: Call) => unknown

const endpoints: Record<string, Endpoint> = {
  'GET /api/world': ({ standIns }) => worldOf(standIns),
  'GET /api/snapshot': ({ standIns, url }) => standIns.slack.snapshot(wanted(url, 'as')),
  'POST /api/act': async ({ standIns, request }) => {
    const { as, act } = readActRequest(await readJsonObject(request))
    return carryOut(standIns.slack.person(as), act)
  },
  'GET /api/raw': ({ standIns, url }) => {
    const [channel, ts] = [wanted(url, 'channel'), wanted(url, 'ts')]
    return { entries: entriesOfMessage(standIns, channel, ts) }
  },
  'GET /api/inbox': ({ standIns, url }) => listMails(standIns.postmark, url.searchParams.get('to') ?? ''),
  'GET /api/inbox/mail': ({ standIns, url }) => readMail(standIns.postmark, wanted(url, 'id')),
  'POST /api/inbox/act': async ({ standIns, request }) =>
    carryOutInbox(standIns.postmark, readInboxAct(await readJsonObject(request))),
  'GET /api/model': ({ standIns }) => readModelPage(standIns.openai),
  'GET /api/traffic': ({ standIns, url: { searchParams: query } }) =>
    listTraffic(standIns, { vendor: query.get('vendor') ?? '', words: query.get('words') ?? '' }),
  'GET /api/traffic/entry': ({ standIns, url }) => {
    const entry = findEntry(standIns, wanted(url, 'key'))
    if (!entry) throw new PageError(404, 'The journal no longer holds that entry.')
    return entry
  },
  'GET /api/clock': ({ standIns }) => timeOf(standIns).view(),
  'POST /api/clock/jump': async ({ standIns, request }) =>
    timeOf(standIns).jump(readJump(await readJsonObject(request))),
  'GET /api/faults': ({ standIns }) => listFaults(standIns),
  'POST /api/faults': async ({ standIns, request, changed }) => {
    orderFault(standIns, await readJsonObject(request))
    changed()
    return listFaults(standIns)
  },
  'POST /api/faults/take-back': async ({ standIns, request, changed }) => {
    takeBackFault(standIns, await readJsonObject(request))
    changed()
    return listFaults(standIns)
  },
}

/** Answers one call of the page's own API. @throws PageError, or what a stand-in throws. */
export async function answerApi(call: Call): Promise<void> {
  const { request, response, url, standIns } = call
  const name = `${request.method} ${url.pathname}`
  if (name === 'GET /api/inbox/html') return sendMail(standIns, wanted(url, 'id'), response)
  const endpoint = endpoints[name]
  if (!endpoint) throw new PageError(404, `There is no ${name}.`)
  sendJson(response, 200, await endpoint(call))
}

function wanted(url: URL, name: string): string {
  const value = url.searchParams.get(name)
  if (!value) throw new PageError(400, `The address needs ?${name}=…`)
  return value
}

function sendMail({ postmark }: StandIns, id: string, response: ServerResponse): void {
  const { html, text } = postmark.inbox.mail(id)
  response.writeHead(200, {
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': mailPolicy,
  })
  response.end(
    html ||
      `<pre style="white-space:pre-wrap">${text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')}</pre>`,
  )
}
