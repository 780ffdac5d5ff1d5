import { randomUUID } from 'node:crypto'

import { ok, refuse } from './answer.ts'
import type { Answer } from './answer.ts'
import type { Call } from './call.ts'
import { fieldsOf, textOf } from './fields.ts'
import type { Hook } from './hook.ts'
import { blankHook, hookFrom, hookRecord } from './hook-fields.ts'
import { eventRules } from './post-rules.ts'
import { probePayload } from './probe.ts'
import type { World } from './world.ts'

const maxHooks = 10

/** `GET /webhooks` */
export const listHooks = ({ world, query }: Call): Answer => {
  const stream = query.get('messagestream')
  const found = [...world.hooks.values()].filter((hook) => stream === null || hook.stream === stream)
  return ok({ Webhooks: found.map(hookRecord) })
}

const findHook = ({ world, parameter }: Call): Hook | Answer =>
  world.hooks.get(Number(parameter)) ?? refuse(1355, `The webhook ${parameter} was not found.`)

/** `GET /webhooks/{id}` */
export const getHook = (call: Call): Answer => {
  const hook = findHook(call)
  return 'status' in hook ? hook : ok(hookRecord(hook))
}

/** Posts one probe per enabled kind; each must be answered with exactly 200. */
const answersProbes = async ({ outbox, clock }: World, hook: Hook): Promise<boolean> => {
  const results = await Promise.all(
    [...hook.enabled].map(async (trigger) =>
      outbox.probe({
        target: hook.target,
        recordType: trigger,
        rules: eventRules,
        payload: () => probePayload(trigger, { stream: hook.stream, id: randomUUID(), at: clock.now() }),
      }),
    ),
  )
  return results.every(({ status }) => status === 200)
}

/** Saves a webhook once its receiver has answered the probes; `Verify: false` saves it unverified. */
const save = async (world: World, hook: Hook, verify: boolean): Promise<Answer> => {
  if (verify && !(await answersProbes(world, hook))) {
    return refuse(1364, 'Webhook verification failed: every probe must be answered with 200.')
  }
  const saved = { ...hook, verified: verify }
  world.hooks.set(hook.id, saved)
  return ok(hookRecord(saved))
}

const refusal = ({ streams }: World, stream: string, url: string): Answer | null => {
  const kind = streams.get(stream)?.kind
  if (kind === undefined) return refuse(1226, `The message stream '${stream}' was not found.`)
  if (kind === 'Inbound') return refuse(1351, 'Webhooks are not available for inbound streams.')
  return URL.canParse(url) && /^https?:/.test(url) ? null : refuse(606, `The URL '${url}' is not valid.`)
}

/** `POST /webhooks` */
export const createHook = async ({ world, body }: Call): Promise<Answer> => {
  const fields = fieldsOf(body)
  const stream = textOf(fields['MessageStream'], 'outbound')
  const refused = refusal(world, stream, textOf(fields['Url']))
  if (refused !== null) return refused
  const onStream = [...world.hooks.values()].filter((hook) => hook.stream === stream)
  if (onStream.length >= maxHooks) return refuse(1359, `A stream may have at most ${maxHooks} webhooks.`)
  const hook = hookFrom(fields, blankHook(world.nextId(), stream))
  return save(world, hook, fields['Verify'] !== false)
}

/** `PUT /webhooks/{id}`: what is left out stays. */
export const editHook = async (call: Call): Promise<Answer> => {
  const before = findHook(call)
  if ('status' in before) return before
  const fields = fieldsOf(call.body)
  const refused = refusal(call.world, before.stream, textOf(fields['Url'], before.url))
  if (refused !== null) return refused
  const hook = hookFrom(fields, before)
  return save(call.world, hook, fields['Verify'] !== false)
}

/** `POST /webhooks/{id}/verify` */
export const verifyHook = async (call: Call): Promise<Answer> => {
  const hook = findHook(call)
  return 'status' in hook ? hook : save(call.world, hook, true)
}

/** `DELETE /webhooks/{id}` */
export const deleteHook = (call: Call): Answer => {
  const hook = findHook(call)
  if ('status' in hook) return hook
  call.world.hooks.delete(hook.id)
  return ok({ ErrorCode: 0, Message: `Webhook ${hook.id} removed.` })
}
