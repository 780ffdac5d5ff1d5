import {
  createDomain,
  createSender,
  deleteDomain,
  getDomain,
  getSender,
  listDomains,
  listSenders,
  verifyDkim,
  verifyReturnPath,
} from './account.ts'
import type { Answer } from './answer.ts'
import { activateBounce, bounceDump, deliveryStats, getBounce, listBounces } from './bounces.ts'
import type { Call } from './call.ts'
import { createHook, deleteHook, editHook, getHook, listHooks, verifyHook } from './hooks-api.ts'
import { inboundDetails, retryInbound, searchInbound } from './search-inbound.ts'
import { outboundDetails, outboundDump, searchOutbound } from './search.ts'
import { sendBatch, sendEmail } from './send.ts'
import { createRemoval, editServer, getRemoval, getServer, listServers } from './server-api.ts'
import {
  archiveStream,
  createStream,
  editStream,
  getStream,
  listStreams,
  unarchiveStream,
} from './streams.ts'
import { createSuppressions, deleteSuppressions, dumpSuppressions } from './suppressions.ts'

/** An endpoint, the token it wants and the largest body it takes, in megabytes. */
export type Route = {
  readonly run: (call: Call) => Answer | Promise<Answer>
  readonly token: 'server' | 'account'
  readonly maxMegabytes: number
}

type Row = readonly [method: string, path: string, run: Route['run'], maxMegabytes?: number]

const serverRows: readonly Row[] = [
  ['POST', '/email', sendEmail],
  ['POST', '/email/batch', sendBatch, 50],
  ['GET', '/messages/outbound', searchOutbound],
  ['GET', '/messages/outbound/:id/details', outboundDetails],
  ['GET', '/messages/outbound/:id/dump', outboundDump],
  ['GET', '/messages/inbound', searchInbound],
  ['GET', '/messages/inbound/:id/details', inboundDetails],
  ['PUT', '/messages/inbound/:id/retry', retryInbound],
  ['GET', '/bounces', listBounces],
  ['GET', '/bounces/:id', getBounce],
  ['GET', '/bounces/:id/dump', bounceDump],
  ['PUT', '/bounces/:id/activate', activateBounce],
  ['GET', '/deliverystats', deliveryStats],
  ['GET', '/message-streams', listStreams],
  ['POST', '/message-streams', createStream],
  ['GET', '/message-streams/:id', getStream],
  ['PATCH', '/message-streams/:id', editStream],
  ['POST', '/message-streams/:id/archive', archiveStream],
  ['POST', '/message-streams/:id/unarchive', unarchiveStream],
  ['GET', '/message-streams/:id/suppressions/dump', dumpSuppressions],
  ['POST', '/message-streams/:id/suppressions', createSuppressions],
  ['POST', '/message-streams/:id/suppressions/delete', deleteSuppressions],
  ['GET', '/webhooks', listHooks],
  ['POST', '/webhooks', createHook],
  ['GET', '/webhooks/:id', getHook],
  ['PUT', '/webhooks/:id', editHook],
  ['DELETE', '/webhooks/:id', deleteHook],
  ['POST', '/webhooks/:id/verify', verifyHook],
  ['GET', '/server', getServer],
  ['PUT', '/server', editServer],
]

const accountRows: readonly Row[] = [
  ['GET', '/domains', listDomains],
  ['POST', '/domains', createDomain],
  ['GET', '/domains/:id', getDomain],
  ['DELETE', '/domains/:id', deleteDomain],
  ['PUT', '/domains/:id/verifydkim', verifyDkim],
  ['PUT', '/domains/:id/verifyreturnpath', verifyReturnPath],
  ['GET', '/senders', listSenders],
  ['POST', '/senders', createSender],
  ['GET', '/senders/:id', getSender],
  ['GET', '/servers', listServers],
  ['GET', '/servers/:id', getServer],
  ['POST', '/data-removals', createRemoval],
  ['GET', '/data-removals/:id', getRemoval],
]

const defaultMegabytes = 10

const compile =
  (token: Route['token']) =>
  ([method, path, run, maxMegabytes = defaultMegabytes]: Row) => ({
    method,
    path: new RegExp(`^${path.replace(':id', '([^/]+)')}/?$`, 'i'),
    route: { run, token, maxMegabytes } satisfies Route,
  })

const table = [...serverRows.map(compile('server')), ...accountRows.map(compile('account'))]

/** A parameter that is not well encoded stands for itself: it will not be found. */
const decoded = (parameter: string): string => {
  try {
    return decodeURIComponent(parameter)
  } catch {
    return parameter
  }
}

/** The endpoint for a request and what stands in its path, or null: Postmark paths ignore case. */
export const findRoute = (method: string, path: string): { route: Route; parameter: string } | null => {
  for (const row of table) {
    if (row.method !== method) continue
    const match = row.path.exec(path)
    if (match !== null) return { route: row.route, parameter: decoded(match[1] ?? '') }
  }
  return null
}
