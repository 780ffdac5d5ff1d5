import { bounceTypes } from './bounce-types.ts'
import { emit, emitSubscriptionChange, note } from './events.ts'
import { firstRecipient } from './mail-index.ts'
import { rawMail } from './mail-view.ts'
import { bouncePayload } from './payloads.ts'
import type { Bounce, StoredMail } from './records.ts'
import { suppress } from './suppressed.ts'
import type { Happening } from './types.ts'
import type { BounceKind, SuppressionReason } from './words.ts'
import type { World } from './world.ts'

const emitBounce = (world: World, bounce: Bounce): readonly string[] => {
  const trigger = bounce.type === 'SpamComplaint' ? 'SpamComplaint' : 'Bounce'
  return emit(world, {
    trigger,
    stream: bounce.mail.stream,
    payload: (hook) =>
      bouncePayload(bounce, hook.includeContent.has(trigger) ? rawMail(world, bounce.mail) : null),
  })
}

/** Makes the mail's recipient inactive on its stream, and says so. */
const deactivate = (world: World, mail: StoredMail, reason: SuppressionReason): readonly string[] => {
  const recipient = firstRecipient(mail)
  const { stream } = mail
  if (!suppress(world, stream, { email: recipient, reason, origin: 'Recipient' })) return []
  return emitSubscriptionChange(world, { mail, stream, recipient, origin: 'Recipient', reason })
}

const addBounce = (world: World, mail: StoredMail, kind: BounceKind | 'complaint'): readonly string[] => {
  const recipient = firstRecipient(mail)
  const bounce: Bounce = {
    id: world.nextId(),
    mail,
    recipient,
    at: world.clock.now(),
    ...bounceTypes[kind],
  }
  world.activity.bounces.push(bounce)
  return emitBounce(world, bounce)
}

/** The mail comes back; a hard bounce makes the address inactive on the stream. */
export const bounceMail = (world: World, mail: StoredMail, kind: BounceKind): Happening => {
  note(world, mail, { kind: 'bounced', detail: bounceTypes[kind].type })
  const webhooks = addBounce(world, mail, kind)
  if (kind !== 'hard') return { webhooks, note: 'The address stays active.' }
  const changes = deactivate(world, mail, 'HardBounce')
  return { webhooks: [...webhooks, ...changes], note: 'The address is inactive on this stream from now on.' }
}

/** The recipient reports the mail as spam. */
export const complainAbout = (world: World, mail: StoredMail): Happening => {
  note(world, mail, { kind: 'complained', detail: '' })
  const webhooks = addBounce(world, mail, 'complaint')
  const changes = deactivate(world, mail, 'SpamComplaint')
  return { webhooks: [...webhooks, ...changes], note: 'The address is inactive on this stream for good.' }
}

/** The recipient unsubscribes by Postmark's own page or one-click header. */
export const unsubscribeByPostmark = (world: World, mail: StoredMail): Happening => {
  const webhooks = deactivate(world, mail, 'ManualSuppression')
  note(world, mail, { kind: 'unsubscribed', detail: 'Postmark' })
  return { webhooks, note: 'Unsubscribed from this stream by Postmark.' }
}
