import { randomUUID } from 'node:crypto'

import type { StoredMail } from './records.ts'
import type { WireMessage } from './wire-message.ts'
import type { World } from './world.ts'

/** What only a reader of the mail needs. */
type Content = Pick<StoredMail, 'messageId' | 'replyTo' | 'html' | 'text' | 'headers' | 'attachments'>

const noContent: Content = { messageId: '', replyTo: '', html: '', text: '', headers: [], attachments: [] }
const noEvents: StoredMail['events'] = []

const contentOf = (message: WireMessage, id: string): Content => {
  const own = message.Headers.find(({ Name }) => Name.toLowerCase() === 'message-id')
  return {
    messageId: own?.Value ?? `<${id}@mtasv.net>`,
    replyTo: message.ReplyTo,
    html: message.HtmlBody,
    text: message.TextBody,
    headers: message.Headers,
    attachments: message.Attachments.map(({ Name, ContentType }) => ({
      name: Name,
      contentType: ContentType,
    })),
  }
}

const lagOf = ({ settings: { indexLagMs }, random }: World): number =>
  typeof indexLagMs === 'number' ? indexLagMs : indexLagMs(random)

const metadataOf = ({ lastSeen }: World, { Metadata }: WireMessage): StoredMail['metadata'] => {
  const shared: Record<string, string> = {}
  for (const [key, value] of Object.entries(Metadata)) shared[key] = lastSeen(key, value)
  return shared
}

/** The record of a message that is accepted at `at`. */
export const storedMail = (world: World, message: WireMessage, at: number): StoredMail => {
  const id = randomUUID()
  const { lastSeen, server } = world
  return {
    id,
    ...(world.keepBodies ? contentOf(message, id) : noContent),
    stream: lastSeen('stream', message.MessageStream),
    from: lastSeen('from', message.From),
    to: message.To,
    cc: message.Cc,
    bcc: message.Bcc,
    subject: lastSeen('subject', message.Subject),
    tag: lastSeen('tag', message.Tag),
    metadata: metadataOf(world, message),
    // A server that tracks opens cannot be overruled by a message; for links the message decides.
    trackOpens: server.TrackOpens || message.TrackOpens === true,
    trackLinks: message.TrackLinks || server.TrackLinks,
    acceptedAt: at,
    searchableAt: at + lagOf(world),
    events: noEvents,
    removed: false,
  }
}
