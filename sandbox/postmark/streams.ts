import { ok, refuse } from './answer.ts'
import type { Answer } from './answer.ts'
import type { Call } from './call.ts'
import { easternSeven } from './dates.ts'
import type { Fields } from './fields.ts'
import { fieldsOf, textOf } from './fields.ts'
import { newStream } from './records.ts'
import type { Stream } from './records.ts'
import { serverId } from './server-id.ts'
import type { StreamKind, UnsubscribeHandling } from './words.ts'
import type { World } from './world.ts'

const purgeAfterMs = 45 * 24 * 3_600_000
const time = (at: number | null) => (at === null ? null : easternSeven(at))

const streamRecord = (stream: Stream): Fields => ({
  ID: stream.id,
  ServerID: serverId,
  Name: stream.name,
  Description: stream.description,
  MessageStreamType: stream.kind,
  CreatedAt: time(stream.createdAt),
  UpdatedAt: time(stream.updatedAt),
  ArchivedAt: time(stream.archivedAt),
  ExpectedPurgeDate: time(stream.archivedAt === null ? null : stream.archivedAt + purgeAfterMs),
  SubscriptionManagementConfiguration: { UnsubscribeHandlingType: stream.unsubscribe },
})

/** `GET /message-streams` */
export const listStreams = ({ world, query }: Call): Answer => {
  const kind = query.get('messagestreamtype') ?? 'All'
  const archived = query.get('includearchivedstreams') === 'true'
  const found = [...world.streams.values()].filter(
    (stream) => (kind === 'All' || stream.kind === kind) && (archived || stream.archivedAt === null),
  )
  return ok({ MessageStreams: found.map(streamRecord), TotalCount: found.length })
}

const findStream = ({ world, parameter }: Call): Stream | Answer =>
  world.streams.get(parameter) ?? refuse(1226, `The message stream '${parameter}' was not found.`)

/** `GET /message-streams/{id}` */
export const getStream = (call: Call): Answer => {
  const stream = findStream(call)
  return 'status' in stream ? stream : ok(streamRecord(stream))
}

const handlings: readonly UnsubscribeHandling[] = ['None', 'Postmark', 'Custom']
const kinds: readonly StreamKind[] = ['Transactional', 'Broadcasts', 'Inbound']

/** The handling asked for, null when none was, or why it cannot be had. */
const handlingIn = (world: World, fields: Fields, kind: StreamKind): UnsubscribeHandling | null | Answer => {
  const wanted = fieldsOf(fields['SubscriptionManagementConfiguration'])['UnsubscribeHandlingType']
  if (wanted === undefined) return null
  const handling = handlings.find((known) => known === wanted)
  const suits = kind === 'Broadcasts' ? handling !== 'None' : handling !== 'Custom'
  if (handling === undefined || (!suits && handling !== 'Custom')) {
    return refuse(1239, 'This unsubscribe handling is not supported on a stream of this type.')
  }
  return handling === 'Custom' && (!suits || !world.customUnsubscribeAllowed)
    ? refuse(1238, 'Custom unsubscribe handling is not permitted for this stream.')
    : handling
}

/** `POST /message-streams` */
export const createStream = ({ world, body }: Call): Answer => {
  const fields = fieldsOf(body)
  const id = textOf(fields['ID'])
  const kind = kinds.find((known) => known === fields['MessageStreamType'])
  if (kind === undefined || kind === 'Inbound')
    return refuse(1220, 'A stream of this type cannot be created.')
  if (!/^[a-z][a-z0-9-]{0,29}$/.test(id) || id.startsWith('pm-')) {
    return refuse(1224, `The stream ID '${id}' is not valid.`)
  }
  if (world.streams.has(id)) return refuse(1225, `A stream with the ID '${id}' exists already.`)
  if (world.streams.size >= 10) return refuse(1221, 'A server may have at most 10 streams.')
  const handling = handlingIn(world, fields, kind)
  if (handling !== null && typeof handling === 'object') return handling
  const option = handling === null ? { id, kind } : { id, kind, unsubscribe: handling }
  const stream = newStream(option, world.clock.now())
  stream.name = textOf(fields['Name'], id)
  stream.description = textOf(fields['Description'])
  world.streams.set(id, stream)
  return ok(streamRecord(stream))
}

/** `PATCH /message-streams/{id}` */
export const editStream = (call: Call): Answer => {
  const stream = findStream(call)
  if ('status' in stream) return stream
  const fields = fieldsOf(call.body)
  const handling = handlingIn(call.world, fields, stream.kind)
  if (handling !== null && typeof handling === 'object') return handling
  stream.name = textOf(fields['Name'], stream.name)
  stream.description = textOf(fields['Description'], stream.description)
  stream.unsubscribe = handling ?? stream.unsubscribe
  stream.updatedAt = call.world.clock.now()
  return ok(streamRecord(stream))
}

/** `POST /message-streams/{id}/archive` */
export const archiveStream = (call: Call): Answer => {
  const stream = findStream(call)
  if ('status' in stream) return stream
  stream.archivedAt = call.world.clock.now()
  const { ID, ServerID, ExpectedPurgeDate } = streamRecord(stream)
  return ok({ ID, ServerID, ExpectedPurgeDate })
}

/** `POST /message-streams/{id}/unarchive` */
export const unarchiveStream = (call: Call): Answer => {
  const stream = findStream(call)
  if ('status' in stream) return stream
  stream.archivedAt = null
  return ok(streamRecord(stream))
}
