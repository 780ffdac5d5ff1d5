import { parseAddress, domainOf } from './addresses.ts'
import { ok, refuse } from './answer.ts'
import type { Answer } from './answer.ts'
import type { Call } from './call.ts'
import type { Fields } from './fields.ts'
import { fieldsOf } from './fields.ts'
import { recipientsOf } from './mail-index.ts'
import { serverId } from './server-id.ts'
import type { World } from './world.ts'

const serverRecord = ({ server, inboundAddress, tokens }: World): Fields => ({
  ID: serverId,
  ...server,
  ApiTokens: [tokens.server],
  ServerLink: `https://postmarkapp.com/servers/${serverId}/streams`,
  SmtpApiActivated: true,
  InboundAddress: inboundAddress,
  InboundHash: inboundAddress.slice(0, inboundAddress.indexOf('@')),
  InboundSpamThreshold: 0,
  PostFirstOpenOnly: false,
  IncludeBounceContentInHook: false,
  EnableSmtpApiErrorHooks: false,
})

/** `GET /server`, and `GET /servers/{id}` for the account. */
export const getServer = ({ world, parameter }: Call): Answer =>
  parameter === '' || parameter === String(serverId)
    ? ok(serverRecord(world))
    : refuse(602, 'This server was not found.')

/** `PUT /server`: fields left out stay; of the others only those of the same type are taken. */
export const editServer = ({ world, body }: Call): Answer => {
  const fields = fieldsOf(body)
  const hook = fields['InboundHookUrl']
  if (typeof hook === 'string' && hook !== '' && !URL.canParse(hook)) {
    return refuse(606, `The URL '${hook}' is not valid.`)
  }
  const before: Fields = { ...world.server }
  const known = Object.entries(fields).filter(
    ([name, value]) => name !== 'DeliveryType' && typeof before[name] === typeof value,
  )
  Object.assign(world.server, Object.fromEntries(known))
  return ok(serverRecord(world))
}

/** `GET /servers` */
export const listServers = ({ world }: Call): Answer => ok({ TotalCount: 1, Servers: [serverRecord(world)] })

const removalMs = 60_000

/** Blanks what identifies the person; the mail still counts, but nobody finds it any more. */
const erase = (world: World, email: string): void => {
  for (const mail of world.activity.mails) {
    if (!recipientsOf(mail).includes(email)) continue
    Object.assign(mail, { to: `removed@${domainOf(email)}`, subject: '', html: '', text: '', removed: true })
  }
}

/** `POST /data-removals`: done a minute later. */
export const createRemoval = ({ world, body }: Call): Answer => {
  const { RequestedBy, RequestedFor } = fieldsOf(body)
  const isAddress = (value: unknown): value is string =>
    typeof value === 'string' && parseAddress(value) !== null
  if (!isAddress(RequestedBy)) return refuse(1300, `The field 'RequestedBy' must be an address.`)
  if (!isAddress(RequestedFor)) return refuse(1301, `The field 'RequestedFor' must be an address.`)
  const id = world.nextId()
  world.activity.removals.set(id, { doneAt: world.clock.now() + removalMs })
  world.clock.after(removalMs, () => erase(world, RequestedFor.toLowerCase()))
  return ok({ ID: id, Status: 'Pending' })
}

/** `GET /data-removals/{id}` */
export const getRemoval = ({ world, parameter }: Call): Answer => {
  const removal = world.activity.removals.get(Number(parameter))
  if (removal === undefined) return refuse(1302, 'This data removal was not found.')
  return ok({ ID: Number(parameter), Status: removal.doneAt <= world.clock.now() ? 'Done' : 'Pending' })
}
