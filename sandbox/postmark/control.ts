import type { Exchange } from './api.ts'
import { runVerb } from './control-verbs.ts'
import { faultFrom } from './fault-fields.ts'
import type { Fields } from './fields.ts'
import { fieldsOf, numberOf, textOf } from './fields.ts'
import { sendJson } from './misbehave.ts'
import { readBody } from './read-body.ts'
import type { PostmarkStandIn } from './types.ts'
import type { World } from './world.ts'
import { changeSettings } from './world.ts'

/** What the control API works on. */
export type Controlled = { readonly standIn: PostmarkStandIn; readonly world: World }

type Order = {
  /** The last part of the path, for the paths that end in `*`. */
  readonly last: string
  readonly fields: Fields
  readonly query: URLSearchParams
}

type Control = (controlled: Controlled, order: Order) => unknown

const maxBytes = 1024 * 1024
const limitOf = (query: URLSearchParams) => ({ limit: Number(query.get('limit') ?? 100) })

const readers: Readonly<Record<string, Control>> = {
  'GET /clock': ({ standIn }) => ({ now: standIn.now() }),
  'GET /messages': ({ standIn }, { query }) => {
    const to = query.get('to')
    return standIn.inbox.list(to === null ? limitOf(query) : { ...limitOf(query), to })
  },
  'GET /messages/*': ({ standIn }, { last }) => standIn.inbox.mail(last),
  'GET /links/*': ({ standIn }, { last }) => standIn.inbox.links(last),
  'GET /inbound': ({ standIn }, { query }) => standIn.inbox.sent(limitOf(query)),
  'GET /requests': ({ standIn }) => standIn.journal.requests(),
  'GET /webhooks/attempts': ({ standIn }) => standIn.journal.attempts(),
  'GET /faults': ({ standIn }) => standIn.faults.waiting(),
  'GET /webhooks/pending': ({ standIn }) => standIn.webhooks.pending(),
  'GET /accepted': ({ standIn }) => {
    const repeated = [...standIn.accepted.counts()].filter(([, count]) => count > 1)
    return { total: standIn.accepted.total(), repeated: Object.fromEntries(repeated) }
  },
  'GET /accepted/*': ({ standIn }, { last }) => ({ count: standIn.accepted.count(last) }),
}

const orders = ['as-happened', 'reversed', 'shuffled'] as const

const writers: Readonly<Record<string, Control>> = {
  'POST /reset': ({ standIn }) => standIn.reset(),
  'POST /clock/advance': ({ standIn }, { fields }) => standIn.advance(numberOf(fields['ms'], 0)),
  'POST /clock/pause': ({ standIn }) => standIn.pauseClock(),
  'POST /clock/resume': ({ standIn }, { fields }) => standIn.resumeClock(numberOf(fields['speed'], 1)),
  'POST /faults': ({ standIn }, { fields }) => void standIn.faults.add(faultFrom(fields)),
  'DELETE /faults': ({ standIn }) => standIn.faults.clear(),
  'POST /settings': ({ world }, { fields }) => {
    changeSettings(world.settings, fields)
    return world.settings
  },
  'POST /connect': ({ standIn }, { fields: { eventsUrl, inboundUrl } }) =>
    standIn.connect({
      ...(typeof eventsUrl === 'string' ? { eventsUrl } : {}),
      ...(typeof inboundUrl === 'string' ? { inboundUrl } : {}),
    }),
  'POST /inbound': ({ standIn }, { fields }) =>
    standIn.inbox.sendNew({
      from: textOf(fields['from']),
      to: textOf(fields['to']),
      subject: textOf(fields['subject']),
      text: textOf(fields['text']),
    }),
  'POST /events/*': async (controlled, { last, fields }) => runVerb(controlled, last, fields),
  'POST /webhooks/idle': async ({ standIn }) => standIn.webhooks.idle(),
  'POST /webhooks/pause': ({ standIn }) => standIn.webhooks.pause(),
  'POST /webhooks/resume': ({ standIn }, { fields }) =>
    standIn.webhooks.resume({ order: orders.find((known) => known === fields['order']) ?? 'as-happened' }),
  'POST /webhooks/repeat': ({ standIn }, { fields }) => standIn.webhooks.repeat(textOf(fields['traceId'])),
}

const controls: Readonly<Record<string, Control>> = { ...readers, ...writers }

const find = (method: string, path: string): { run: Control; last: string } | null => {
  const slash = path.lastIndexOf('/')
  const last = decodeURIComponent(path.slice(slash + 1))
  const run = controls[`${method} ${path}`] ?? controls[`${method} ${path.slice(0, slash)}/*`]
  return run === undefined ? null : { run, last }
}

/** Answers `/control/*`, for use from other processes: what the stand-in's own functions do, as JSON. */
export const answerControl = async (controlled: Controlled, exchange: Exchange): Promise<void> => {
  const { request, response, url } = exchange
  const text = await readBody(request, maxBytes)
  try {
    const found = find(request.method ?? '', url.pathname.slice('/control'.length))
    if (found === null) {
      const known = Object.keys(controls)
      sendJson(response, { status: 404, body: { error: 'There is no such control.', known } })
      return
    }
    const fields = fieldsOf(text === null || text === '' ? {} : JSON.parse(text))
    const result = await found.run(controlled, { last: found.last, fields, query: url.searchParams })
    sendJson(response, { status: 200, body: result ?? { ok: true } })
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error)
    sendJson(response, { status: 400, body: { error: message } })
  }
}
