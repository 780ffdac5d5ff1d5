import { ok, refuse } from './answer.ts'
import type { Answer } from './answer.ts'
import type { Call } from './call.ts'
import { easternLocal } from './dates.ts'
import { emitSubscriptionChange } from './events.ts'
import { rawMail } from './mail-view.ts'
import { newestPage, pageOf } from './paging.ts'
import { bounceRecord } from './payloads.ts'
import type { Bounce } from './records.ts'
import { isBefore, isSince } from './search-dates.ts'
import { unsuppress } from './suppressed.ts'

type Filter = (bounce: Bounce, wanted: string) => boolean

const filters: Readonly<Record<string, Filter>> = {
  type: (bounce, wanted) => bounce.type === wanted,
  inactive: (bounce, wanted) => String(bounce.inactive) === wanted.toLowerCase(),
  emailfilter: (bounce, wanted) => bounce.recipient.toLowerCase().includes(wanted.toLowerCase()),
  tag: (bounce, wanted) => bounce.mail.tag === wanted,
  messageid: (bounce, wanted) => bounce.mail.id === wanted,
  fromdate: (bounce, wanted) => isSince(wanted, easternLocal(bounce.at)),
  todate: (bounce, wanted) => isBefore(wanted, easternLocal(bounce.at)),
}

/** `GET /bounces`; the stream defaults to `outbound`. */
export const listBounces = (call: Call): Answer => {
  const page = pageOf(call, 1000)
  if ('status' in page) return page
  const stream = call.query.get('messagestream') ?? 'outbound'
  const found = call.world.activity.bounces.filter(
    (bounce) =>
      bounce.mail.stream === stream &&
      [...call.query].every(([name, value]) => filters[name]?.(bounce, value) ?? true),
  )
  return ok({ TotalCount: found.length, Bounces: newestPage(found, page).map(bounceRecord) })
}

const findBounce = ({ world, parameter }: Call): Bounce | Answer =>
  world.activity.bounces.find(({ id }) => String(id) === parameter) ??
  refuse(1001, 'This bounce was not found.')

/** `GET /bounces/{id}` */
export const getBounce = (call: Call): Answer => {
  const bounce = findBounce(call)
  return 'status' in bounce ? bounce : ok(bounceRecord(bounce))
}

/** `GET /bounces/{id}/dump` */
export const bounceDump = (call: Call): Answer => {
  const bounce = findBounce(call)
  return 'status' in bounce ? bounce : ok({ Body: rawMail(call.world, bounce.mail) })
}

/** `PUT /bounces/{id}/activate`: makes the address active again, where that may be done. */
export const activateBounce = (call: Call): Answer => {
  const bounce = findBounce(call)
  if ('status' in bounce) return bounce
  if (!bounce.canActivate) return refuse(1003, 'This bounce cannot be activated.')
  const { recipient, mail } = bounce
  bounce.inactive = false
  if (unsuppress(call.world, mail.stream, recipient)) {
    const change = { mail: null, stream: mail.stream, recipient, origin: 'Customer', reason: null } as const
    emitSubscriptionChange(call.world, change)
  }
  return ok({ Message: 'OK', Bounce: bounceRecord(bounce) })
}

/** `GET /deliverystats` */
export const deliveryStats = ({ world }: Call): Answer => {
  const { bounces } = world.activity
  const names = new Map(bounces.map(({ type, name }) => [type, name]))
  const counts = [...names].map(([Type, Name]) => ({
    Name,
    Count: bounces.filter(({ type }) => type === Type).length,
    Type,
  }))
  return ok({
    InactiveMails: bounces.filter(({ inactive }) => inactive).length,
    Bounces: [{ Name: 'All', Count: bounces.length }, ...counts],
  })
}
