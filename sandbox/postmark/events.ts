import type { Fields } from './fields.ts'
import type { Hook, Trigger } from './hook.ts'
import { inactiveAmong } from './suppressed.ts'
import { recipientsOf } from './mail-index.ts'
import { deliveryPayload, subscriptionPayload } from './payloads.ts'
import type { SubscriptionChange } from './payloads.ts'
import { eventRules } from './post-rules.ts'
import type { StoredMail } from './records.ts'
import type { MailEvent } from './words.ts'
import type { World } from './world.ts'

/** An event for the webhooks of one stream; `wanted` may refuse it for one hook. */
type Emission = {
  readonly trigger: Trigger
  readonly stream: string
  readonly payload: (hook: Hook) => Fields
  readonly wanted?: (hook: Hook) => boolean
}

/** Queues an event for every verified webhook that asked for it; tells which kinds were queued. */
export const emit = ({ hooks, outbox }: World, emission: Emission): readonly Trigger[] => {
  let queued = false
  for (const hook of hooks.values()) {
    if (hook.stream !== emission.stream || !hook.verified || !hook.enabled.has(emission.trigger)) continue
    if (emission.wanted?.(hook) === false) continue
    queued = true
    const payload = () => emission.payload(hook)
    outbox.add({ target: hook.target, recordType: emission.trigger, payload, rules: eventRules })
  }
  return queued ? [emission.trigger] : []
}

/** Notes on the mail that something happened to it, now. */
export const note = (world: World, mail: StoredMail, fields: Omit<MailEvent, 'at'>): void => {
  mail.events = [...mail.events, { ...fields, at: world.clock.now() }]
}

export const emitSubscriptionChange = (world: World, change: SubscriptionChange): readonly Trigger[] => {
  const at = world.clock.now()
  const payload = () => subscriptionPayload(change, at)
  return emit(world, { trigger: 'SubscriptionChange', stream: change.stream, payload })
}

const emitDelivery = (world: World, mail: StoredMail): readonly Trigger[] => {
  if (world.hooks.size === 0) return []
  const at = world.clock.now()
  const recipients = recipientsOf(mail)
  const inactive = new Set(inactiveAmong(world, mail.stream, recipients))
  return recipients
    .filter((recipient) => !inactive.has(recipient))
    .flatMap((recipient) =>
      emit(world, {
        trigger: 'Delivery',
        stream: mail.stream,
        payload: () => deliveryPayload(mail, at, recipient),
      }),
    )
}

/** The receiving server took the mail, once for each recipient that is active. */
export const deliver = (world: World, mail: StoredMail): readonly Trigger[] => {
  note(world, mail, { kind: 'delivered', detail: '' })
  return emitDelivery(world, mail)
}

/** Delivers what one call accepted, after the latency in force; one timer for all of it. */
export const deliverLater = (world: World, mails: readonly StoredMail[]): void => {
  const { settings, clock } = world
  if (!settings.automaticDelivery || mails.length === 0) return
  clock.after(settings.deliveryLatencyMs, () => {
    const delivered: readonly MailEvent[] = [{ kind: 'delivered', detail: '', at: clock.now() }]
    for (const mail of mails) {
      if (mail.events.some(({ kind }) => kind === 'bounced')) continue
      mail.events = mail.events.length === 0 ? delivered : [...mail.events, ...delivered]
      emitDelivery(world, mail)
    }
  })
}
