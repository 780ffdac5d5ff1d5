import { postmarkMessage } from '../../src/adapters/postmark-message.ts'
import { sendDueMessages } from '../../src/operations/message/send-due.ts'
import type { Deps } from '../../src/operations/deps.ts'
import type { Email, OutgoingMail } from '../../src/ports/email.ts'

const streams = { broadcastStream: 'broadcast', transactionalStream: 'outbound' }

/** Lets Baton write what is due, keeps it from going out, and returns it as the bodies of finished requests. */
export async function captureBodies(deps: Deps): Promise<{ bodies: string[]; bytesPerMail: number }> {
  const batches: OutgoingMail[][] = []
  const email: Email = {
    sendBatch: (mails) => {
      batches.push([...mails])
      const outcomes = mails.map(({ metadata }) => ({
        kind: 'accepted' as const,
        providerMessageId: `captured-${metadata.sendid}`,
      }))
      return Promise.resolve({ kind: 'answered', outcomes })
    },
    findByAttempt: () => Promise.resolve([]),
  }
  await sendDueMessages({ ...deps, email }, { lane: 1 }, new AbortController().signal)
  const bodies = batches.map((mails) => JSON.stringify(mails.map((mail) => postmarkMessage(mail, streams))))
  const bytes = bodies.reduce((sum, body) => sum + Buffer.byteLength(body), 0)
  return { bodies, bytesPerMail: bytes / batches.flat().length }
}
