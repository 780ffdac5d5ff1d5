import type { Email } from '../ports/email.ts'
import { batchBody } from './postmark-body.ts'
import { type PostmarkSettings, postmarkCaller } from './postmark-call.ts'
import { postmarkMessage } from './postmark-message.ts'
import { outcomeOfBatch, outcomeOfSingle } from './postmark-outcome.ts'
import { postBatch } from './postmark-post.ts'
import { findByAttempt } from './postmark-search.ts'

/**
 * Sends through Postmark (https://postmarkapp.com/developer/api/email-api).
 * A lone transactional mail goes to `/email`; everything else to `/email/batch`, which Postmark limits to 500.
 */
export function postmarkEmail(settings: PostmarkSettings): Email {
  const call = postmarkCaller(settings)

  return {
    sendBatch: async (mails) => {
      const [first] = mails
      if (!first) return { kind: 'answered', outcomes: [] }
      if (mails.length === 1 && first.stream === 'transactional') {
        return outcomeOfSingle(await call((client) => client.sendEmail(postmarkMessage(first, settings))))
      }
      return outcomeOfBatch(await postBatch(settings, batchBody(mails, settings)), mails.length)
    },
    findByAttempt: (attempt, stream) => findByAttempt(call, { attempt, stream, settings }),
  }
}
