import { bounceTypes } from './bounce-types.ts'
import type { Fields } from './fields.ts'
import type { Trigger } from './hook.ts'
import { bouncePayload, clickPayload, deliveryPayload, openPayload, subscriptionPayload } from './payloads.ts'
import type { Bounce, StoredMail } from './records.ts'

type ProbeFacts = { readonly stream: string; readonly id: string; readonly at: number }

const recipient = 'john@example.com'

/** A mail that nobody sent: receivers must not know its id. */
const sampleMail = ({ stream, id, at }: ProbeFacts): StoredMail => ({
  id,
  messageId: `<${id}@mtasv.net>`,
  stream,
  from: 'sender@example.com',
  to: recipient,
  cc: '',
  bcc: '',
  replyTo: '',
  subject: 'Test subject',
  tag: 'test-tag',
  html: '',
  text: '',
  headers: [],
  attachments: [],
  metadata: { example: 'value' },
  trackOpens: true,
  trackLinks: 'None',
  acceptedAt: at,
  searchableAt: at,
  events: [],
  removed: false,
})

const sampleBounce = (mail: StoredMail, at: number, kind: 'hard' | 'complaint'): Bounce => ({
  id: 42,
  mail,
  recipient,
  at,
  ...bounceTypes[kind],
})

type MakeProbe = (mail: StoredMail, at: number) => Fields

const probes: Readonly<Record<Trigger, MakeProbe>> = {
  Delivery: (mail, at) => deliveryPayload(mail, at),
  Open: (mail, at) => openPayload(mail, { at, first: true, reader: 'person' }),
  Click: (mail, at) =>
    clickPayload(mail, { at, url: 'https://example.com/', location: 'HTML', reader: 'person' }),
  Bounce: (mail, at) => bouncePayload(sampleBounce(mail, at, 'hard'), null),
  SpamComplaint: (mail, at) => bouncePayload(sampleBounce(mail, at, 'complaint'), null),
  SubscriptionChange: (mail, at) => {
    const { stream } = mail
    return subscriptionPayload(
      { mail, stream, recipient, origin: 'Recipient', reason: 'ManualSuppression' },
      at,
    )
  },
}

/** The body of a verification probe; the real ones are undocumented, so it looks like a true event. */
export const probePayload = (trigger: Trigger, facts: ProbeFacts): Fields =>
  probes[trigger](sampleMail(facts), facts.at)
